import type { Compiled, CompiledNode } from '../core/compile.ts';
import type { RunEvent } from '../core/engine.ts';
import { keyOf } from '../core/key.ts';
import type { Status } from './store.ts';

const MOST_STATUSES = 20_000;
/** Events that come this close together are painted together, in milliseconds. */
const BATCH_MS = 30;

/** What is known of an op after an event; `none` where nothing is any more, undefined where the event says nothing new. */
export function statusAfter(
  event: Exclude<RunEvent, { kind: 'log' | 'finding' }>,
  before: Status | undefined,
): Status | 'none' | undefined {
  switch (event.kind) {
    case 'queued':
      return { kind: 'queued' };
    case 'running':
      return before?.kind === 'done' || before?.kind === 'failed' ? undefined : { kind: 'running', share: event.share, what: event.what };
    case 'failed':
      return { kind: 'failed', message: event.message, fix: event.fix };
    case 'skipped':
      return 'none';
    case 'done': {
      const known = before?.kind === 'done' ? before : undefined;
      return { kind: 'done', rows: event.rows ?? known?.rows, ms: (event.cached || event.counted) && known ? known.ms : event.ms };
    }
  }
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
