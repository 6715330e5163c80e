import type { DType } from '../../core/schema.ts';
import { snakeCase } from '../script-parts.ts';

const TYPES: { readonly [T in DType]: string } = {
  bool: 'boolean',
  int: 'bigint',
  double: 'double',
  string: 'string',
  date: 'date',
  timestamp: 'timestamp',
};

export const sparkType = (type: DType): string => TYPES[type];

/** Characters that would end a line, cannot be seen, or turn the direction in which code reads. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\u00a0\u00ad]/gu;

const escaped = (c: string): string => {
  const code = c.codePointAt(0)!;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x1_0000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
};

/** A Python text. Nothing in it can end it. */
export function quoteText(text: string): string {
  const inner = text
    .replace(/["\\]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r')
    .replace(UNSEEN, escaped);
  return `"${inner}"`;
}

/** A Python text with backslashes as they are, where that can be. */
export function quotePattern(text: string): string {
  return text.includes('\\') && !/["\p{C}\p{Zl}\p{Zp}\u00a0]|\\$/u.test(text) ? `r"${text}"` : quoteText(text);
}

/** Words for a comment or a docstring, on one line. */
export const inComment = (text: string): string =>
  text
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .replaceAll('\\', '/')
    .replaceAll('"""', "'''")
    .trim();

const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A column's name where Spark parses it. */
export const columnPath = (name: string): string => quoteText(PLAIN.test(name) ? name : `\`${name.replaceAll('`', '``')}\``);

const RESERVED = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda match
nonlocal not or pass raise return try while with yield type case
F Column DataFrame SparkSession Window argparse json date timedelta spark main build args math np pd inputs outputs
abs all any bool bytes dict dir enumerate filter float format hash id input int iter len list map max min next object open ord print range repr
round set slice sorted str sum super tuple vars zip`.split(/\s+/),
);

/** `text` as a Python name of its own: lower case, ASCII, `fallback` where nothing is left, numbered where it is taken. */
export function pythonName(text: string, taken: Set<string>, fallback: string): string {
  const words = snakeCase(text);
  const plain = !words ? fallback : /^[0-9]/.test(words) ? `${fallback}_${words}` : words;
  const free = RESERVED.has(plain) ? `${plain}_` : plain;
  let name = free;
  for (let i = 2; taken.has(name); i++) name = `${free}_${i}`;
  taken.add(name);
  return name;
}
