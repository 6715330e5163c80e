/**
 * Date formats as people write them: `yyyy` `MM` `MMM` (English month name, three letters) `dd` `HH` `mm` `ss`, and
 * `.SSS` for a fraction of a second. Anything else stands for itself.
 */
export interface FormatPart {
  readonly token: (typeof TOKENS)[number] | undefined;
  readonly text: string;
}

const TOKENS = ['yyyy', 'MMM', 'MM', 'dd', 'HH', 'mm', 'ss', '.SSS'] as const;
const TOKEN = /yyyy|MMM|MM|dd|HH|mm|ss|\.SSS/g;

export function formatParts(format: string): FormatPart[] {
  const parts: FormatPart[] = [];
  let end = 0;
  for (const match of format.matchAll(TOKEN)) {
    if (match.index > end) parts.push({ token: undefined, text: format.slice(end, match.index) });
    parts.push({ token: match[0] as FormatPart['token'], text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < format.length) parts.push({ token: undefined, text: format.slice(end) });
  return parts;
}

/** What is wrong with a format, or nothing. */
export function dateFormatProblem(format: string): string | undefined {
  const tokens = formatParts(format).flatMap((p) => p.token ?? []);
  for (const needed of ['yyyy', 'dd'] as const) if (!tokens.includes(needed)) return `the format "${format}" has no ${needed}.`;
  if (!tokens.includes('MM') && !tokens.includes('MMM')) return `the format "${format}" has no MM.`;
  if (new Set(tokens).size !== tokens.length) return `the format "${format}" has a part twice.`;
  if (formatParts(format).some((p) => !p.token && /[A-SU-Za-z0-9%\\]/.test(p.text)))
    return `the format "${format}" has letters that mean nothing.`;
  return undefined;
}

/** The texts that a format reads, as a regular expression that RE2, Java and JavaScript agree on. */
export function formatPattern(format: string): string {
  const parts = formatParts(format);
  return parts.map((part, i) => (part.token ? digitsOf(part.token, touches(parts, i)) : literalPattern(part.text))).join('');
}

/** A token with no separator on one side must have all its digits, or nothing would tell where it ends. */
const touches = (parts: readonly FormatPart[], i: number): boolean =>
  [parts[i - 1], parts[i + 1]].some((p) => p?.token !== undefined && p.token !== '.SSS') && parts[i]!.token !== '.SSS';

function digitsOf(token: NonNullable<FormatPart['token']>, full: boolean): string {
  switch (token) {
    case 'yyyy':
      return '(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])';
    case 'MMM':
      return '[A-Za-z]{3}';
    case '.SSS':
      return '[.][0-9]{1,6}';
    default:
      return full ? '[0-9]{2}' : '[0-9]{1,2}';
  }
}

const literalPattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

export const ISO_DATE = ['yyyy-MM-dd'] as const;
export const ISO_TIMESTAMP = [
  'yyyy-MM-dd HH:mm:ss',
  'yyyy-MM-ddTHH:mm:ss',
  'yyyy-MM-dd HH:mm:ss.SSS',
  'yyyy-MM-ddTHH:mm:ss.SSS',
  'yyyy-MM-dd HH:mm',
  'yyyy-MM-ddTHH:mm',
  'yyyy-MM-dd',
] as const;
