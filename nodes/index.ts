import type { AnyNodeType, NodeTypes } from '../src/core/node.ts';
import { duplicates } from './clean/duplicates.ts';
import { missingValues } from './clean/missing-values.ts';
import { kMeans } from './cluster/k-means.ts';
import { concatenate } from './combine/concatenate.ts';
import { joiner } from './combine/joiner.ts';
import { scorer } from './evaluate/scorer.ts';
import { dataProfile } from './explore/data-profile.ts';
import { tableView } from './explore/table-view.ts';
import { encodeScale } from './features/encode-scale.ts';
import { rfm } from './features/rfm.ts';
import { csvReader } from './input/csv-reader.ts';
import { excelReader } from './input/excel-reader.ts';
import { parquetReader } from './input/parquet-reader.ts';
import { sampleData } from './input/sample-data.ts';
import { partition } from './model/partition.ts';
import { predictor } from './model/predictor.ts';
import { randomForest } from './model/random-forest.ts';
import { tableWriter } from './output/table-writer.ts';
import { formula } from './prepare/formula.ts';
import { groupBy } from './prepare/group-by.ts';
import { rowFilter } from './prepare/row-filter.ts';
import { selectColumns } from './prepare/select-columns.ts';
import { sort } from './prepare/sort.ts';
import { nameSegments } from './segments/name-segments.ts';
import { segmentProfile } from './segments/segment-profile.ts';

/** Every node type, in palette order. Adding a node is one file and one line here. */
const all: readonly AnyNodeType[] = [
  csvReader,
  excelReader,
  parquetReader,
  sampleData,
  selectColumns,
  rowFilter,
  formula,
  groupBy,
  sort,
  joiner,
  concatenate,
  missingValues,
  duplicates,
  rfm,
  encodeScale,
  kMeans,
  segmentProfile,
  nameSegments,
  partition,
  randomForest,
  predictor,
  scorer,
  dataProfile,
  tableView,
  tableWriter,
];

export const nodeTypes: NodeTypes = new Map(all.map((type) => [type.type, type]));
