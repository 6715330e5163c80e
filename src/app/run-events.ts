import type { Compiled, CompiledNode } from '../core/compile.ts';
import type { RunEvent } from '../core/engine.ts';
import { keyOf } from '../core/key.ts';
import type { DoneStatus, Status } from './store.ts';

const MOST_STATUSES = 20_000;
/** Events that come this close together are painted together, in milliseconds. */
const BATCH_MS = 30;

/** What is known of an op after an event; `none` where nothing is any more, undefined where the event says nothing new. */
export function statusAfter(
  event: Exclude<RunEvent, { kind: 'log' | 'finding' }>,
  before: Status | undefined,
): Status | 'none' | undefined {
  const was = doneBefore(before);
  switch (event.kind) {
    case 'queued':
      return { kind: 'queued', was };
    case 'running':
      return before?.kind === 'done' || before?.kind === 'failed'
        ? undefined
        : { kind: 'running', share: event.share, what: event.what, was };
    case 'failed':
      return { kind: 'failed', message: event.message, fix: event.fix };
    case 'skipped':
      return was ?? 'none';
    case 'done':
      return { kind: 'done', rows: event.rows ?? was?.rows, ms: (event.cached || event.counted) && was ? was.ms : event.ms };
  }
}

function doneBefore(status: Status | undefined): DoneStatus | undefined {
  if (!status || status.kind === 'failed') return undefined;
  return status.kind === 'done' ? status : status.was;
}

/** The statuses when nothing is waited for any more; the same map where nothing was. */
export function ended(statuses: ReadonlyMap<string, Status>): ReadonlyMap<string, Status> {
  const isWaiting = ({ kind }: Status): boolean => kind === 'queued' || kind === 'running';
  if (![...statuses.values()].some(isWaiting)) return statuses;
  return new Map(
    [...statuses].flatMap(([key, status]): [string, Status][] => {
      const left = isWaiting(status) ? doneBefore(status) : status;
      return left ? [[key, left]] : [];
    }),
  );
}

/** The latest of many statuses: those of edits long ago are let go. */
export function withinLimit(statuses: Map<string, Status>): Map<string, Status> {
  return statuses.size > MOST_STATUSES ? new Map([...statuses].slice(-MOST_STATUSES / 2)) : statuses;
}

interface Place {
  readonly node: string;
  readonly port: string;
  readonly made: CompiledNode;
}

const placesByPlan = new WeakMap<Compiled, ReadonlyMap<string, readonly Place[]>>();

/** The outputs that an op stands behind, by its key. */
export function placesIn(compiled: Compiled): ReadonlyMap<string, readonly Place[]> {
  const known = placesByPlan.get(compiled);
  if (known) return known;
  const places = new Map<string, Place[]>();
  for (const [node, made] of compiled.nodes) {
    const seen = new Set<string>();
    for (const [port, op] of made.outputs) {
      const key = keyOf(op);
      if (seen.has(key)) continue;
      seen.add(key);
      const there = places.get(key);
      if (there) there.push({ node, port, made });
      else places.set(key, [{ node, port, made }]);
    }
  }
  placesByPlan.set(compiled, places);
  return places;
}

/**
 * Hands events on together: the first at once, those that follow within a moment in one go, so that a run of many steps
 * does not paint for each.
 */
export function batched(take: (events: readonly RunEvent[]) => void): { add(event: RunEvent): void; flush(): void } {
  let waiting: RunEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (!waiting.length) return;
    const events = waiting;
    waiting = [];
    take(events);
  };
  return {
    flush,
    add(event) {
      waiting.push(event);
      if (timer !== undefined) return;
      flush();
      timer = setTimeout(flush, BATCH_MS);
    },
  };
}
