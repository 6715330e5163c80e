import { CirclePlay, Trash2 } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import { nodeTypes } from '../../../nodes/index.ts';
import { nodeById } from '../../core/workflow.ts';
import { perform } from '../commands/commands.ts';
import { runNodes } from '../commands/run-commands.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { labelOf, nodeState } from '../node-state.ts';
import { familyOf } from '../palette/families.ts';
import { Button } from '../ui/button.tsx';
import { FamilyIcon, StateIcon } from '../ui/icons.tsx';

/** Several nodes at once: what they are, how they stand, and what can be done with all of them. */
export function SelectionSummary({ ids }: { ids: readonly string[] }) {
  const editor = useEditor();
  return (
    <>
      <header className="inspector-head">
        <div className="inspector-title">
          <h2>{`${ids.length} nodes selected`}</h2>
        </div>
      </header>
      <div className="inspector-body">
        <ul className="selection-list">
          {ids.map((id) => (
            <Selected key={id} id={id} />
          ))}
        </ul>
      </div>
      <footer className="inspector-foot">
        <Button icon={CirclePlay} shortcut="Shift+Enter" onClick={() => void runNodes(editor, ids)}>
          Run to here
        </Button>
        <Button icon={Trash2} onClick={() => perform('delete', editor)}>
          Delete
        </Button>
      </footer>
    </>
  );
}

function Selected({ id }: { id: string }) {
  const editor = useEditor();
  const node = useEditorState((s) => nodeById(s.workflow, id));
  const state = useEditorState(useShallow((s) => nodeState(s, id)));
  if (!node) return null;
  const type = nodeTypes.get(node.type);
  return (
    <li>
      <button type="button" onClick={() => editor.select([id])}>
        <FamilyIcon family={familyOf(type)} icon={type?.icon ?? ''} />
        <span className="ellipsis">{labelOf(node)}</span>
        <StateIcon state={state.kind} words={state.line} />
      </button>
    </li>
  );
}
