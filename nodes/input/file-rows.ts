import { p } from '../../src/core/params.ts';
import { scanFile, type Scan } from '../../src/core/plan.ts';
import { inParam } from '../../src/core/schema.ts';
import type { FileSource } from '../../src/core/source.ts';

/** What all readers of files share: the setting of a row-number column, and the rows with it. */
export const rowNumber = p.text({
  label: 'Row-number column',
  doc: 'The name of a new column that numbers the rows from 0, in the order of the file. Empty for none. Worth having where "the first row" matters later.',
});

export const fileRows = (source: FileSource, name: string): Scan =>
  name ? inParam('rowNumber', () => scanFile(source, { rowNumber: name })) : scanFile(source);
