import { useCallback, useEffect, useRef, type FocusEvent, type KeyboardEvent, type RefObject } from 'react';
import { edgeId } from '../../core/workflow.ts';
import { withoutEdge } from '../edits.ts';
import { useEditor } from '../editor.ts';
import { openAddNode } from '../palette/add-node-state.ts';
import type { CanvasView } from './canvas-view.ts';
import { endsOf } from './connecting.ts';
import { rightOf } from './place.ts';
import { portsOf } from './ports.ts';
import { walk, type Direction } from './walk.ts';

const ARROWS: ReadonlyMap<string, Direction> = new Map([
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
]);

/**
 * The canvas by keyboard. It is one tab stop: a focus that comes by keyboard goes on to the card that had it last, and
 * Shift+Tab leaves from there. A workflow that opens while the focus is nowhere gives it to the canvas.
 */
export function useCanvasKeys(root: RefObject<HTMLDivElement | null>, view: CanvasView, picked: string | undefined) {
  const editor = useEditor();
  const last = useRef<string>(undefined);
  const quiet = useRef(false);
  const takeFocus = useCallback((): void => {
    quiet.current = true;
    root.current?.focus();
    quiet.current = false;
  }, [root]);
  useEffect(() => {
    if (document.activeElement === document.body) takeFocus();
  }, [takeFocus]);

  const here = (): string | undefined => {
    const { workflow, selected } = editor.getState();
    return [last.current, ...selected].find((id) => workflow.nodes.some((n) => n.id === id)) ?? workflow.nodes[0]?.id;
  };

  function step(direction: Direction): void {
    const { workflow } = editor.getState();
    const from = here();
    const onCard = document.activeElement !== root.current;
    const next = from !== undefined && onCard ? walk(workflow.nodes, workflow.edges, from, direction) : from;
    if (next !== undefined) view.focus(next);
  }

  function remove(): void {
    const { workflow, selected } = editor.getState();
    const wire = workflow.edges.find((e) => edgeId(e) === picked);
    if (wire) editor.edit('Remove wire', (w) => withoutEdge(w, wire));
    if (selected.length) editor.removeNodes(selected);
    takeFocus();
  }

  /** Asks for the node after the selected one, wired to its first output. */
  function addAfter(): void {
    const { workflow, selected } = editor.getState();
    const node = workflow.nodes.find((n) => n.id === selected[0]);
    const output = node && portsOf(node, workflow.edges).find((p) => p.side === 'out');
    if (node && output) openAddNode({ at: rightOf(node.at), ...endsOf(workflow, { node: node.id, port: output.name, side: 'out' }) });
  }

  const selectAll = (): void => editor.select(editor.getState().workflow.nodes.map((n) => n.id));

  function act(event: KeyboardEvent): (() => void) | undefined {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    const { selected } = editor.getState();
    const control = ctrlKey || metaKey;
    if (altKey || (shiftKey && key !== 'Tab')) return undefined;
    if (control) return key === 'a' ? selectAll : key === 'ArrowRight' ? addAfter : undefined;
    const arrow = ARROWS.get(key);
    if (arrow) return () => step(arrow);
    switch (key) {
      case 'Delete':
      case 'Backspace':
        return remove;
      case 'Escape':
        return () => editor.select([]);
      case 'Enter':
        return selected.length ? focusInspector : undefined;
      default:
        return undefined;
    }
  }

  return {
    tabIndex: 0,
    onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
      const target = event.target as HTMLElement;
      if (event.defaultPrevented) return;
      if (event.key === 'Tab' && event.shiftKey && target.closest('.card, .wire-actions')) return leaveBackwards(root.current!);
      if (target.matches('input, button, a')) return;
      const run = act(event);
      if (!run) return;
      event.preventDefault();
      event.stopPropagation();
      run();
    },
    onFocus(event: FocusEvent<HTMLDivElement>): void {
      const card = event.target.closest<HTMLElement>('.react-flow__node')?.dataset['id'];
      if (card !== undefined) last.current = card;
      const id = here();
      const byKeyboard = event.target === root.current && root.current.matches(':focus-visible') && !quiet.current;
      if (byKeyboard && id !== undefined) view.focus(id);
    },
  };
}

/** Takes the canvas itself out of the way of a Shift+Tab from what is in it. */
function leaveBackwards(root: HTMLElement): void {
  root.tabIndex = -1;
  requestAnimationFrame(() => {
    root.tabIndex = 0;
  });
}

function focusInspector(): void {
  const inspector = document.querySelector('[data-inspector]');
  const field = inspector?.querySelector<HTMLElement>(
    'input, textarea, select, [role="combobox"], [role="tab"][aria-selected="true"], button',
  );
  field?.focus();
}
