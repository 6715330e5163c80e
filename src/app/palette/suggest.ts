import { GROUPS, type AnyNodeType, type OutputPort } from '../../core/node.ts';
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

/** The types that take what `kind` carries, the likeliest next step after `from` first. */
export function suggestions(types: Iterable<AnyNodeType>, from: AnyNodeType | undefined, kind: OutputPort): AnyNodeType[] {
  const next = NEXT.get(from?.type ?? '') ?? [];
  const here = from ? GROUPS.indexOf(from.group) : 0;
  const rank = (type: AnyNodeType): number => {
    const known = next.indexOf(type.type);
    if (known >= 0) return known;
    const ahead = GROUPS.indexOf(type.group) - here;
    return 100 + (ahead > 0 ? ahead : GROUPS.length - ahead);
  };
  return [...types].filter((type) => type !== from && inputFor(type, kind) !== undefined).sort((a, b) => rank(a) - rank(b));
}
