import './renames.css';
import { Replace } from 'lucide-react';
import { lazy, Suspense, useEffect } from 'react';
import { useStore } from 'zustand';
import { useEditor } from '../editor.ts';
import { useShell } from '../shell/shell-state.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { countNodes, renameWords } from './rename-offer.ts';
import { followRenames, leaveRenames, renames, showRenames, watchRenames } from './renames.ts';

const RenameDialog = lazy(() => import('./rename-dialog.tsx'));

/** Offers that the nodes behind a renamed column follow; it stands over the canvas and is in nobody's way. */
export function RenameBar() {
  const editor = useEditor();
  const { offer: found, open } = useStore(renames);
  const frozen = useShell((s) => s.viewOnly);
  const offer = frozen ? undefined : found;
  useEffect(() => watchRenames(editor), [editor]);
  const nodes = offer ? countNodes(offer.changes) : 0;
  return (
    <>
      <div role="status">
        {offer && (
          <aside className="rename-bar" aria-label="Renamed columns">
            <Icon of={Replace} />
            <p>
              <strong>{renameWords(offer)}</strong>
              {`: ${nodes === 1 ? '1 node uses' : `${nodes} nodes use`} the old ${offer.origins.length === 1 ? 'name' : 'names'}`}
            </p>
            <Button small kind="primary" onClick={() => followRenames(editor)}>
              Rename there too
            </Button>
            <Button small onClick={() => showRenames(true)}>
              Show
            </Button>
            <Button small kind="ghost" onClick={leaveRenames}>
              Leave
            </Button>
          </aside>
        )}
      </div>
      {offer && open && (
        <Suspense fallback={null}>
          <RenameDialog offer={offer} />
        </Suspense>
      )}
    </>
  );
}
