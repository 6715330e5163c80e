import { useState } from 'react';
import type { Cell, Page } from '../../core/engine.ts';
import { isTable, type TableOp } from '../../core/plan.ts';
import type { WorkflowNode } from '../../core/workflow.ts';
import { useEditor, useEditorState } from '../editor.ts';
import type { Editor } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Note } from '../ui/feedback.tsx';

/** Segments times features: far more than anybody names. */
const MOST_ROWS = 10_000;

/** Writes down the names that the node gives now, with the means of their segments, so that a rerun finds them again. */
export function KeepNames({ node }: { node: WorkflowNode }) {
  const editor = useEditor();
  const names = useEditorState((s) => tableOf(s.compiled.nodes.get(node.id)?.outputs.get('names')));
  const profile = useEditorState((s) => tableOf(s.compiled.nodes.get(node.id)?.inputs.get('profile')?.[0]));
  const [failure, setFailure] = useState<string>();
  const reason = names && profile ? undefined : 'Connect a Segment Profile to "profile": its means tell the segments apart';

  async function keep(): Promise<void> {
    setFailure(undefined);
    try {
      editor.setParam(node.id, 'accepted', await namesNow(editor, names!, profile!));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  }

  return (
    <div className="settings-note">
      <Button disabledReason={reason} onClick={() => void keep()}>
        Keep these names
      </Button>
      {failure && <Note kind="error">{failure}</Note>}
    </div>
  );
}

const tableOf = (op: Parameters<typeof isTable>[0] | undefined): TableOp | undefined => (op && isTable(op) ? op : undefined);

async function namesNow(editor: Editor, names: TableOp, profile: TableOp) {
  await editor.compute([names, profile]);
  const [named, means] = await Promise.all([names, profile].map((op) => editor.engine.page(op, { from: 0, count: MOST_ROWS })));
  const [segment, feature, mean] = ['segment', 'feature', 'mean'].map((name) => valuesOf(means!, name));
  const [number, name, colour] = ['segment', 'name', 'colour'].map((column) => valuesOf(named!, column));
  return name!.map((text, i) => ({
    name: String(text),
    colour: Number(colour![i]),
    centre: segment!.flatMap((s, row) =>
      s === number![i] && typeof mean![row] === 'number' ? [{ feature: String(feature![row]), value: mean![row] }] : [],
    ),
  }));
}

const valuesOf = (page: Page, name: string): readonly Cell[] => page.columns.find((c) => c.name === name)?.values ?? [];
