import { isTable, type TableOp } from '../../core/plan.ts';
import { findColumn } from '../../core/schema.ts';
import type { Endpoint } from '../../core/workflow.ts';
import { loadTables } from '../dock/use-tables.ts';
import type { Editor } from '../store.ts';
import { factsOp, lookAt, SAMPLE, type Seen } from './look.ts';
import { amountExpr, type Choice } from './propose.ts';

/** The table at an output, as it is compiled now. */
export function tableAt(editor: Editor, [node, port]: Endpoint): TableOp | undefined {
  const op = editor.getState().compiled.nodes.get(node)?.outputs.get(port);
  return op && isTable(op) ? op : undefined;
}

/** Looks through a whole table for what could be a customer, a date, an amount. */
export async function examine(editor: Editor, table: TableOp, signal: AbortSignal): Promise<Seen> {
  if (!editor.engine.has(table)) await editor.compute([table], signal);
  const page = await editor.engine.page(table, { from: 0, count: SAMPLE });
  const cells = new Map(page.columns.map((c) => [c.name, c.values]));
  const look = lookAt(table, (name) => cells.get(name) ?? []);
  const { tables, problem } = await loadTables(editor, new Map([['counted', look.op]]), signal);
  if (!tables) throw new Error(problem ?? 'Stopped.');
  return look.seen(tables.get('counted')!);
}

/** One row from which `factsFrom` reads what the orders come to with the columns chosen; nothing where a column cannot be read so. */
export function orderFactsOf(table: TableOp, seen: Seen, choice: Choice): TableOp | undefined {
  const customer = findColumn(table.schema, choice.customer);
  const date = seen.columns.find((c) => c.name === choice.date)?.date?.expr;
  return customer && date && factsOp(table, { customer, date, amount: amountExpr(choice.amount, seen.columns), order: choice.order });
}
