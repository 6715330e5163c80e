import { zlibSync } from 'fflate';
import type { ForestModel, ForestTree } from '../../../workers/kernels/forest.ts';
import type { ForestApply } from '../../core/algorithms.ts';
import type { Apply } from '../../core/plan.ts';
import { columnOf, PlanError, type Schema } from '../../core/schema.ts';
import type { Frames } from './frame.ts';
import { called, list, type Doc } from './layout.ts';
import { inComment, quoteText } from './spelling.ts';

/** What a forest that was fitted before adds to a table. */
export function predicted(op: Apply, frames: Frames): Doc {
  const model = frames.fitted(op.model);
  if (model?.kind !== 'forest') throw new Error(`${op.model.algorithm} has no script.`);
  const forest = model as ForestModel;
  checkFeatures(forest, op.input.schema);
  const { prediction, probability, margin, classes } = op.spec as ForestApply;
  return called(
    frames.use('with_forest'),
    frames.name(op.input),
    frames.model(op.model, (name) => constant(name, forest)),
    ...[prediction, probability, margin].map(quoteText),
    list(
      '[',
      classes.map((pair) => list('(', pair.map(quoteText), ')')),
      ']',
    ),
  );
}

function checkFeatures({ features }: ForestModel, schema: Schema): void {
  for (const { name, levels } of features) {
    const { type } = columnOf(schema, name);
    if ((type === 'string') !== (levels !== undefined))
      throw new PlanError(`The forest learned "${name}" as ${levels ? 'text' : 'numbers'}, and here it is ${type}.`, {
        fix: 'Run the workflow again with --out, and give its models folder.',
      });
  }
}

/** Bytes of a line of 100 characters. */
const LINE = 75;

/** A forest as a constant that `with_forest` takes: compressed JSON, because there are thousands of nodes. */
function constant(name: string, { features, target, classes, trees }: ForestModel): string {
  const value = {
    features: features.map(({ name: column, levels = null, other = false }) => ({ name: column, levels, other })),
    classes,
    ...nodesOf(trees, classes.length),
  };
  const bytes = zlibSync(new TextEncoder().encode(JSON.stringify(value)), { level: 9 });
  const lines = Array.from({ length: Math.ceil(bytes.length / LINE) }, (_, i) =>
    btoa(String.fromCharCode(...bytes.subarray(i * LINE, (i + 1) * LINE))),
  );
  const what = `${trees.length} trees that tell ${classes.length} classes of ${inComment(target)} apart, as compressed JSON.`;
  return [`# ${what}`, `${name} = json.loads(zlib.decompress(b64decode("""`, ...lines, '""")))'].join('\n');
}

/** All trees one after the other: children as steps from their parent, 0 in leaves, and shares of classes only there. */
function nodesOf(trees: readonly ForestTree[], count: number) {
  const none = Array.from({ length: count }, () => 0);
  const roots: number[] = [];
  let end = 0;
  for (const { feature } of trees) {
    roots.push(end);
    end += feature.length;
  }
  const steps = (side: 'left' | 'right'): number[] =>
    trees.flatMap((t) => t[side].map((child, at) => (t.feature[at]! < 0 ? 0 : child - at)));
  return {
    roots,
    feature: trees.flatMap((t) => t.feature.map((f) => Math.max(f, 0))),
    threshold: trees.flatMap((t) => t.threshold),
    left: steps('left'),
    right: steps('right'),
    value: trees.flatMap((t) => t.feature.map((f, at) => (f < 0 ? t.value.slice(at * count, (at + 1) * count) : none))),
  };
}
