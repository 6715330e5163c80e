import './view.css';
import { NotThere, Shown } from '../dock/table-panel.tsx';
import { Note, Spinner } from '../ui/feedback.tsx';
import { drawable, useResult, type Result } from './use-result.ts';

/** A node's result, drawn in the place there is. */
export function NodeResult({ node }: { node: string }) {
  return <ResultPanel id={node} result={useResult(node)} />;
}

export function ResultPanel({ id, result: { view, node, tables, busy, problem, isPrevious, state } }: { id: string; result: Result }) {
  if (problem) return <Note kind="error">{problem}</Note>;
  if (!view || !node || !tables)
    return busy ? (
      <div className="dock-waiting">
        <Spinner label="Drawing" />
      </div>
    ) : (
      <NotThere node={id} state={state} what="The picture" />
    );
  return (
    <Shown node={id} state={state} isPrevious={isPrevious}>
      <div className="view" role="region" aria-label="Result" aria-busy={busy}>
        <div className="view-body">
          <view.Draw node={node} tables={drawable(tables) as never} />
        </div>
      </div>
    </Shown>
  );
}
