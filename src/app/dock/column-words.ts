import type { Column } from '../../core/schema.ts';
import { hasFrequent, type ColumnProfile } from './column-profile.ts';
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
