import { inOrder, inputsOf, type Measure, type Named, type Op, type SortKey, type WindowColumn } from '../../src/core/plan.ts';
import { showExpr, showName } from '../../src/core/show.ts';
import type { Source } from '../../src/core/source.ts';

/** A plan as text for the message of a failed test: each op on a line over its inputs. An op that is used twice is shown once. */
export function show(op: Op, indent = 0): string {
  const uses = new Map<Op, number>();
  for (const step of inOrder([op])) for (const input of inputsOf(step)) uses.set(input, (uses.get(input) ?? 0) + 1);
  const numbers = new Map<Op, number>();
  const lines: string[] = [];
  const print = (step: Op, depth: number): void => {
    const known = numbers.get(step);
    const shared = (uses.get(step) ?? 0) > 1;
    if (shared && known === undefined) numbers.set(step, numbers.size + 1);
    const mark = shared ? `#${numbers.get(step)} ` : '';
    lines.push(`${'  '.repeat(depth)}${mark}${known === undefined ? showOp(step) : 'again'}`);
    if (known === undefined) for (const input of inputsOf(step)) print(input, depth + 1);
  };
  print(op, indent);
  return lines.join('\n');
}

function showOp(op: Op): string {
  switch (op.kind) {
    case 'scan':
      return `scan ${showSource(op.source)}${op.part === 'rejects' ? ' rejects' : ''}${op.rowNumber ? ` numbered ${showName(op.rowNumber)}` : ''}`;
    case 'project':
      return `project ${op.columns.map(showNamed).join(', ')}`;
    case 'filter':
      return `filter ${op.negate ? 'out ' : ''}${showExpr(op.where)}`;
    case 'join':
      return `${op.how} join${op.on.length ? ` on ${op.on.map(([l, r]) => `${showName(l)} = ${showName(r)}`).join(' and ')}` : ''}`;
    case 'aggregate':
      return `aggregate ${op.measures.map(showMeasure).join(', ')}${showBy(op.by)}`;
    case 'window':
      return `window ${op.columns.map(showWindowColumn).join(', ')}`;
    case 'dedupe':
      return `dedupe ${op.part}${showBy(op.by)}${showOrder(op.order)}`;
    case 'union':
      return 'union';
    case 'unpivot':
      return `unpivot ${showNames(op.columns)} into ${showName(op.name)}, ${showName(op.value)}${op.keep.length ? ` keeping ${showNames(op.keep)}` : ''}`;
    case 'sort':
      return `sort${showOrder(op.order)}${op.limit === undefined ? '' : ` limit ${op.limit}`}${op.offset ? ` offset ${op.offset}` : ''}`;
    case 'fit':
      return `fit ${op.algorithm} ${JSON.stringify(op.spec)}${showOrder(op.order)}`;
    case 'apply':
      return `apply ${op.model.algorithm} ${JSON.stringify(op.spec)}`;
    case 'analyse':
      return `analyse ${op.analysis} ${JSON.stringify(op.spec)}`;
  }
}

function showSource(source: Source): string {
  return source.kind === 'file' ? source.path : `sample ${source.table} of ${source.customers} customers, seed ${source.seed}`;
}

const showNames = (names: readonly string[]): string => names.map(showName).join(', ');
const showBy = (by: readonly string[]): string => (by.length ? ` by ${showNames(by)}` : '');

function showNamed({ name, expr }: Named): string {
  return expr.kind === 'col' && expr.name === name ? showName(name) : `${showName(name)} = ${showExpr(expr)}`;
}

function showOrder(keys: readonly SortKey[] = []): string {
  return keys.length ? ` order ${keys.map((k) => `${showName(k.column)}${k.desc ? ' desc' : ''}`).join(', ')}` : '';
}

function showMeasure({ name, fn, of, where, q, order }: Measure): string {
  const values = [of && showExpr(of), q === undefined ? undefined : String(q)].filter((text) => text !== undefined);
  return `${showName(name)} = ${fn}(${values.join(', ')})${where ? ` where ${showExpr(where)}` : ''}${showOrder(order)}`;
}

function showWindowColumn({ name, fn, of, by, order }: WindowColumn): string {
  return `${showName(name)} = ${fn}(${of ? showExpr(of) : ''})${showBy(by)}${showOrder(order)}`;
}
