import { quoteName, quoteText } from './expression.ts';
import type { Candidate } from './guess.ts';
import type { ReadOptions } from '../../core/source.ts';

const BLANKS = '[ \t]*';
const YEAR = '[1-9][0-9]{3}';
const DAY = `${YEAR}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])`;
const TIME = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?';

const PATTERNS = {
  int: '[+-]?(0|[1-9][0-9]{0,14})',
  double: '[+-]?((0|[1-9][0-9]{0,14})([.][0-9]{0,17})?|[.][0-9]{1,17})([eE][+-]?[0-9]{1,2})?',
  bool: '(?i:true|false|yes|no)',
  date: DAY,
  timestamp: `${DAY}[ T]${TIME}`,
} as const;

/**
 * A condition that is four times cheaper than the cast it stands for. Where it is true, the cell of `name` can be read as
 * the candidate and loses nothing by it; where it is false nothing is known. There is none for unusual ways of writing.
 */
export function surelyFits(
  name: string,
  { type, format }: Candidate,
  { decimal = '.', thousands = false, nulls = [] }: ReadOptions,
): string | undefined {
  if (type === 'string' || format !== undefined || nulls.length) return undefined;
  if (type === 'double' && (decimal !== '.' || thousands)) return undefined;
  const cell = quoteName(name);
  const matches = `regexp_matches(${cell}, ${quoteText(`^${BLANKS}${PATTERNS[type]}${BLANKS}$`)})`;
  return type === 'date' || type === 'timestamp' ? `${matches} AND TRY_CAST(${cell} AS ${type}) IS NOT NULL` : matches;
}
