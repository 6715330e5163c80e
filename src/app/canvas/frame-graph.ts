import type { Node as FlowNode } from '@xyflow/react';
import type { Frame, Note, Position, Workflow } from '../../core/workflow.ts';
import { boxOf, foldsOf, isFolded, sameBox, type Box } from '../frames.ts';
import { framePorts, type FramePort } from './frame-ports.ts';
import { handlesOf, sameItems, type CardNode } from './graph.ts';
import { CARD } from './ports.ts';

export type FrameNode = FlowNode<{ readonly frame: Frame; readonly number: number }, 'frame'>;
export type FoldedNode = FlowNode<{ readonly frame: Frame; readonly number: number; readonly ports: readonly FramePort[] }, 'folded'>;
export type NoteNode = FlowNode<{ readonly note: Note }, 'note'>;
export type ItemNode = CardNode | FrameNode | FoldedNode | NoteNode;

/** Where items are while the pointer drags them or pulls at their corners. */
export interface Moving {
  readonly places: ReadonlyMap<string, Position>;
  readonly resized?: { readonly id: string; readonly box: Box } | undefined;
}

/** The graph's notes and frames, the same objects while nothing about them has changed. Open frames lie behind all else. */
export function frameSource() {
  let before = new Map<string, FrameNode | FoldedNode | NoteNode>();
  let list: (FrameNode | FoldedNode | NoteNode)[] = [];

  return function framesAndNotes(
    workflow: Workflow,
    selected: readonly string[],
    { places, resized }: Moving,
  ): (FrameNode | FoldedNode | NoteNode)[] {
    const picked = new Set(selected);
    const folds = foldsOf(workflow);
    const ports = framePorts(workflow);
    const boxNow = (item: Note | Frame): Box =>
      resized?.id === item.id ? resized.box : { at: places.get(item.id) ?? item.at, size: boxOf(item).size };
    const kept = <T extends FrameNode | FoldedNode | NoteNode>(next: T): T => {
      const known = before.get(next.id);
      return known && known.type === next.type && sameItem(known, next) ? (known as T) : next;
    };
    const open: FrameNode[] = [];
    const folded: FoldedNode[] = [];
    workflow.frames.forEach((frame, i) => {
      if (folds.has(frame.id)) return;
      const selectedNow = picked.has(frame.id);
      if (isFolded(frame)) folded.push(kept(foldedNode(frame, i + 1, ports.get(frame.id) ?? NONE, boxNow(frame), selectedNow)));
      else open.push(kept(frameNode(frame, i + 1, boxNow(frame), selectedNow)));
    });
    open.sort((a, b) => b.width! * b.height! - a.width! * a.height!);
    const notes = workflow.notes.flatMap((note) => (folds.has(note.id) ? [] : [kept(noteNode(note, boxNow(note), picked.has(note.id)))]));
    const next = [...open, ...notes, ...folded];
    if (sameItems(list, next)) return list;
    before = new Map(next.map((item) => [item.id, item]));
    list = next;
    return list;
  };
}

const NONE: readonly FramePort[] = [];

const boxOfNode = ({ position: { x, y }, width, height }: FlowNode): Box => ({ at: [x, y], size: [width!, height!] });

function sameItem(a: FrameNode | FoldedNode | NoteNode, b: FrameNode | FoldedNode | NoteNode): boolean {
  return a.selected === b.selected && sameBox(boxOfNode(a), boxOfNode(b)) && sameContent(a.data, b.data);
}

type Content = Partial<NoteNode['data'] & FoldedNode['data']>;

function sameContent(a: Content, b: Content): boolean {
  return a.note === b.note && a.frame === b.frame && a.number === b.number && samePorts(a.ports ?? NONE, b.ports ?? NONE);
}

function samePorts(a: readonly FramePort[], b: readonly FramePort[]): boolean {
  return (
    a.length === b.length && a.every((port, i) => Object.entries(port).every(([name, value]) => b[i]![name as keyof FramePort] === value))
  );
}

const placed = ({ at: [x, y], size: [width, height] }: Box, selected: boolean) => ({
  position: { x, y },
  width,
  height,
  measured: { width, height },
  selected,
  domAttributes: { 'aria-roledescription': undefined },
});

/** Only its title and its border can be hit: what lies in it is the canvas. A selected one comes over the wires, so that its corners can be pulled. */
function frameNode(frame: Frame, number: number, box: Box, selected: boolean): FrameNode {
  return {
    id: frame.id,
    type: 'frame',
    data: { frame, number },
    ...placed(box, selected),
    selectable: false,
    dragHandle: '.frame-grip',
    zIndex: selected ? 0 : -1,
    style: { pointerEvents: 'none' },
  };
}

function foldedNode(frame: Frame, number: number, ports: readonly FramePort[], { at }: Box, selected: boolean): FoldedNode {
  return {
    id: frame.id,
    type: 'folded',
    data: { frame, number, ports },
    ...placed({ at, size: [CARD.width, CARD.height] }, selected),
    handles: handlesOf(ports),
  };
}

const noteNode = (note: Note, box: Box, selected: boolean): NoteNode => ({
  id: note.id,
  type: 'note',
  data: { note },
  ...placed(box, selected),
});
