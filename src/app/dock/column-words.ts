import type { Column } from '../../core/schema.ts';
import { hasFrequent, type Bar, type ColumnProfile } from './column-profile.ts';
import { count, percent, short } from './numbers.ts';

/** What stands under a column's chart: its smallest and largest value, or its most frequent one. */
export function endsOf({ role, type }: Pick<Column, 'role' | 'type'>, profile: ColumnProfile): readonly string[] {
  const known = profile.rows - profile.missing;
  if (!known) return ['empty'];
  switch (type) {
    case 'int':
    case 'double':
      return [profile.min, profile.max].map((end) => numberText(end, role));
    case 'date':
    case 'timestamp':
      return [profile.min.slice(0, 7), profile.max.slice(0, 7)];
    case 'bool':
    case 'string': {
      const [top] = profile.bars;
      if (!top || !hasFrequent(profile)) return [`${count(profile.distinct)} distinct`];
      return [`${valueText(top.value!, type)} ${percent(top.rows / known)}`];
    }
  }
}

const numberText = (text: string, role: Column['role']): string =>
  role === 'share' ? percent(Number(text)) : role === 'id' ? text : short(Number(text));

export const valueText = (value: string, type: Column['type']): string => (type === 'bool' ? (value === 'true' ? 'yes' : 'no') : value);

/** Such as "4 % missing"; nothing where nothing is missing. */
export const missingText = ({ missing, rows }: ColumnProfile): string | undefined =>
  missing ? `${percent(missing / rows)} missing` : undefined;

/** The day of a time in milliseconds since 1970; one that no calendar here has is a number. */
export function dayText(ms: number): string {
  const day = new Date(ms);
  return Number.isNaN(day.getTime()) ? short(ms) : day.toISOString().slice(0, 10);
}

/** What a bar of a histogram stands for: "12 to 18: 1,204 rows, 11 %". */
export function barWords({ from = 0, to = 0, rows }: Bar, { type, rows: all, missing }: ColumnProfile): string {
  const end = (value: number): string => {
    if (type === 'date' || type === 'timestamp') return dayText(value);
    return short(type === 'int' ? Math.round(value) : value);
  };
  const place = end(from) === end(to) ? end(from) : `${end(from)} to ${end(to)}`;
  return `${place}: ${count(rows)} ${rows === 1 ? 'row' : 'rows'}, ${percent(rows / Math.max(all - missing, 1))}`;
}

/** What a column's head says when it is pointed at. */
export const headWords = (name: string, profile: ColumnProfile | undefined): string =>
  profile
    ? [
        name,
        `${count(profile.distinct)} distinct`,
        profile.missing ? `${count(profile.missing)} missing of ${count(profile.rows)} rows` : 'none missing',
      ].join('\n')
    : name;
