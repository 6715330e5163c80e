import { useShallow } from 'zustand/react/shallow';
import { CirclePlay } from 'lucide-react';
import { keyOf } from '../../core/key.ts';
import { isTable, type ModelOp, type Op } from '../../core/plan.ts';
import type { WorkflowNode } from '../../core/workflow.ts';
import { runNodes } from '../commands/run-commands.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { nodeState, seconds } from '../node-state.ts';
import { Button } from '../ui/button.tsx';
import { Empty, Note, Progress } from '../ui/feedback.tsx';
import { StateIcon } from '../ui/icons.tsx';
import { factsOf } from './facts.ts';

/** What came out of a node: rows, columns and time of each port, and what a model knows. */
export function Result({ node }: { node: WorkflowNode }) {
  const editor = useEditor();
  const state = useEditorState(useShallow((s) => nodeState(s, node.id)));
  const outputs = useEditorState((s) => s.compiled.nodes.get(node.id)?.outputs);
  const words = [state.line, state.fix].filter(Boolean).join(' ');
  return (
    <>
      <div className="result-state">
        <StateIcon state={state.kind} words={words} />
      </div>
      {state.kind === 'running' && <Progress label="Running" value={state.share} detail={state.line} />}
      {state.kind === 'error' && <Note kind="error">{words}</Note>}
      {state.kind === 'ready' && (
        <Empty
          title="Not computed yet"
          action={
            <Button small icon={CirclePlay} onClick={() => void runNodes(editor, [node.id])}>
              Run to here
            </Button>
          }
        />
      )}
      {[...(outputs ?? [])].map(([port, op]) => (
        <PortResult key={port} node={node.id} port={port} op={op} />
      ))}
    </>
  );
}

function PortResult({ node, port, op }: { node: string; port: string; op: Op }) {
  const editor = useEditor();
  const status = useEditorState((s) => s.statuses.get(keyOf(op)));
  const done = status?.kind === 'done' ? status : undefined;
  const rows = isTable(op) ? (done?.rows ?? editor.engine.rows(op)) : undefined;
  return (
    <section className="settings-section">
      <h3>{port}</h3>
      <dl className="result-facts num">
        {isTable(op) && (done || rows !== undefined) && <Fact name="Rows" value={rows?.toLocaleString('en') ?? '…'} />}
        {isTable(op) && <Fact name="Columns" value={String(op.schema.length)} />}
        {done && <Fact name="Time" value={seconds(done.ms)} />}
        {!isTable(op) && done && <ModelFacts op={op} />}
      </dl>
      {isTable(op) && (
        <Button small onClick={() => editor.showPort(node, port)}>
          Show the rows
        </Button>
      )}
    </section>
  );
}

function ModelFacts({ op }: { op: ModelOp }) {
  const model = useEditor().engine.model(op);
  return model && factsOf(model).map(([name, value]) => <Fact key={name} name={name} value={value} />);
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
