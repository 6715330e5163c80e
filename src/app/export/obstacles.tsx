import { Locate } from 'lucide-react';
import { useId, useRef, type Ref } from 'react';
import { nodeTypes } from '../../../nodes/index.ts';
import { nodeById } from '../../core/workflow.ts';
import { canvasView } from '../canvas/canvas-view.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { labelOf } from '../node-state.ts';
import { familyOf } from '../palette/families.ts';
import { openSheet } from '../shell/shell-state.ts';
import type { Editor } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { useLateFocus } from '../ui/dialog.tsx';
import { FamilyIcon } from '../ui/icons.tsx';
import type { Obstacle } from './print.ts';

/** Closes the dialog, and a view that is open below it, and goes to a card. */
export function showNode(editor: Editor, node: string): void {
  openSheet(undefined);
  editor.openView(undefined);
  canvasView()?.focus(node);
}

/** What stands in the way of a script, by node. */
export function Obstacles({ obstacles, marked }: { obstacles: readonly Obstacle[]; marked: boolean }) {
  const { length } = obstacles;
  const first = useRef<HTMLButtonElement>(null);
  useLateFocus(first);
  return (
    <section className="export-obstacles">
      <h3>{length === 1 ? 'One thing stands in the way of the script' : `${length} things stand in the way of the script`}</h3>
      <ul>
        {obstacles.map((obstacle, i) => (
          <li key={`${obstacle.node} ${obstacle.message}`}>
            <Item obstacle={obstacle} button={i === 0 ? first : undefined} />
          </li>
        ))}
      </ul>
      {marked && <p>What cannot run on Spark is marked on the canvas too, until Check for Spark is turned off.</p>}
    </section>
  );
}

interface ItemProps {
  obstacle: Obstacle;
  button: Ref<HTMLButtonElement> | undefined;
}

function Item({ obstacle: { node: id, message, fix }, button }: ItemProps) {
  const editor = useEditor();
  const name = useId();
  const node = useEditorState((s) => (id === undefined ? undefined : nodeById(s.workflow, id)));
  const type = node && nodeTypes.get(node.type);
  return (
    <>
      {node && <FamilyIcon family={familyOf(type)} icon={type?.icon ?? ''} />}
      <div>
        {node && <strong id={name}>{labelOf(node)}</strong>}
        <p>{message}</p>
        {fix && <p className="muted">{fix}</p>}
      </div>
      {node && (
        <Button ref={button} small icon={Locate} aria-describedby={name} onClick={() => showNode(editor, node.id)}>
          Show the node
        </Button>
      )}
    </>
  );
}
