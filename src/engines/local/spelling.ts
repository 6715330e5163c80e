import { PlanError, type DType } from '../../core/schema.ts';

const TYPES: { readonly [T in DType]: string } = {
  bool: 'BOOLEAN',
  int: 'BIGINT',
  double: 'DOUBLE',
  string: 'VARCHAR',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
};

export const sqlType = (type: DType): string => TYPES[type];

export function quoteName(name: string): string {
  if (name.includes('\0')) throw new PlanError('A column name has a character that SQL cannot hold.', { fix: 'Rename the column.' });
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text of which SQL sees every character; U+0000, which ends a statement, is put in by its number. */
export function quoteText(text: string): string {
  const parts = text.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? parts[0]! : `(${parts.join(' || chr(0) || ')})`;
}
