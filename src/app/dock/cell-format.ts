import type { Cell } from '../../core/engine.ts';
import type { Column } from '../../core/schema.ts';
import { count, decimalsFor, fixed } from './numbers.ts';

/** How the values of one column are shown. */
export interface CellFormat {
  readonly right: boolean;
  readonly mono: boolean;
  text(value: NonNullable<Cell>): string;
}

const plain = (mono: boolean): CellFormat => ({ right: false, mono, text: String });

/**
 * The format of a column, with a precision that holds for all its rows and is decided by a sample of them. Ids and codes
 * keep their zeros and get no commas.
 */
export function cellFormat({ type, role }: Pick<Column, 'type' | 'role'>, sample: readonly Cell[]): CellFormat {
  if (role === 'id' || role === 'postcode' || role === 'phone') return plain(true);
  switch (type) {
    case 'string':
      return plain(false);
    case 'bool':
      return { ...plain(false), text: (value) => (value === true ? 'yes' : 'no') };
    case 'date':
      return plain(false);
    case 'timestamp':
      return timeFormat(sample);
    case 'int':
      return numeric(count);
    case 'double':
      return numberFormat(role, sample);
  }
}

function numberFormat(role: Column['role'], sample: readonly Cell[]): CellFormat {
  const values = sample.filter((v) => typeof v === 'number');
  if (role === 'share') {
    const decimals = Math.min(decimalsFor(values.map((v) => v * 100)), 1);
    return numeric((v) => `${fixed(v * 100, decimals)} %`);
  }
  const needed = decimalsFor(values);
  const decimals = role === 'money' ? (needed > 0 ? 2 : 0) : needed;
  return numeric((v) => fixed(v, decimals));
}

const numeric = (text: (value: number) => string): CellFormat => ({
  right: true,
  mono: false,
  text: (value) => (typeof value === 'number' ? text(value) : String(value)),
});

/** Times without the parts that are zero in all of the sample. */
function timeFormat(sample: readonly Cell[]): CellFormat {
  const times = sample.filter((v) => typeof v === 'string');
  const length = times.every((t) => /[ T]00:00:00(\.0+)?$/.test(t)) ? 10 : times.every((t) => /:00(\.0+)?$/.test(t)) ? 16 : 19;
  return { ...plain(false), text: (value) => (times.length ? String(value).slice(0, length) : String(value)) };
}
