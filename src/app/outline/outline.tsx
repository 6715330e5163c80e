import './outline.css';
import { PanelLeft } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { canvasView } from '../canvas/canvas-view.ts';
import { perform } from '../commands/commands.ts';
import { deleteItems } from '../delete-items.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { preferences } from '../preferences.ts';
import { focusInspector } from '../shell/regions.ts';
import { viewOnly } from '../shell/shell-state.ts';
import { IconButton } from '../ui/button.tsx';
import { MenuAt } from '../ui/menu-at.tsx';
import { OutlineItem } from './outline-item.tsx';
import { openRows, outlineRows, type OutlineRow } from './outline-rows.ts';
import { closeOutline } from './outline-state.ts';
import { rowMenu } from './row-menu.ts';
import type { MenuEntry } from '../ui/menu.tsx';
import { itemName } from './item-name.ts';
import { WireList, type WireWish } from './wire-list.tsx';

/** How long letters that follow each other are one word, in milliseconds. */
const TYPED_MS = 600;

/**
 * The workflow as a list to walk through: all that can be seen and done on the canvas, without a canvas. It is one tab stop;
 * what has the focus is selected, here and there.
 */
export function Outline() {
  const editor = useEditor();
  const workflow = useEditorState((s) => s.workflow);
  const selected = useEditorState((s) => s.selected);
  const tree = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: '', at: 0 });
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [renaming, setRenaming] = useState<string>();
  const [wish, setWish] = useState<WireWish>();
  const [menu, setMenu] = useState<{ readonly at: DOMRect; readonly items: readonly MenuEntry[] }>();
  const menuRow = useRef<HTMLElement>(null);
  /** How many nodes there were when one was asked for that is to have the focus here; it gets it on the canvas first. */
  const expected = useRef<number>(undefined);
  const rows = useMemo(() => openRows(outlineRows(workflow), closed), [workflow, closed]);
  const chosen = useMemo(() => new Set(selected), [selected]);
  const active = rows.find((row) => chosen.has(row.id))?.id ?? rows[0]?.id;

  const rowOf = (id: string | undefined): HTMLElement | null =>
    id === undefined ? null : (tree.current?.querySelector<HTMLElement>(`[data-row="${id}"]`) ?? null);
  const goTo = (id: string | undefined): void => {
    if (id === undefined) return;
    if (!chosen.has(id) || chosen.size > 1) editor.select([id]);
    canvasView()?.show(id);
    rowOf(id)?.focus();
  };
  const back = (id = active): void => void requestAnimationFrame(() => rowOf(id)?.focus());

  useEffect(() => {
    (tree.current?.querySelector<HTMLElement>('[tabindex="0"]') ?? tree.current)?.focus();
  }, [tree]);
  useEffect(() => {
    const row = active === undefined ? null : tree.current?.querySelector(`[data-row="${active}"]`);
    if (!tree.current?.contains(document.activeElement)) row?.scrollIntoView({ block: 'nearest' });
  }, [tree, active]);

  useEffect(() => {
    const onFocus = ({ target }: FocusEvent): void => {
      const before = expected.current;
      if (before === undefined || !(target instanceof Element) || !target.closest('[data-canvas]')) return;
      expected.current = undefined;
      const { workflow: w, selected: added } = editor.getState();
      if (w.nodes.length > before) tree.current?.querySelector<HTMLElement>(`[data-row="${added[0]}"]`)?.focus();
    };
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, [editor, tree]);

  const fold = (id: string, shut: boolean): void => {
    const next = new Set(closed);
    if (shut) next.add(id);
    else next.delete(id);
    setClosed(next);
  };

  function remove(at: number): void {
    const { selected: doomed } = editor.getState();
    const gone = new Set(doomed);
    const next = [...rows.slice(at + 1), ...rows.slice(0, at).toReversed()].find((row) => !gone.has(row.id));
    deleteItems(editor, doomed);
    if (next) editor.select([next.id]);
    back(next?.id);
  }

  function openMenu(row: OutlineRow, at: DOMRect | undefined): void {
    if (!chosen.has(row.id)) editor.select([row.id]);
    menuRow.current = rowOf(row.id);
    const items = rowMenu(editor, row, {
      rename: () => void setTimeout(() => setRenaming(row.id)),
      remove: () => remove(rows.indexOf(row)),
      wires: (kind) => setWish({ kind, node: row.id }),
      expect() {
        expected.current = workflow.nodes.length;
      },
    });
    if (at) setMenu({ at, items });
  }

  function search(letter: string, at: number): void {
    const now = performance.now();
    const text = now - typed.current.at > TYPED_MS ? letter : typed.current.text + letter;
    typed.current = { text, at: now };
    const from = text.length > 1 ? at : at + 1;
    const order = [...rows.slice(from), ...rows.slice(0, from)];
    goTo(order.find((row) => itemName(workflow, row.id).toLowerCase().startsWith(text))?.id);
  }

  function act(row: OutlineRow, key: string, shift: boolean): boolean {
    const at = rows.indexOf(row);
    const isOpen = row.kind === 'frame' && !closed.has(row.id);
    const step = (to: OutlineRow | undefined): void => {
      if (shift && to) {
        editor.select([...new Set([...selected, row.id, to.id])]);
        rowOf(to.id)?.focus();
      } else goTo(to?.id);
    };
    const edits = (change: () => void): void => {
      if (!viewOnly()) change();
    };
    switch (key) {
      case 'ArrowDown':
        step(rows[at + 1]);
        return true;
      case 'ArrowUp':
        step(rows[at - 1]);
        return true;
      case 'Home':
        goTo(rows[0]?.id);
        return true;
      case 'End':
        goTo(rows.at(-1)?.id);
        return true;
      case 'ArrowRight':
        if (isOpen) step(rows[at + 1]?.parent === row.id ? rows[at + 1] : undefined);
        else fold(row.id, false);
        return true;
      case 'ArrowLeft':
        if (isOpen) fold(row.id, true);
        else goTo(row.parent);
        return true;
      case 'Enter':
        goTo(row.id);
        requestAnimationFrame(focusInspector);
        return true;
      case 'F2':
        edits(() => setRenaming(row.id));
        return true;
      case 'Delete':
      case 'Backspace':
        edits(() => remove(at));
        return true;
      case 'ContextMenu':
        openMenu(row, rowOf(row.id)?.getBoundingClientRect());
        return true;
      case 'Escape':
        closeOutline();
        canvasView()?.takeFocus();
        return true;
      default:
        return false;
    }
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    const at = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]')?.dataset['row'] : undefined;
    const row = rows.find(({ id }) => id === at);
    if (event.defaultPrevented || !row || event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const isMenu = event.shiftKey && event.key === 'F10';
    const letter = event.key.length === 1 && event.key !== ' ' ? event.key.toLowerCase() : undefined;
    const typing = performance.now() - typed.current.at <= TYPED_MS;
    if (letter === 'd' && !typing && preferences.getState().singleKeys) perform('disable', editor);
    else if (letter !== undefined) search(letter, rows.indexOf(row));
    else if (!act(row, isMenu ? 'ContextMenu' : event.key, event.shiftKey)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <>
      <div className="outline-head">
        <h2>Outline</h2>
        <IconButton icon={PanelLeft} label="Back to the nodes" shortcut="Esc" tooltipSide="right" onClick={closeOutline} />
      </div>
      <div
        className="outline-tree"
        data-outline=""
        role="tree"
        aria-label="Outline of the workflow"
        aria-multiselectable="true"
        ref={tree}
        tabIndex={rows.length ? undefined : 0}
      >
        {rows.map((row) => (
          <OutlineItem
            key={row.id}
            row={row}
            selected={chosen.has(row.id)}
            active={row.id === active}
            closed={closed.has(row.id)}
            renaming={renaming === row.id}
            onKeyDown={onKeyDown}
            onSelect={(more) => {
              if (more) editor.select(chosen.has(row.id) ? selected.filter((id) => id !== row.id) : [...selected, row.id]);
              else goTo(row.id);
            }}
            onFold={() => fold(row.id, !closed.has(row.id))}
            onRename={(on) => {
              setRenaming(on ? row.id : undefined);
              if (!on) back(row.id);
            }}
            onMenu={(at) => openMenu(row, at)}
          />
        ))}
      </div>
      {rows.length === 0 && <p className="palette-none">There is nothing on the canvas yet.</p>}
      <MenuAt at={menu?.at} from={menuRow} onClose={() => setMenu(undefined)} items={menu?.items ?? []} />
      {wish && (
        <WireList
          wish={wish}
          onClose={() => {
            setWish(undefined);
            back(wish.node);
          }}
        />
      )}
    </>
  );
}
