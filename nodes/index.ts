import type { AnyNodeType, NodeTypes } from '../src/core/node.ts';
import { kMeans } from './cluster/k-means.ts';
import { rowFilter } from './prepare/row-filter.ts';

/** Every node type, in palette order. Adding a node is one file and one line here. */
const all: readonly AnyNodeType[] = [rowFilter, kMeans];

export const nodeTypes: NodeTypes = new Map(all.map((type) => [type.type, type]));
