import { CirclePlay, Play, Square } from 'lucide-react';
import { useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { ancestors } from '../../core/targets.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { nameOf, nodeState } from '../node-state.ts';
import { doing } from '../shell/shell-state.ts';
import type { State } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { useLateFocus } from '../ui/dialog.tsx';
import { Empty, Note, Progress } from '../ui/feedback.tsx';
import { showNode } from './obstacles.tsx';

const list = new Intl.ListFormat('en');

/** Stands where the script will be once `nodes` have run. */
export function RunFirst({ nodes, learners }: { nodes: readonly string[]; learners: readonly string[] }) {
  const editor = useEditor();
  const running = useEditorState((s) => s.running);
  const names = useEditorState((s) => list.format(learners.map((id) => nameOf(s.workflow, id))));
  const failed = useEditorState((s) => failedAmong(s, nodes));
  const button = useRef<HTMLButtonElement>(null);
  useLateFocus(button);
  const run = (): void => void doing(undefined, () => editor.run(nodes));
  return (
    <div className="export-middle">
      <Empty
        icon={CirclePlay}
        title="There is no script yet"
        text={`The script applies what ${names} ${learners.length === 1 ? 'has' : 'have'} learned, so the workflow has to run first.`}
        action={
          <div className="export-first">
            <Button
              ref={button}
              kind={running ? 'default' : 'primary'}
              icon={running ? Square : Play}
              onClick={running ? () => editor.stop() : run}
            >
              {running ? 'Stop' : 'Run'}
            </Button>
            {running && <Running />}
            {!running && failed !== undefined && <Failed node={failed} />}
          </div>
        }
      />
    </div>
  );
}

function Running() {
  const { label, share, line } = useEditorState(useShallow(runningNode));
  return <Progress label={label} value={share} detail={line} />;
}

/** What is being computed, and how far it is. */
function runningNode(state: State): { label: string; share?: number | undefined; line?: string | undefined } {
  for (const { id } of state.workflow.nodes) {
    const { kind, share, line } = nodeState(state, id);
    if (kind === 'running') return { label: nameOf(state.workflow, id), share, line: line === 'Running' ? undefined : line };
  }
  return { label: 'Running' };
}

function Failed({ node }: { node: string }) {
  const editor = useEditor();
  const name = useEditorState((s) => nameOf(s.workflow, node));
  const words = useEditorState((s) => {
    const { line, fix } = nodeState(s, node);
    return [line, fix].filter(Boolean).join(' ');
  });
  return (
    <Note kind="error" action={{ label: 'Show the node', run: () => showNode(editor, node) }}>
      {`${name}: ${words}`}
    </Note>
  );
}

function failedAmong(state: State, nodes: readonly string[]): string | undefined {
  const needed = ancestors(state.workflow, nodes);
  return state.workflow.nodes.find(({ id }) => needed.has(id) && nodeState(state, id).kind === 'error')?.id;
}
