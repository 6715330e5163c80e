/** Lines of a text that are laid out together: what is out of sight costs nothing. The last of them is not empty, as browsers would not copy it. */
export interface CodeBlock {
  /** Without the line end that leads to the next block. */
  readonly text: string;
  /** Offset of its first character. */
  readonly from: number;
  /** Number of its first line, from 1. */
  readonly line: number;
  readonly lines: number;
}

export interface CodeLayout {
  readonly blocks: readonly CodeBlock[];
  readonly lines: number;
  /** Characters that the longest line takes up at most. */
  readonly columns: number;
}

/** Lines of a block at least. */
const LINES = 100;
/** Signs that may be as wide as two letters. */
const WIDE = /[^\x20-\xff]/;

export function codeLayout(text: string): CodeLayout {
  const lines = text.replace(/\n$/, '').split('\n');
  const blocks: CodeBlock[] = [];
  let [from, columns] = [0, 0];
  for (let i = 0, end = 0; i < lines.length; i = end) {
    end = i + LINES;
    while (end < lines.length && lines[end - 1] === '') end++;
    const some = lines.slice(i, end);
    const joined = some.join('\n');
    blocks.push({ text: joined, from, line: i + 1, lines: some.length });
    from += joined.length + 1;
    for (const line of some) columns = Math.max(columns, line.length * (WIDE.test(line) ? 2 : 1));
  }
  return { blocks, lines: lines.length, columns };
}
