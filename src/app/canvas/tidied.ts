import { nodeTypes } from '../../../nodes/index.ts';
import { nodeById, type Position, type Workflow } from '../../core/workflow.ts';
import { boxOf, frameById, frameOf, isFolded, isOpenFrame, membersOf, noteById, shownAs, shownItems } from '../frames.ts';
import type { Link } from './rows.ts';
import type { Framed, Sheet, Tidied } from './tidy.ts';

/** What of a workflow is to be laid out: all that is on show, or the chosen cards. */
export function sheetOf(workflow: Workflow, chosen?: ReadonlySet<string>): Sheet {
  const items = shownItems(workflow).filter(({ id }) => !chosen || chosen.has(id));
  const frames = new Map(items.map(({ id }) => [id, chosen ? undefined : frameOf(workflow, id)?.id]));
  const sheet = (frame: string | undefined): Sheet => {
    const here = items.filter(({ id }) => frames.get(id) === frame);
    return {
      cards: here.flatMap(({ id, at }) => (noteById(workflow, id) || isOpenFrame(workflow, id) ? [] : [{ id, at }])),
      notes: here.flatMap((item) => (noteById(workflow, item.id) ? [{ id: item.id, ...boxOf(item) }] : [])),
      frames: chosen
        ? []
        : here.flatMap((item): Framed[] =>
            isOpenFrame(workflow, item.id) ? [{ id: item.id, ...boxOf(item), inner: sheet(item.id) }] : [],
          ),
    };
  };
  return sheet(undefined);
}

/** The wires between what is on show, with the number of the ports that they use. */
export function linksOf(workflow: Workflow): Link[] {
  const portsOf = (id: string, side: 'inputs' | 'outputs'): string[] => {
    const type = nodeTypes.get(nodeById(workflow, id)?.type ?? '');
    return type ? Object.keys(type[side]) : [];
  };
  return workflow.edges.flatMap(({ from, to }): Link[] => {
    const [source, target] = [shownAs(workflow, from[0]), shownAs(workflow, to[0])];
    if (source === target) return [];
    const out = Math.max(0, portsOf(from[0], 'outputs').indexOf(from[1]));
    return [{ from: source, to: target, out, into: Math.max(0, portsOf(to[0], 'inputs').indexOf(to[1])) }];
  });
}

/** The workflow as it was laid out; what is folded away moves with its frame. */
export function withTidied(workflow: Workflow, { places, sizes }: Tidied): Workflow {
  const moved = new Map(places);
  for (const frame of workflow.frames) {
    const to = places.get(frame.id);
    if (!to || !isFolded(frame)) continue;
    const carry = (id: string): void => {
      const inner = frameById(workflow, id);
      const at = (inner ?? nodeById(workflow, id) ?? noteById(workflow, id))?.at;
      if (at && !moved.has(id)) moved.set(id, [at[0] + to[0] - frame.at[0], at[1] + to[1] - frame.at[1]]);
      if (inner) membersOf(workflow, inner).forEach(carry);
    };
    membersOf(workflow, frame).forEach(carry);
  }
  let changed = false;
  const put = <T extends { readonly id: string; readonly at: Position; readonly size?: Position }>(item: T): T => {
    const [at, size] = [moved.get(item.id) ?? item.at, sizes.get(item.id) ?? item.size];
    if (same(at, item.at) && (!size || same(size, item.size!))) return item;
    changed = true;
    return { ...item, at, ...(size && { size }) };
  };
  const next = { ...workflow, nodes: workflow.nodes.map(put), notes: workflow.notes.map(put), frames: workflow.frames.map(put) };
  return changed ? next : workflow;
}

const same = (a: Position, b: Position): boolean => a[0] === b[0] && a[1] === b[1];

/** What is tidied up: the selection if it is of more than one card, else all. */
export function chosenFor(workflow: Workflow, selected: readonly string[]): ReadonlySet<string> | undefined {
  const open = new Set(workflow.frames.flatMap((frame) => (isFolded(frame) ? [] : [frame.id])));
  const cards = selected.filter((id) => !open.has(id) && !noteById(workflow, id));
  return cards.length > 1 ? new Set(selected.filter((id) => !open.has(id))) : undefined;
}

/** The workflow laid out, computed in a worker, so that the canvas answers meanwhile. */
export async function tidiedUp(workflow: Workflow, selected: readonly string[]): Promise<Workflow> {
  const [sheet, links] = [sheetOf(workflow, chosenFor(workflow, selected)), linksOf(workflow)];
  return withTidied(workflow, await inWorker(sheet, links));
}

function inWorker(sheet: Sheet, links: readonly Link[]): Promise<Tidied> {
  const worker = new Worker(new URL('./tidy-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Tidied>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Tidied>) => resolve(data));
    worker.addEventListener('error', () => reject(new Error('The workflow could not be tidied up.\nLoad the page again.')));
    worker.postMessage({ sheet, links });
  }).finally(() => worker.terminate());
}
