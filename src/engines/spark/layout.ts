/**
 * Python code that finds its own line breaks. It is printed on one line where that fits, and else is broken from the
 * outside in: a list has an item on each line, a chain a step, and a row of operators an operand.
 */
export type Doc =
  | string
  | { readonly kind: 'seq'; readonly parts: readonly Doc[] }
  | { readonly kind: 'list'; readonly open: string; readonly items: readonly Doc[]; readonly close: string }
  | { readonly kind: 'chain'; readonly head: Doc; readonly steps: readonly Doc[] }
  | { readonly kind: 'infix'; readonly sign: string; readonly operands: readonly Doc[] };

const WIDTH = 100;
const INDENT = 4;

export const seq = (...parts: readonly Doc[]): Doc => ({ kind: 'seq', parts });
export const infix = (sign: string, ...operands: readonly Doc[]): Doc => ({ kind: 'infix', sign, operands });
export const list = (open: string, items: readonly Doc[], close: string): Doc =>
  items.length ? { kind: 'list', open, items, close } : open + close;
/** `name(a, b)`. */
export const called = (name: string, ...args: readonly Doc[]): Doc => list(`${name}(`, args, ')');
/** `head.step().step()`; a chain that goes on is one chain. */
export function chained(head: Doc, ...steps: readonly Doc[]): Doc {
  if (!steps.length) return head;
  if (typeof head === 'object' && head.kind === 'chain') return { kind: 'chain', head: head.head, steps: [...head.steps, ...steps] };
  return { kind: 'chain', head, steps };
}
export const bracketed = (doc: Doc): Doc => list('(', [doc], ')');

const lengths = new WeakMap<object, number>();

function lengthOf(doc: Doc): number {
  if (typeof doc === 'string') return doc.length;
  let length = lengths.get(doc);
  if (length === undefined) lengths.set(doc, (length = flat(doc).length));
  return length;
}

/** All on one line. */
export function flat(doc: Doc): string {
  if (typeof doc === 'string') return doc;
  switch (doc.kind) {
    case 'seq':
      return doc.parts.map(flat).join('');
    case 'list':
      return doc.open + doc.items.map(flat).join(', ') + doc.close;
    case 'chain':
      return flat(doc.head) + doc.steps.map(flat).join('');
    case 'infix':
      return doc.operands.map(flat).join(` ${doc.sign} `);
  }
}

/** `doc` from `column` on, inside brackets that stand at `indent`. */
function laid(doc: Doc, indent: number, column: number): string {
  if (typeof doc === 'string' || column + lengthOf(doc) <= WIDTH) return flat(doc);
  const newLine = `\n${' '.repeat(indent)}`;
  switch (doc.kind) {
    case 'seq': {
      let text = '';
      for (const part of doc.parts) text += laid(part, indent, endOf(text, column));
      return text;
    }
    case 'list': {
      const inner = indent + INDENT;
      const margin = ' '.repeat(inner);
      const [only] = doc.items;
      const comma = doc.open === '(' && doc.items.length === 1 ? '' : ',';
      if (doc.items.length === 1 && typeof only === 'object' && only.kind === 'list') {
        const text = doc.open + laid(only, indent, column + doc.open.length) + doc.close;
        if (text.split('\n', 1)[0]!.length + column <= WIDTH) return text;
      }
      return `${doc.open}\n${doc.items.map((item) => `${margin}${laid(item, inner, inner)}${comma}\n`).join('')}${' '.repeat(indent)}${doc.close}`;
    }
    case 'chain':
      return [doc.head, ...doc.steps].map((part) => laid(part, indent, indent)).join(newLine);
    case 'infix':
      return doc.operands
        .map((part, i) => (i ? `${doc.sign} ` : '') + laid(part, indent, indent + (i ? doc.sign.length + 1 : 0)))
        .join(newLine);
  }
}

const endOf = (text: string, column: number): number => {
  const line = text.lastIndexOf('\n');
  return line < 0 ? column + text.length : text.length - line - 1;
};

/** `name = doc` (or `return doc`, …) as a statement, bracketed where it takes several lines. */
export function statement(start: string, doc: Doc, indent = INDENT): string {
  const margin = ' '.repeat(indent);
  const breaks = typeof doc === 'object' && (doc.kind === 'chain' || doc.kind === 'infix');
  const fits = indent + start.length + 1 + lengthOf(doc) <= WIDTH;
  const many = typeof doc === 'object' && doc.kind === 'chain' && doc.steps.length > 2;
  if (!breaks || (fits && !many)) return `${margin}${start} ${laid(doc, indent, indent + start.length + 1)}`;
  const inner = indent + INDENT;
  const within = ' '.repeat(inner);
  const body =
    doc.kind === 'chain' ? [doc.head, ...doc.steps].map((part) => laid(part, inner, inner)).join(`\n${within}`) : laid(doc, inner, inner);
  return `${margin}${start} (\n${within}${body}\n${margin})`;
}
