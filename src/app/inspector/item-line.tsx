import { Frame as FrameIcon, StickyNote } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import { nodeTypes } from '../../../nodes/index.ts';
import { nodeById } from '../../core/workflow.ts';
import { useEditorState } from '../editor.ts';
import { frameById, noteById } from '../frames.ts';
import { labelOf, nodeState } from '../node-state.ts';
import { familyOf } from '../palette/families.ts';
import { FamilyIcon, Icon, StateIcon } from '../ui/icons.tsx';

/** A node, note or frame in a list, to go to. */
export function ItemLine({ id, onChoose }: { id: string; onChoose: () => void }) {
  const node = useEditorState((s) => nodeById(s.workflow, id));
  const state = useEditorState(useShallow((s) => nodeState(s, id)));
  const note = useEditorState((s) => noteById(s.workflow, id));
  const frame = useEditorState((s) => frameById(s.workflow, id));
  const type = node && nodeTypes.get(node.type);
  return (
    <li>
      <button type="button" onClick={onChoose}>
        {node ? (
          <FamilyIcon family={familyOf(type)} icon={type?.icon ?? ''} />
        ) : (
          <span className="item-sign">
            <Icon of={note ? StickyNote : FrameIcon} size={14} />
          </span>
        )}
        <span className="ellipsis">{node ? labelOf(node) : note ? note.text || 'Empty note' : frame?.title}</span>
        {node && <StateIcon state={state.kind} words={state.line} />}
      </button>
    </li>
  );
}
