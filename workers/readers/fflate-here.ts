import { unzipSync, zipSync, type FlateError, type Unzipped, type Zippable } from 'fflate/browser';

/**
 * What the build for browsers puts in the place of `fflate`. For a large file its `zip` and `unzip` start workers from
 * `blob:` addresses; the page's policy forbids them, and then nothing ever answers. Workbooks are packed and unpacked in
 * a worker already, so here both do their work on the spot.
 */
export * from 'fflate/browser';

type Done<T> = (error: FlateError | null, result?: T) => void;

export const zip = (files: Zippable, done: Done<Uint8Array>): void => answer(() => zipSync(files), done);

export const unzip = (archive: Uint8Array, done: Done<Unzipped>): void => answer(() => unzipSync(archive), done);

function answer<T>(work: () => T, done: Done<T>): void {
  let result: T;
  try {
    result = work();
  } catch (error) {
    done(error as FlateError);
    return;
  }
  done(null, result);
}
