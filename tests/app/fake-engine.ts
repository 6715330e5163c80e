import type { RunEvent, RunRequest } from '../../src/core/engine.ts';
import { keyOf } from '../../src/core/key.ts';
import { isTable, type Op } from '../../src/core/plan.ts';
import type { SourceColumn } from '../../src/core/source.ts';
import type { LocalEngine } from '../../src/engines/local/local.ts';

export interface FakeEngine extends LocalEngine {
  readonly requests: RunRequest[];
  /** What a run tells of each op; by default it is done, with ten rows. */
  answer: (op: Op) => RunEvent[];
  /** What a look at a file finds. */
  columns: readonly SourceColumn[];
}

const done = (op: Op): RunEvent[] => [
  { kind: 'queued', key: keyOf(op) },
  { kind: 'running', key: keyOf(op), share: 0.5 },
  { kind: 'done', key: keyOf(op), rows: isTable(op) ? 10 : undefined, ms: 5, cached: false },
];

/** An engine that computes nothing and says what it is told to. */
export function fakeEngine(): FakeEngine {
  const computed = new Set<string>();
  const engine: FakeEngine = {
    name: 'fake',
    requests: [],
    answer: done,
    columns: [
      { name: 'id', type: 'string' },
      { name: 'amount', type: 'double' },
    ],
    refuses: () => undefined,
    async run(request, emit) {
      engine.requests.push(request);
      for (const op of [...request.targets, ...(request.counts ?? [])]) {
        for (const event of engine.answer(op)) emit(event);
        computed.add(keyOf(op));
      }
    },
    attach: async (name) => ({ fingerprint: `print of ${name}`, stamp: `stamp of ${name}` }),
    inspect: async (_, format, options) => ({ format, options, columns: engine.columns, rows: 10, rejects: 0, warnings: [] }),
    page: async () => ({ columns: [], from: 0, rows: 0 }),
    canPeek: (op) => computed.has(keyOf(op)),
    peek: async () => ({ columns: [], from: 0, rows: 0 }),
    adopt: () => {},
    model: () => undefined,
    has: (op) => computed.has(keyOf(op)),
    rows: () => 10,
    write: async () => ({ size: 0, sha256: '', rows: 0 }),
    about: async () => ({ name: 'fake', version: '1', threads: 1, workers: 1 }),
    forget: () => computed.clear(),
    close: async () => undefined,
  };
  return engine;
}
