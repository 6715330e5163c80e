import { CirclePlay, Group, Trash2 } from 'lucide-react';
import { nodeById } from '../../core/workflow.ts';
import { perform } from '../commands/commands.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { useShell } from '../shell/shell-state.ts';
import { Button } from '../ui/button.tsx';
import { ItemLine } from './item-line.tsx';

/** Several nodes, notes and frames at once: what they are, how they stand, and what can be done with all of them. */
export function SelectionSummary({ ids }: { ids: readonly string[] }) {
  const editor = useEditor();
  const nodes = useEditorState((s) => ids.filter((id) => nodeById(s.workflow, id)).length);
  const locked = useShell((s) => s.viewOnly) ? 'View only' : undefined;
  return (
    <>
      <header className="inspector-head">
        <div className="inspector-title">
          <h2>{nodes === ids.length ? `${nodes} nodes selected` : `${ids.length} items selected`}</h2>
        </div>
      </header>
      <div className="inspector-body">
        <ul className="selection-list">
          {ids.map((id) => (
            <ItemLine key={id} id={id} onChoose={() => editor.select([id])} />
          ))}
        </ul>
      </div>
      <footer className="inspector-foot">
        {nodes > 0 && (
          <Button icon={CirclePlay} shortcut="Shift+Enter" onClick={() => perform('run-to-here', editor)}>
            Run to here
          </Button>
        )}
        <Button icon={Group} shortcut="Ctrl+G" disabledReason={locked} onClick={() => perform('frame', editor)}>
          Frame
        </Button>
        <Button icon={Trash2} disabledReason={locked} onClick={() => perform('delete', editor)}>
          Delete
        </Button>
      </footer>
    </>
  );
}
