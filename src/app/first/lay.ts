import { nodeTypes } from '../../../nodes/index.ts';
import { and, call, col, lit, type Expr } from '../../core/expr.ts';
import { freeName } from '../../core/schema.ts';
import { showExpr } from '../../core/show.ts';
import { freeId, itemsOf, type Edge, type Endpoint, type Position, type Workflow, type WorkflowNode } from '../../core/workflow.ts';
import { overlap } from '../canvas/place.ts';
import { PITCH } from '../canvas/ports.ts';
import { isNamed, type OrderFacts, type Seen, type SeenColumn } from './look.ts';
import { amountExpr, type Choice } from './propose.ts';

/** The nodes that find the segments, by what they are for. */
export interface Laid {
  readonly workflow: Workflow;
  readonly profile: string;
  readonly file: string;
  readonly all: readonly string[];
}

/** Customers that a segment should at least have on average. */
const FEW = 20;

/**
 * The workflow with the nodes that lead from a table of orders to named segments: readable columns, usable orders, RFM,
 * k-Means, profile, names and a file.
 */
export function withSegments(before: Workflow, from: Endpoint, seen: Seen, choice: Choice, facts: OrderFacts): Laid {
  const taken = new Set(itemsOf(before).map((item) => item.id));
  const idOf = (type: string): string => {
    const id = freeId(type, taken);
    taken.add(id);
    return id;
  };
  const columnOf = (name: string): SeenColumn => seen.columns.find((c) => c.name === name)!;
  const formulas = formulasFor(seen, choice);
  const date = choice.date;
  const amount = formulas.amount ?? (choice.amount.kind === 'column' ? choice.amount.name : '');
  const asOf = dayAfter(facts.last);
  const known = before.params.find((p) => p.name === 'asOf');
  const usable = and(
    isNamed(choice.customer, columnOf(choice.customer).type),
    ...[date, amount].map((name) => call('not', call('is_null', col(name)))),
  );
  const measures = ['recency', 'frequency', 'monetary'];
  const k = Math.min(5, Math.max(2, Math.floor(facts.customers / FEW)));

  const steps: readonly {
    readonly type: string;
    readonly label?: string;
    readonly params?: WorkflowNode['params'];
    readonly row: 0 | 1;
  }[] = [
    ...(formulas.list.length
      ? [{ type: 'formula', label: formulas.label, params: [['formulas', formulas.list.map((f) => ({ ...f }))]], row: 0 } as const]
      : []),
    { type: 'row-filter', label: 'Usable orders', params: [['condition', showExpr(plainly(usable))]], row: 0 },
    {
      type: 'rfm',
      params: [
        ['customer', choice.customer],
        ['date', date],
        ['amount', amount],
        ...(choice.order === undefined ? [] : ([['order', choice.order]] as const)),
        ...(known && known.value !== asOf ? ([['asOf', asOf]] as const) : []),
      ],
      row: 0,
    },
    {
      type: 'k-means',
      params: [['features', measures], ...(k === 5 ? [] : ([['k', k]] as const)), ['log', measures]],
      row: 1,
    },
    {
      type: 'segment-profile',
      params: [
        ['value', 'monetary'],
        ['features', measures],
      ],
      row: 1,
    },
    { type: 'name-segments', row: 1 },
    { type: 'table-writer', label: 'Segments file', params: [['file', 'segments.csv']], row: 1 },
  ];
  const nodes = steps.map(({ type, label, params = [] }): Omit<WorkflowNode, 'at'> => ({
    id: idOf(type),
    type,
    version: nodeTypes.get(type)!.version,
    ...(label && { label }),
    params,
  }));
  const id = (type: string): string => nodes.find((n) => n.type === type)!.id;
  const firsts = nodes.filter((_, i) => steps[i]!.row === 0);
  const edges: Edge[] = [
    ...firsts.map((node, i): Edge => ({
      from: i === 0 ? from : outOf(firsts[i - 1]!),
      to: [node.id, i === firsts.length - 1 ? 'orders' : 'table'],
    })),
    wire(id('rfm'), 'customers', id('k-means'), 'table'),
    wire(id('k-means'), 'table', id('segment-profile'), 'table'),
    wire(id('k-means'), 'table', id('name-segments'), 'table'),
    wire(id('segment-profile'), 'profile', id('name-segments'), 'profile'),
    wire(id('name-segments'), 'table', id('table-writer'), 'table'),
  ];
  const places = placesFor(before, from[0], firsts.length);
  return {
    workflow: {
      ...before,
      params: known
        ? before.params
        : [...before.params, { name: 'asOf', type: 'date', value: asOf, doc: 'The day recency is counted back from.' }],
      nodes: [...before.nodes, ...nodes.map((node, i) => ({ ...node, at: places[i]! }))],
      edges: [...before.edges, ...edges],
    },
    profile: id('segment-profile'),
    file: id('table-writer'),
    all: nodes.map((n) => n.id),
  };
}

const wire = (from: string, output: string, to: string, input: string): Edge => ({ from: [from, output], to: [to, input] });
const outOf = ({ id, type }: Omit<WorkflowNode, 'at'>): Endpoint => [id, type === 'row-filter' ? 'pass' : 'table'];

/** A condition on a text without the guards that an expression built by hand has. */
function plainly(expr: Expr): Expr {
  if (expr.kind !== 'call') return expr;
  const [first] = expr.args;
  if (expr.fn === '<>' && first?.kind === 'call' && first.fn === 'coalesce') return call('<>', first.args[0]!, lit(''));
  return { ...expr, args: expr.args.map(plainly) };
}

interface Formulas {
  readonly label: string;
  readonly list: readonly { readonly name: string; readonly expression: string }[];
  /** The column that holds the amount where it is a new one. */
  readonly amount: string | undefined;
}

/** What makes dates and numbers of the columns that are not those yet, under the same names. */
function formulasFor({ columns }: Seen, { date, amount }: Choice): Formulas {
  const day = columns.find((c) => c.name === date)!;
  const readDate = day.type === 'date' || day.type === 'timestamp' ? [] : [{ name: date, expression: showExpr(day.date!.expr) }];
  if (amount.kind === 'product') {
    const name = freeName(
      'amount',
      columns.map((c) => c.name),
    );
    const list = [...readDate, { name, expression: showExpr(amountExpr(amount, columns)) }];
    return { label: readDate.length ? 'Date and amount' : 'Amount', list, amount: name };
  }
  const value = columns.find((c) => c.name === amount.name)!;
  const readAmount = value.type === 'string' ? [{ name: amount.name, expression: showExpr(value.number!.expr) }] : [];
  const label = [readDate.length && 'Date', readAmount.length && 'Amount'].filter(Boolean).join(' and ').replace('and A', 'and a');
  return { label, list: [...readDate, ...readAmount], amount: undefined };
}

/** One row of steps right of the reader and one below it, as far down as no other card is in the way. */
function placesFor({ nodes }: Workflow, reader: string, firsts: number): readonly Position[] {
  const [x, y] = nodes.find((n) => n.id === reader)!.at;
  const others = nodes.filter((n) => n.id !== reader).map((n) => n.at);
  for (let down = 0; ; down += PITCH[1]) {
    const places: readonly Position[] = [
      ...Array.from({ length: firsts }, (_, i): Position => [x + (i + 1) * PITCH[0], y + down]),
      [x, y + down + 184],
      [x + PITCH[0], y + down + 136],
      [x + 2 * PITCH[0], y + down + 184],
      [x + 3 * PITCH[0], y + down + 184],
    ];
    if (!places.some((place) => others.some((other) => overlap(place, other)))) return places;
  }
}

/** The day after one that is written as yyyy-MM-dd; a day that no calendar here has stays as it is. */
function dayAfter(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}
