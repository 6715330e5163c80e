import { useEffect, useState, type RefObject } from 'react';
import { edgeId } from '../../core/workflow.ts';
import { useEditor } from '../editor.ts';
import type { State } from '../store.ts';

/** An output that is looked at, and where: what is to stay uncovered, in client pixels. */
export interface FlowLook {
  readonly node: string;
  readonly port: string;
  /** What else comes in at the port that is pointed at. */
  readonly more: number;
  readonly near: DOMRect;
  readonly keep: readonly DOMRect[];
}

const WAIT_MS = 350;
/** Long enough to reach the popover from the wire. */
const LINGER_MS = 250;
/** Half the space that is left around the pointer. */
const REACH = 10;

/**
 * What is being looked at on the canvas: a wire or a port that the pointer rests on, or a wire whose buttons have the
 * keyboard's focus. It listens on the canvas as a whole, so that no wire is drawn anew. A press ends it at once.
 */
export function useFlowLook(root: RefObject<HTMLElement | null>, popover: RefObject<HTMLElement | null>): FlowLook | undefined {
  const editor = useEditor();
  const [look, setLook] = useState<FlowLook>();

  useEffect(() => {
    const canvas = root.current;
    if (!canvas) return;
    const ending = new AbortController();
    const { signal } = ending;
    let over: Element | undefined;
    let shown = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const pointer = { x: 0, y: 0 };

    const show = (next: FlowLook | undefined): void => {
      clearTimeout(timer);
      shown = next !== undefined;
      setLook(next);
    };
    const showSoon = (element: Element, near: () => DOMRect): void => {
      clearTimeout(timer);
      timer = setTimeout(
        () => {
          const found = outputAt(editor.getState(), element);
          if (found && element.isConnected) show({ ...found, near: near(), keep: buttonsOf(canvas, element) });
          else if (shown) show(undefined);
        },
        shown ? LINGER_MS : WAIT_MS,
      );
    };
    const hideSoon = (): void => {
      clearTimeout(timer);
      if (shown) timer = setTimeout(() => isInside(document.activeElement) || show(undefined), LINGER_MS);
    };
    const isInside = (target: EventTarget | null): boolean => target instanceof Node && popover.current?.contains(target) === true;

    const onOver = ({ target, pointerType, buttons, clientX, clientY }: PointerEvent): void => {
      Object.assign(pointer, { x: clientX, y: clientY });
      if (pointerType === 'touch' || buttons) return;
      if (isInside(target)) {
        clearTimeout(timer);
        over = undefined;
        return;
      }
      const element = lookedAt(target);
      if (element && element === over) return;
      if (element && over && sameWire(element, over)) {
        over = element;
        return;
      }
      over = element;
      if (element) showSoon(element, () => (element.matches('.port') ? element.getBoundingClientRect() : around(pointer)));
      else hideSoon();
    };
    const onFocus = ({ target }: FocusEvent): void => {
      const element = target instanceof Element && target.matches(':focus-visible') ? target.closest('[data-wire]') : null;
      if (element) showSoon(element, () => (target as Element).getBoundingClientRect());
    };
    const onPress = ({ target }: Event): void => {
      if (isInside(target)) return;
      clearTimeout(timer);
      if (shown) show(undefined);
    };

    window.addEventListener('pointerover', onOver, { signal });
    canvas.addEventListener('pointermove', ({ clientX: x, clientY: y }) => Object.assign(pointer, { x, y }), { signal, passive: true });
    canvas.addEventListener('focusin', onFocus, { signal });
    canvas.addEventListener('focusout', ({ relatedTarget }) => isInside(relatedTarget) || hideSoon(), { signal });
    window.addEventListener('pointerdown', onPress, { signal, capture: true });
    canvas.addEventListener('wheel', onPress, { signal, capture: true, passive: true });
    window.addEventListener('keydown', (event) => event.key === 'Escape' && onPress(new Event('press')), { signal, capture: true });
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, [editor, root, popover]);

  return look;
}

/** The wire or the port under the pointer; none while a wire is being drawn. */
function lookedAt(target: EventTarget | null): Element | undefined {
  if (!(target instanceof Element)) return undefined;
  const element = target.closest('[data-wire], .port');
  return element && !element.matches('[data-offer]') ? element : undefined;
}

const wireOf = (element: Element): string | null => element.getAttribute('data-wire');
const sameWire = (a: Element, b: Element): boolean => wireOf(a) !== null && wireOf(a) === wireOf(b);

const around = ({ x, y }: { readonly x: number; readonly y: number }): DOMRect => new DOMRect(x - REACH, y - REACH, 2 * REACH, 2 * REACH);

/** The places of the buttons of a wire. */
function buttonsOf(canvas: Element, element: Element): DOMRect[] {
  const id = wireOf(element);
  const label = id === null ? undefined : [...canvas.querySelectorAll('.wire-label')].find((one) => wireOf(one) === id);
  return [...(label?.querySelectorAll('button') ?? [])].map((button) => button.getBoundingClientRect());
}

function outputAt({ workflow }: State, element: Element): Pick<FlowLook, 'node' | 'port' | 'more'> | undefined {
  const id = wireOf(element);
  if (id !== null) {
    const edge = workflow.edges.find((one) => edgeId(one) === id);
    return edge && { node: edge.from[0], port: edge.from[1], more: 0 };
  }
  const [node, port] = [element.getAttribute('data-nodeid'), element.getAttribute('data-handleid')];
  if (node === null || port === null) return undefined;
  if (element.getAttribute('data-side') === 'out') return { node, port, more: 0 };
  const [first, ...others] = workflow.edges.filter(({ to }) => to[0] === node && to[1] === port);
  return first && { node: first.from[0], port: first.from[1], more: others.length };
}
