import { GROUPS, type AnyNodeType, type OutputPort } from '../../core/node.ts';
import { guesses, isMadeFor, lackOf, type Columns } from '../../core/guess.ts';
import { listed, type Schema } from '../../core/schema.ts';
import { inputFor } from '../edits.ts';

/** What people do next in a segmentation, by the node they come from. */
const NEXT: ReadonlyMap<string, readonly string[]> = new Map([
  ['csv-reader', ['rfm', 'duplicates', 'select-columns', 'data-profile', 'row-filter']],
  ['excel-reader', ['rfm', 'duplicates', 'select-columns', 'data-profile', 'row-filter']],
  ['parquet-reader', ['rfm', 'duplicates', 'select-columns', 'data-profile', 'row-filter']],
  ['sample-data', ['rfm', 'joiner', 'k-means']],
  ['select-columns', ['row-filter', 'joiner', 'group-by', 'encode-scale']],
  ['row-filter', ['group-by', 'rfm', 'joiner', 'k-means']],
  ['formula', ['row-filter', 'group-by', 'k-means', 'table-writer']],
  ['group-by', ['joiner', 'formula', 'k-means', 'sort']],
  ['joiner', ['missing-values', 'encode-scale', 'k-means', 'formula']],
  ['duplicates', ['joiner', 'missing-values', 'rfm', 'group-by']],
  ['missing-values', ['encode-scale', 'k-means', 'random-forest']],
  ['rfm', ['k-means', 'segment-profile', 'joiner', 'encode-scale']],
  ['encode-scale', ['k-means']],
  ['k-means', ['segment-profile', 'name-segments', 'partition', 'table-writer', 'predictor']],
  ['segment-profile', ['table-view', 'table-writer']],
  ['name-segments', ['partition', 'table-writer', 'segment-profile']],
  ['partition', ['random-forest', 'predictor']],
  ['random-forest', ['predictor']],
  ['predictor', ['scorer', 'table-writer']],
  ['scorer', ['table-view', 'table-writer']],
]);

/** A type to go on with, and why it stands where it does. */
export interface Suggestion {
  readonly type: AnyNodeType;
  /** What speaks for it, in a few words. */
  readonly why?: string | undefined;
  /** What the table lacks for it to run as it comes. It can be added all the same. */
  readonly lack?: string | undefined;
}

/**
 * The types that take what `kind` carries, the likeliest next step after `from` first. Where the columns are known, a type
 * that they look made for comes before all others, and one that cannot run on them after.
 */
export function suggestions(
  types: Iterable<AnyNodeType>,
  from: AnyNodeType | undefined,
  kind: OutputPort,
  schemaFor: (type: AnyNodeType) => Schema | undefined = () => undefined,
): Suggestion[] {
  const next = NEXT.get(from?.type ?? '') ?? [];
  const here = from ? GROUPS.indexOf(from.group) : 0;
  const ranked = [...types].flatMap((type) => {
    const port = inputFor(type, kind);
    if (port === undefined || type === from) return [];
    const columns: Columns = (other) => (other === port ? schemaFor(type) : undefined);
    const known = next.indexOf(type.type);
    const lack = lackOf(type, columns);
    const made = lack === undefined && isMadeFor(type, columns);
    const ahead = GROUPS.indexOf(type.group) - here;
    const step = known >= 0 ? known : 100 + (ahead > 0 ? ahead : GROUPS.length - ahead);
    const why = reason(type, columns, made) ?? (known >= 0 ? 'Often next' : undefined);
    return [
      {
        suggestion: { type, why: lack === undefined ? why : undefined, lack },
        rank: lack === undefined ? (made ? -1 : step) : 1000 + step,
      },
    ];
  });
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ suggestion }) => suggestion);
}

/** What a node of the type would begin with. */
function reason(type: AnyNodeType, columns: Columns, made: boolean): string | undefined {
  const found = guesses(type.params, columns);
  const names = found.flatMap(({ value, sure }) => (typeof value === 'string' && sure ? [value] : []));
  if (made) return `Finds ${listed(names, 3)}`;
  const measures = found.find(({ value }) => Array.isArray(value))?.value as readonly string[] | undefined;
  if (measures) return measures.length === 1 ? `On ${measures[0]}` : `On ${measures.length} number columns`;
  return names.length ? `By ${listed(names, 3)}` : undefined;
}
