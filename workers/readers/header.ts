import { freeName, listed } from '../../src/core/schema.ts';
import type { InspectionWarning } from '../../src/core/engine.ts';
import type { TextRow } from './records.ts';

const VALUE = /^\s*[+-]?(\d[\d.,\s/:-]*|\.\d+)([eE][+-]?\d+)?\s*$/;

const YEAR = /^\s*(19|20)\d\d\s*$/;

/**
 * Whether the first row names the columns. It does not where one of its cells is a number or a date like those below
 * it and none is a word above numbers. A year above other numbers is a name.
 */
export function guessHeader([first, ...rest]: readonly TextRow[]): boolean {
  if (!first || !rest.length) return true;
  let alike = 0;
  for (const [i, cell] of first.cells.entries()) {
    const below = rest.slice(0, 100).flatMap((row) => row.cells[i]?.trim() || []);
    const values = below.length > 0 && below.every((text) => VALUE.test(text));
    if (!values) continue;
    if (YEAR.test(cell) && !below.every((text) => YEAR.test(text))) continue;
    if (VALUE.test(cell)) alike++;
    else if (cell.trim()) return true;
  }
  return alike === 0;
}

/** Names for `width` columns: trimmed, on one line, unique ignoring case, `column_3` where there is none. */
export function columnNames(
  header: readonly string[],
  width: number,
): { readonly names: string[]; readonly warnings: InspectionWarning[] } {
  const names: string[] = [];
  const [nameless, blanks]: [string[], string[]] = [[], []];
  const warnings: InspectionWarning[] = [];
  for (let i = 0; i < width; i++) {
    const written = header[i] ?? '';
    const clean = written.replace(/\s+/g, ' ').trim();
    const name = freeName(clean || `column_${i + 1}`, names);
    names.push(name);
    if (!clean) nameless.push(name);
    else if (name !== clean)
      warnings.push({
        about: 'header',
        column: name,
        message: `"${clean}" names two columns (upper and lower case count as equal); the later one is called "${name}".`,
      });
    else if (name !== written) blanks.push(`"${name}"`);
  }
  if (nameless.length) warnings.push({ about: 'header', message: `Columns without a name are called ${listed(nameless, 5)}.` });
  if (blanks.length) warnings.push({ about: 'header', message: `Blanks in the header are left out around ${listed(blanks, 5)}.` });
  const beyond = header.slice(width).filter((name) => name.trim());
  if (beyond.length)
    warnings.push({
      about: 'header',
      message: `The header names ${header.length} columns, but the rows have ${width}: ${listed(beyond, 5)} is left out.`,
    });
  return { names, warnings };
}
