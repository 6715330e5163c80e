import './palette.css';
import { ChevronDown, ChevronRight, ListTree, PanelLeft, Search } from 'lucide-react';
import {
  lazy,
  Suspense,
  useEffect,
  useMemo,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { useStore } from 'zustand';
import { nodeTypes } from '../../../nodes/index.ts';
import type { AnyNodeType } from '../../core/node.ts';
import type { Schema } from '../../core/schema.ts';
import { nodeById } from '../../core/workflow.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { labelOf } from '../node-state.ts';
import { openOutline } from '../outline/outline-state.ts';
import { schemaOut } from '../schemas.ts';
import { useShell } from '../shell/shell-state.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { FamilyIcon, Icon } from '../ui/icons.tsx';
import { rank } from '../ui/rank.ts';
import { TextInput } from '../ui/text-input.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { useNarrow } from '../ui/use-media.ts';
import { addBeside, outputToward } from './add-beside.ts';
import { familyOf, firstSentence, sectionsOf, type Section } from './families.ts';
import { palette, toggleSection } from './palette-state.ts';
import { suggestions } from './suggest.ts';
import { DragGhost, useDragOut } from './drag-out.tsx';

const MOST_SUGGESTED = 4;

/** All node types, to search and to put on the canvas. */
export function Palette() {
  const narrow = useNarrow();
  const { rail, over, outline } = useStore(palette);
  if (!narrow && !rail)
    return (
      <aside className="palette" aria-label="Nodes">
        {outline ? <OutlineShelf /> : <Shelf onCollapse={() => palette.setState({ rail: true })} />}
      </aside>
    );
  return (
    <aside className="palette" data-rail="" aria-label="Nodes">
      <Rail onOpen={() => palette.setState(narrow ? { over: true, outline: false } : { rail: false, outline: false })} />
      {outline ? over && <OverOutline /> : narrow && over && <Over />}
    </aside>
  );
}

/** The palette over the canvas, until the focus leaves it. */
function Over() {
  const close = (): void => palette.setState({ over: false });
  return (
    <div
      className="palette-over"
      role="group"
      aria-label="All nodes"
      onBlur={(e) => !e.currentTarget.contains(e.relatedTarget) && close()}
      onKeyDown={(e) => e.key === 'Escape' && close()}
    >
      <Shelf focused onCollapse={close} />
    </div>
  );
}

/** The outline over the canvas, until it is closed. */
const OverOutline = () => (
  <div className="palette-over">
    <OutlineShelf />
  </div>
);

const Outline = lazy(async () => ({ default: (await import('../outline/outline.tsx')).Outline }));

const OutlineShelf = () => (
  <Suspense>
    <Outline />
  </Suspense>
);

/** What stands below the nodes: the way to the outline, and where the data is. */
function Foot() {
  return (
    <footer className="palette-foot">
      <Button kind="ghost" small icon={ListTree} tooltip="All nodes and wires as a list" onClick={openOutline}>
        Outline
      </Button>
      <Tooltip text="The workflow and its data stay in this browser" side="top">
        <span className="palette-local" tabIndex={-1}>
          Local only
        </span>
      </Tooltip>
    </footer>
  );
}

function Rail({ onOpen }: { onOpen: () => void }) {
  const open = (family: string): void => {
    if (palette.getState().closed.has(family)) toggleSection(family);
    onOpen();
  };
  return (
    <div className="palette-rail">
      <IconButton icon={Search} label="Find a node" tooltipSide="right" onClick={onOpen} />
      {sectionsOf(nodeTypes.values()).map(({ family, title, types }) => (
        <Tooltip key={family} text={title} side="right">
          <button type="button" className="palette-family" aria-label={title} onClick={() => open(family)}>
            <FamilyIcon family={family} icon={types[0]!.icon} look="glyph" />
          </button>
        </Tooltip>
      ))}
      <span className="palette-rail-foot">
        <IconButton icon={ListTree} label="Outline" shortcut="Shift+O" tooltipSide="right" onClick={openOutline} />
      </span>
    </div>
  );
}

function Shelf({ focused = false, onCollapse }: { focused?: boolean; onCollapse: () => void }) {
  const [query, setQuery] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const [drag, startDrag] = useDragOut();
  useEffect(() => {
    if (focused) search.current?.focus();
  }, [focused]);
  const found = useMemo(
    () =>
      rank(
        [...nodeTypes.values()],
        query,
        (t) => t.title,
        (t) => [...(t.words ?? []), t.group, firstSentence(t)].join(' '),
      ),
    [query],
  );
  const onSearchKey = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      itemsIn(list.current)[0]?.focus();
    }
    if (event.key === 'Enter') itemsIn(list.current)[0]?.click();
    if (event.key !== 'Escape' || !query) return;
    event.stopPropagation();
    setQuery('');
  };
  const item = (type: AnyNodeType, key = type.type, why?: string) => <Item key={key} type={type} why={why} onDragStart={startDrag} />;
  return (
    <>
      <div className="palette-head">
        <TextInput
          label="Find a node"
          placeholder="Find a node"
          icon={Search}
          value={query}
          onChange={setQuery}
          onKeyDown={onSearchKey}
          ref={search}
        />
        <IconButton icon={PanelLeft} label="Collapse the palette" tooltipSide="right" onClick={onCollapse} />
      </div>
      <Roving list={list}>
        {query.trim() ? (
          <section aria-label="Found">
            {found.map((type) => item(type))}
            {found.length === 0 && <p className="palette-none">No node for “{query.trim()}”</p>}
          </section>
        ) : (
          <>
            <After render={item} />
            {sectionsOf(nodeTypes.values()).map((section) => (
              <Group key={section.family} section={section} render={item} />
            ))}
          </>
        )}
      </Roving>
      <Foot />
      {drag && <DragGhost {...drag} />}
    </>
  );
}

const itemsIn = (list: HTMLElement | null): HTMLElement[] => [...(list?.querySelectorAll<HTMLElement>('[data-stop]') ?? [])];

/** A list that is one tab stop: arrows walk through it. */
function Roving({ list, children }: { list: RefObject<HTMLDivElement | null>; children: ReactNode }) {
  const locked = useShell((s) => s.viewOnly);
  useEffect(() => {
    const keep = (): void => {
      const stops = itemsIn(list.current);
      if (!stops.some((stop) => stop.tabIndex === 0)) stops[0]?.setAttribute('tabindex', '0');
    };
    keep();
    const changes = new MutationObserver(keep);
    changes.observe(list.current!, { childList: true, subtree: true });
    return () => changes.disconnect();
  }, [list]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const stops = itemsIn(list.current);
    const at = stops.findIndex((stop) => stop === document.activeElement);
    const goal = { ArrowDown: stops[at + 1], ArrowUp: stops[at - 1], Home: stops[0], End: stops.at(-1) }[event.key];
    if (!goal) return;
    event.preventDefault();
    goal.focus();
  };
  const onFocus = ({ target }: FocusEvent): void => {
    for (const stop of itemsIn(list.current)) stop.tabIndex = stop === target ? 0 : -1;
  };
  return (
    <div className="palette-list" role="group" aria-label="Node types" inert={locked} ref={list} onKeyDown={onKeyDown} onFocus={onFocus}>
      {children}
    </div>
  );
}

/** What people add next to the selected node. */
function After({ render }: { render: (type: AnyNodeType, key: string, why: string | undefined) => ReactNode }) {
  const workflow = useEditorState((s) => s.workflow);
  const compiled = useEditorState((s) => s.compiled);
  const node = useEditorState((s) => (s.selected.length === 1 ? nodeById(s.workflow, s.selected[0]!) : undefined));
  const type = nodeTypes.get(node?.type ?? '');
  const kind = type && Object.values(type.outputs)[0];
  if (!node || !kind) return null;
  const title = `After ${labelOf(node)}`;
  const schemaFor = (next: AnyNodeType): Schema | undefined => {
    const from = outputToward(workflow, node, next);
    return from && schemaOut(compiled, from.node, from.port);
  };
  return (
    <section className="palette-after" aria-label={title}>
      <h3 className="palette-group ellipsis">{title}</h3>
      {suggestions(nodeTypes.values(), type, kind, schemaFor)
        .slice(0, MOST_SUGGESTED)
        .map(({ type: t, why }) => render(t, `after ${t.type}`, why))}
    </section>
  );
}

function Group({ section: { family, title, types }, render }: { section: Section; render: (type: AnyNodeType) => ReactNode }) {
  const closed = useStore(palette, (s) => s.closed.has(family));
  return (
    <section aria-label={title}>
      <h3>
        <button
          type="button"
          className="palette-group"
          data-stop=""
          tabIndex={-1}
          aria-expanded={!closed}
          onClick={() => toggleSection(family)}
        >
          <Icon of={closed ? ChevronRight : ChevronDown} size={12} />
          {title}
          {closed && <span className="palette-count num">{types.length}</span>}
        </button>
      </h3>
      {!closed && types.map((type) => render(type))}
    </section>
  );
}

interface ItemProps {
  type: AnyNodeType;
  /** What speaks for it now; shown below its title. */
  why?: string | undefined;
  onDragStart: ReturnType<typeof useDragOut>[1];
}

function Item({ type, why, onDragStart }: ItemProps) {
  const editor = useEditor();
  const about = firstSentence(type);
  return (
    <Tooltip text={about} side="right">
      <button
        type="button"
        className="palette-item"
        data-stop=""
        data-tall={why && ''}
        tabIndex={-1}
        aria-label={type.title}
        aria-description={[why && `${why}.`, about, 'Enter adds it.'].filter(Boolean).join(' ')}
        onPointerDown={(event) => onDragStart(event, type)}
        onDoubleClick={() => addBeside(editor, type)}
        onClick={({ detail }) => detail === 0 && addBeside(editor, type)}
      >
        <FamilyIcon family={familyOf(type)} icon={type.icon} look="glyph" />
        <span className="palette-words">
          <span className="ellipsis">{type.title}</span>
          {why && <small className="ellipsis">{why}</small>}
        </span>
      </button>
    </Tooltip>
  );
}
