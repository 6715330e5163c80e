/**
 * A file that cannot be read as what it is taken for. The message's first line says what is wrong and the second what
 * to do: a message is all of an error that crosses from one worker to another.
 */
export class ReadError extends Error {
  override readonly name = 'ReadError';
  readonly fix: string | undefined;

  constructor(what: string, fix?: string) {
    super(fix === undefined ? what : `${what}\n${fix}`);
    this.fix = fix;
  }
}
