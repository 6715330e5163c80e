import type { DuckDBBindings } from '@duckdb/duckdb-wasm/blocking';
import type { Messages } from './arrow-columns.ts';

/** What a job may do with the connection while it has it. */
export interface Turn {
  readonly id: number;
  /** Executes one statement in slices; its result as Arrow IPC messages. */
  readonly query: (sql: string) => Promise<Messages>;
  /** Lets messages from outside in. @throws if one of them was a stop */
  readonly breathe: () => Promise<void>;
}

/** A connection to DuckDB's WebAssembly build, which does one job at a time, in the order they come. */
export interface Connection {
  job<T>(work: (turn: Turn) => Promise<T>): Promise<T>;
  /** Ends the job that is running, at its next breath. */
  stop(): void;
}

/** How long a result is fetched, or a file read, without letting messages in. */
export const SLICE_MS = 50;

export function connectionOf(database: DuckDBBindings): Connection {
  const id = database.connect().useUnsafe((_, connection) => connection);
  let last: Promise<unknown> = Promise.resolve();
  let running: { stopped: boolean } | undefined;

  async function query(sql: string, breathe: () => Promise<void>): Promise<Messages> {
    const messages: Uint8Array[] = [];
    try {
      let schema = database.startPendingQuery(id, sql, false);
      while (schema === null) {
        await breathe();
        schema = database.pollPendingQuery(id);
      }
      messages.push(schema);
      let slice = performance.now();
      for (let batch = database.fetchQueryResults(id); batch?.length; batch = database.fetchQueryResults(id)) {
        messages.push(batch);
        if (performance.now() - slice < SLICE_MS) continue;
        await breathe();
        slice = performance.now();
      }
      return messages;
    } catch (error) {
      database.cancelPendingQuery(id);
      throw spoken(error);
    }
  }

  async function take<T>(work: (turn: Turn) => Promise<T>): Promise<T> {
    const state = (running = { stopped: false });
    const breathe = async (): Promise<void> => {
      await messagesIn();
      if (state.stopped) throw new Error('Stopped.');
    };
    try {
      return await work({ id, breathe, query: (sql) => query(sql, breathe) });
    } finally {
      running = undefined;
    }
  }

  return {
    job(work) {
      const mine = last.then(() => take(work));
      last = mine.catch(() => undefined);
      return mine;
    },
    stop() {
      if (running) running.stopped = true;
    },
  };
}

/** DuckDB's errors come as JSON text from this build; its native build says the same in one line. */
function spoken(error: unknown): unknown {
  if (!(error instanceof Error) || !error.message.startsWith('{')) return error;
  const { exception_type: type, exception_message: message } = JSON.parse(error.message) as {
    exception_type: string;
    exception_message: string;
  };
  return new Error(`${type} Error: ${message}`);
}

/** Resolves after the messages that are waiting have been handled; a timer would be held back to 4 ms. */
function messagesIn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
