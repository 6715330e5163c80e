import type { Json } from './params.ts';

export type JsonObject = { readonly [name: string]: Json };

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where a text stops being JSON; line and column count from 1. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
  readonly line: number;
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

const LITERAL = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** Every character but the quote, the backslash and those before the blank. */
const PLAIN = /[ !#-[\]-\uffff]*/y;
const BLANKS = /[ \t\r\n]*/y;
const CONFLICT = /(?:<{7}|={7}|>{7})(?= |\r?\n)/y;

const MOST_NESTED = 100;

/**
 * Reads JSON and says what `JSON.parse` does not, or not in every browser: the line and column of a mistake (a
 * JsonError), and, through `remark`, a name that stands twice in one object, as a careless merge leaves behind, and a
 * number out of range. Every name is plain data, `__proto__` too. Nesting is limited, so that no text can exhaust the stack.
 */
export function parseJson(text: string, remark: (message: string) => void): Json {
  let at = 0;
  let line = 1;
  let lineStart = 0;

  /** Asked only for places from left to right. */
  function lineAt(place: number): number {
    for (let next = text.indexOf('\n', lineStart); next !== -1 && next < place; next = text.indexOf('\n', lineStart)) {
      line++;
      lineStart = next + 1;
    }
    return line;
  }

  function fail(message: string): never {
    const mistakeLine = lineAt(at);
    throw new JsonError(message, mistakeLine, at - lineStart + 1);
  }

  function match(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  }

  function expected(what: string): never {
    if (at >= text.length) fail(`the text ends where ${what} should follow`);
    if (match(CONFLICT)) fail('a Git conflict is left unresolved');
    return fail(`${JSON.stringify(String.fromCodePoint(text.codePointAt(at)!))} stands where ${what} should`);
  }

  function value(depth: number): Json {
    if (depth > MOST_NESTED) fail(`values are nested more than ${MOST_NESTED} deep`);
    match(BLANKS);
    switch (text[at]) {
      case '{':
        return object(depth);
      case '[':
        return array(depth);
      case '"':
        return string();
      default:
        return literal();
    }
  }

  function object(depth: number): JsonObject {
    const pairs = new Map<string, Json>();
    members('}', () => {
      if (text[at] !== '"') expected('a name in double quotes');
      const start = at;
      const name = string();
      if (pairs.has(name))
        remark(`${JSON.stringify(name)} stands twice in one object, again at line ${lineAt(start)}; the last one counts`);
      match(BLANKS);
      if (text[at] !== ':') expected('a colon');
      at++;
      pairs.set(name, value(depth + 1));
    });
    return Object.fromEntries(pairs);
  }

  function array(depth: number): Json[] {
    const items: Json[] = [];
    members(']', () => items.push(value(depth + 1)));
    return items;
  }

  function members(close: ']' | '}', read: () => void): void {
    at++;
    match(BLANKS);
    if (text[at] === close) at++;
    else {
      do {
        match(BLANKS);
        read();
        match(BLANKS);
      } while (text[at++] === ',');
      at--;
      if (text[at] !== close) expected(`a comma or ${close}`);
      at++;
    }
  }

  function string(): string {
    const start = at;
    at++;
    match(PLAIN);
    while (text[at] !== '"') {
      if (at >= text.length) fail('the text ends inside a text in quotes');
      if (text[at] !== '\\') fail('a line ends inside a text in quotes');
      at += 2;
      match(PLAIN);
    }
    at++;
    try {
      return JSON.parse(text.slice(start, at)) as string;
    } catch {
      at = start;
      return fail('a backslash means nothing in this text');
    }
  }

  function literal(): Json {
    const start = at;
    const found = match(LITERAL) ?? expected('a value');
    const read = JSON.parse(found) as Json;
    if (typeof read !== 'number' || Number.isFinite(read)) return read;
    remark(`the number at line ${lineAt(start)} is too large and counts as missing`);
    return null;
  }

  const root = value(0);
  match(BLANKS);
  if (at < text.length) expected('the end');
  return root;
}
