import { MessageReader, tableFromIPC, tableToIPC } from 'apache-arrow';
import init, { readParquet, Table, writeParquet, type InitInput } from 'parquet-wasm/esm';
import { starts } from './kinds.ts';
import { ReadError } from './read-error.ts';

export type FileKind = 'parquet' | 'arrow-file' | 'arrow-stream';

const OTHER = 'Export the data again, or choose another file.';

/** Which columnar format a file has, by its first and last bytes. */
export async function fileKind(file: Blob): Promise<FileKind> {
  const head = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  const tail = new Uint8Array(await file.slice(-6).arrayBuffer());
  if (starts(head, 'PAR1')) {
    if (file.size >= 12 && starts(tail.subarray(2), 'PAR1')) return 'parquet';
    throw new ReadError('The Parquet file is cut short: its footer is missing.', OTHER);
  }
  if (starts(head, 'ARROW1')) {
    if (file.size >= 18 && starts(tail, 'ARROW1')) return 'arrow-file';
    throw new ReadError('The Arrow file is cut short: its footer is missing.', OTHER);
  }
  if (isStream(head)) return 'arrow-stream';
  throw new ReadError('This is neither a Parquet nor an Arrow file: it does not begin with PAR1, ARROW1 or a stream message.', OTHER);
}

/** A stream begins with the mark of a message and the length of its schema, a multiple of eight. */
function isStream(head: Uint8Array): boolean {
  if (head.length < 8) return false;
  const view = new DataView(head.buffer, head.byteOffset);
  const length = view.getInt32(4, true);
  return view.getUint32(0, true) === 0xffffffff && length > 0 && length % 8 === 0;
}

let loading: Promise<unknown> | undefined;

/**
 * Makes the two functions below ready.
 * @param wasm parquet-wasm's own file: an address in the tab, its bytes or a compiled module in Node
 */
export async function loadParquet(wasm: InitInput): Promise<void> {
  loading ??= init({ module_or_path: wasm });
  await loading;
}

/** An Arrow IPC stream of everything in a Parquet file. */
export function parquetToIpc(bytes: Uint8Array): Uint8Array {
  try {
    return readParquet(bytes).intoIPCStream();
  } catch (error) {
    throw new ReadError(`The Parquet file cannot be read: ${said(error)}`, OTHER);
  }
}

/** A Parquet file of everything in an Arrow file or stream. */
export function ipcToParquet(bytes: Uint8Array): Uint8Array {
  try {
    return writeParquet(Table.fromIPCStream(streamIn(bytes)));
  } catch (error) {
    throw new ReadError(`The Arrow file cannot be read: ${said(error)}`, OTHER);
  }
}

/**
 * The stream inside an Arrow file: a file is a stream between an 8-byte mark and a footer. Arrow's own JavaScript writes
 * files without the stream's first message, the schema; those are written anew.
 */
export function streamIn(bytes: Uint8Array): Uint8Array {
  if (!starts(bytes, 'ARROW1')) return bytes;
  const stream = bytes.subarray(8);
  if (new MessageReader(stream).readMessage()?.isSchema()) return stream;
  return tableToIPC(tableFromIPC(bytes), 'stream');
}

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error));
