import { isTable } from '../../core/plan.ts';
import { keyOf } from '../../core/key.ts';
import { useShallow } from 'zustand/react/shallow';
import { useEditor, useEditorState } from '../editor.ts';
import { factsOf } from '../inspector/facts.ts';
import { nodeState } from '../node-state.ts';
import { opOf, type DockPort } from './dock-ports.ts';
import { NotThere } from './table-panel.tsx';

/** What a model says of itself. */
export function ModelPanel({ port }: { port: DockPort }) {
  const { engine } = useEditor();
  const state = useEditorState(useShallow((s) => nodeState(s, port.owner)));
  const op = useEditorState((s) => opOf(s, port));
  useEditorState((s) => op && s.statuses.get(keyOf(op)));
  const model = op && !isTable(op) ? engine.model(op) : undefined;
  if (!model) return <NotThere node={port.owner} state={state} what="The model" />;
  return (
    <dl className="dock-facts num">
      {factsOf(model).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
