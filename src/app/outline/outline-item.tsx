import { ChevronDown, ChevronRight, MoreHorizontal, StickyNote } from 'lucide-react';
import { memo, type KeyboardEvent, type MouseEvent } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { nodeTypes } from '../../../nodes/index.ts';
import { nodeById } from '../../core/workflow.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { nodeState } from '../node-state.ts';
import { familyOf } from '../palette/families.ts';
import type { State } from '../store.ts';
import { IconButton } from '../ui/button.tsx';
import { FamilyIcon, Icon, StateIcon, stateWords } from '../ui/icons.tsx';
import { selectText } from '../ui/select-text.ts';
import { itemName, withItemName } from './item-name.ts';
import { inputWords, type OutlineRow } from './outline-rows.ts';

export interface OutlineItemProps {
  readonly row: OutlineRow;
  readonly selected: boolean;
  /** It has the tree's one tab stop. */
  readonly active: boolean;
  readonly closed: boolean;
  readonly renaming: boolean;
  /** `more` adds it to the selection. */
  readonly onSelect: (more: boolean) => void;
  readonly onFold: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onRename: (on: boolean) => void;
  /** Opens what can be done with it beside an area of the window. */
  readonly onMenu: (beside: DOMRect) => void;
}

/** What a line says: the same as the card, in words. */
interface Words {
  readonly name: string;
  readonly title: string | undefined;
  readonly kind: ReturnType<typeof nodeState>['kind'] | undefined;
  readonly line: string;
  readonly inputs: string;
}

function wordsFor(state: State, { id, kind }: OutlineRow): Words {
  const { workflow } = state;
  const name = itemName(workflow, id);
  if (kind !== 'node') {
    const step = workflow.frames.findIndex((frame) => frame.id === id) + 1;
    return { name, title: kind === 'note' ? 'Note' : `Step ${step}`, kind: undefined, line: '', inputs: '' };
  }
  const now = nodeState(state, id);
  const title = nodeTypes.get(nodeById(workflow, id)!.type)?.title;
  return { name, title: title === name ? undefined : title, kind: now.kind, line: now.line, inputs: inputWords(workflow, id) };
}

export const OutlineItem = memo(function OutlineItem(props: OutlineItemProps) {
  const { row, selected, active, closed, renaming, onSelect, onFold } = props;
  const words = useEditorState(useShallow((s) => wordsFor(s, row)));
  const isStep = row.kind === 'frame';
  const spoken = [words.title, words.name, words.kind && stateWords(words.kind), words.line, words.inputs];
  const select = ({ shiftKey, ctrlKey, metaKey }: MouseEvent): void => onSelect(shiftKey || ctrlKey || metaKey);
  return (
    <div
      className="outline-row"
      role="treeitem"
      tabIndex={active ? 0 : -1}
      aria-label={[...new Set(spoken.filter(Boolean))].join(', ')}
      aria-description="Enter goes to its settings. Shift+F10 opens what can be done with it."
      aria-selected={selected}
      aria-level={row.level}
      aria-posinset={row.place}
      aria-setsize={row.of}
      aria-expanded={isStep ? !closed : undefined}
      data-row={row.id}
      data-kind={row.kind}
      style={{ paddingInlineStart: 8 + (row.level - 1) * 16 }}
      onClick={select}
      onKeyDown={props.onKeyDown}
      onContextMenu={(event) => {
        event.preventDefault();
        props.onMenu(new DOMRect(event.clientX, event.clientY, 0, 0));
      }}
    >
      {isStep ? (
        <button
          type="button"
          className="outline-fold"
          tabIndex={-1}
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            onFold();
          }}
        >
          <Icon of={closed ? ChevronRight : ChevronDown} size={12} />
        </button>
      ) : (
        <ItemIcon row={row} />
      )}
      <span className="outline-words">
        {renaming ? <NameInput row={row} name={words.name} onDone={() => props.onRename(false)} /> : <Name words={words} isStep={isStep} />}
        {words.kind && (
          <span className="outline-more">
            <StateIcon state={words.kind} words={words.line} />
            {words.inputs && <span className="outline-inputs ellipsis">{words.inputs}</span>}
          </span>
        )}
      </span>
      <span className="outline-menu">
        <IconButton
          small
          icon={MoreHorizontal}
          label={`What can be done with ${words.name}`}
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation();
            props.onMenu(event.currentTarget.getBoundingClientRect());
          }}
        />
      </span>
    </div>
  );
});

const Name = ({ words: { name, title }, isStep }: { words: Words; isStep: boolean }) => (
  <span className="outline-name ellipsis" title={name}>
    {isStep && <span className="outline-step num">{title}</span>}
    {name}
  </span>
);

function ItemIcon({ row }: { row: OutlineRow }) {
  const type = useEditorState((s) => nodeTypes.get(nodeById(s.workflow, row.id)?.type ?? ''));
  if (row.kind === 'note') return <Icon of={StickyNote} />;
  return <FamilyIcon family={familyOf(type)} icon={type?.icon ?? ''} look="glyph" />;
}

function NameInput({ row, name, onDone }: { row: OutlineRow; name: string; onDone: () => void }) {
  const editor = useEditor();
  const finish = (text: string): void => {
    if (text.trim()) editor.edit('Rename', (w) => withItemName(w, row.id, text));
    onDone();
  };
  return (
    <input
      className="outline-input"
      aria-label="Name"
      defaultValue={name}
      spellCheck={false}
      ref={selectText}
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') event.currentTarget.value = name;
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}
