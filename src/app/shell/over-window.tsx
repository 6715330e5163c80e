import { lazy, Suspense, useEffect } from 'react';
import { stopPresenting } from '../present/presenting.ts';
import { useWatchedNode, watchNode } from '../steps/watched-node.ts';
import { useTourStop } from '../tour/tour-state.ts';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { useShell } from './shell-state.ts';

const Presentation = lazy(() => import('../present/presentation.tsx'));
const StepsView = lazy(() => import('../steps/steps-view.tsx'));
const Tour = lazy(() => import('../tour/tour.tsx'));

/** What trainers use, each over the editor and loaded when it is asked for. */
export function OverWindow() {
  const step = useShell((s) => s.step);
  const watched = useWatchedNode();
  const stop = useTourStop();
  useEffect(
    () => () => {
      stopPresenting();
      watchNode(undefined);
    },
    [],
  );
  return (
    <Suspense fallback={null}>
      {step !== undefined && (
        <ErrorBoundary what="The presentation">
          <Presentation at={step} />
        </ErrorBoundary>
      )}
      {watched !== undefined && (
        <main className="workspace-view">
          <ErrorBoundary what="The view" resetKey={watched}>
            <StepsView id={watched} />
          </ErrorBoundary>
        </main>
      )}
      {stop !== undefined && (
        <ErrorBoundary what="The tour">
          <Tour at={stop} />
        </ErrorBoundary>
      )}
    </Suspense>
  );
}
