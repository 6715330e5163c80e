import { isTable, type Op } from '../../core/plan.ts';
import type { Status } from '../store.ts';

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/** A count in a few characters: 11.4k, 1.2M. */
export const shortCount = (n: number): string => compact.format(n).replace('K', 'k');

/** What a wire says of what flows through it: rows once they are known, columns before, nothing for a model. */
export function wireLabel(op: Op | undefined, status: Status | undefined): string {
  if (!op || !isTable(op)) return '';
  if (status?.kind === 'done' && status.rows !== undefined) return shortCount(status.rows);
  return op.schema.length === 1 ? '1 col' : `${op.schema.length} cols`;
}
