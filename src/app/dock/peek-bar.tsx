import { ArrowDown, ArrowUp, EyeOff, ListFilter, Search, X } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { canvasView } from '../canvas/canvas-view.ts';
import { runNodes } from '../commands/run-commands.ts';
import { useEditor } from '../editor.ts';
import { findColumn, type Schema } from '../../core/schema.ts';
import { useShell } from '../shell/shell-state.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Spinner } from '../ui/feedback.tsx';
import { TextInput } from '../ui/text-input.tsx';
import type { DockPort } from './dock-ports.ts';
import { hideColumns, lookAt, setLook, setPeek, useLook } from './grid-looks.ts';
import { stepsOf, withSteps } from './make-nodes.ts';
import { count } from './numbers.ts';
import { filterWords, fitting, isPeeking, NO_PEEK, withoutFilter, withoutOrder } from './peek.ts';
import { hiddenOf } from './shown-columns.ts';

export interface PeekBarProps {
  place: string;
  port: Pick<DockPort, 'owner' | 'output'>;
  schema: Schema;
  /** Rows on show. */
  rows: number;
  /** Rows of the port. */
  all: number;
  busy: boolean;
  /** Whether the order and the hidden columns belong to what is shown below. */
  onlyRows?: boolean;
  onLeave?: () => void;
}

/** What is filtered, sorted, hidden and looked for, with a way back from each; nothing where the table is shown as it is. */
export function PeekBar({ place, port, schema, rows, all, busy, onlyRows = false, onLeave }: PeekBarProps) {
  const { peek: wish, hidden, finding } = useLook(place);
  const peek = fitting(wish, schema);
  const gone = onlyRows ? [] : hiddenOf(schema, hidden);
  const order = onlyRows ? [] : peek.order;
  if (!isPeeking({ ...peek, order }) && !gone.length && !finding) return null;
  const clear = (): void => {
    setPeek(place, ({ order: kept }) => (onlyRows ? { ...NO_PEEK, order: kept } : NO_PEEK));
    setLook(place, () => ({ finding: false }));
    if (!onlyRows) hideColumns(place, gone, false);
    onLeave?.();
  };
  return (
    <div className="peek-bar" role="group" aria-label="Filters and sorting of this look">
      {finding && <FindBox place={place} onLeave={onLeave} />}
      <div className="peek-chips">
        {!finding && peek.find && (
          <Chip icon={Search} onRemove={() => setPeek(place, (p) => ({ ...p, find: '' }))}>{`any column contains "${peek.find}"`}</Chip>
        )}
        {peek.filters.map((f) => (
          <Chip key={f.column} icon={ListFilter} onRemove={() => setPeek(place, (p) => withoutFilter(p, f.column))}>
            {`${f.column} ${filterWords(f, findColumn(schema, f.column)!)}`}
          </Chip>
        ))}
        {order.map(({ column, desc }) => (
          <Chip key={column} icon={desc ? ArrowDown : ArrowUp} onRemove={() => setPeek(place, (p) => withoutOrder(p, column))}>
            {`sorted by ${column}`}
          </Chip>
        ))}
        {gone.length > 0 && (
          <Chip icon={EyeOff} onRemove={() => hideColumns(place, gone, false)}>
            {gone.length === 1 ? `${gone[0]} hidden` : `${count(gone.length)} columns hidden`}
          </Chip>
        )}
      </div>
      <output className="peek-rows num">
        {busy ? <Spinner label="Filtering" /> : rows === all ? `${count(all)} rows` : `${count(rows)} of ${count(all)} rows`}
      </output>
      <MakeNodes place={place} port={port} schema={schema} />
      <Button small kind="ghost" onClick={clear}>
        Clear
      </Button>
    </div>
  );
}

const SETTLE_MS = 200;

/** Looks for a text in all columns while it is written. */
function FindBox({ place, onLeave }: { place: string; onLeave: (() => void) | undefined }) {
  const [text, setText] = useState(() => lookAt(place).peek.find);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current?.select(), []);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (lookAt(place).peek.find !== text.trim()) setPeek(place, (p) => ({ ...p, find: text.trim() }));
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [place, text]);
  const leave = (find: string): void => {
    setLook(place, ({ peek }) => ({ finding: false, peek: { ...peek, find } }));
    onLeave?.();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const isFind = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f';
    if (!isFind && event.key !== 'Escape' && event.key !== 'Enter') return;
    event.preventDefault();
    event.stopPropagation();
    if (isFind) box.current?.select();
    else leave(event.key === 'Escape' ? '' : text.trim());
  };
  return (
    <div className="peek-find">
      <TextInput
        ref={box}
        icon={Search}
        label="Find in all columns"
        placeholder="Find in all columns"
        value={text}
        onChange={setText}
        onKeyDown={onKeyDown}
      />
      <IconButton small icon={X} label="Stop finding" shortcut="Esc" onClick={() => leave('')} />
    </div>
  );
}

/** Does for the workflow what this look does for the eye, in one step that can be undone. */
function MakeNodes({ place, port, schema }: Pick<PeekBarProps, 'place' | 'port' | 'schema'>) {
  const editor = useEditor();
  const isLocked = useShell((s) => s.viewOnly);
  const { peek, hidden } = useLook(place);
  const steps = stepsOf(peek, hiddenOf(schema, hidden), schema);
  const make = (): void => {
    let ids: readonly string[] = [];
    editor.edit(steps.length === 1 ? 'Make a node of a look' : 'Make nodes of a look', (workflow) => {
      const made = withSteps(workflow, port, steps);
      ids = made.ids;
      return made.workflow;
    });
    setLook(place, () => ({ peek: NO_PEEK, hidden: new Set<string>(), finding: false }));
    editor.select(ids.slice(-1));
    canvasView()?.show(ids.at(-1)!);
    void runNodes(editor, ids.slice(-1));
  };
  if (!steps.length) return null;
  return (
    <Button
      small
      tooltip="Adds it to the workflow, behind this port"
      disabledReason={isLocked ? 'This workflow is only looked at' : undefined}
      onClick={make}
    >
      {steps.length === 1 ? 'Make a node of it' : 'Make nodes of it'}
    </Button>
  );
}
