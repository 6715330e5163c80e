import { columnsIn, requireCondition, type Expr } from '../../core/expr.ts';
import { aggregate, project, select, type TableOp } from '../../core/plan.ts';
import { findColumn, freeName, PlanError } from '../../core/schema.ts';

const MOST_COLUMNS = 8;

/** What a look at an expression reads: the columns in it with its value, and of a condition how many rows it lets through. */
export interface Previewed {
  readonly op: TableOp;
  /** The column of `op` that holds the value. */
  readonly result: string;
  /** One row of `pass` and `all`. */
  readonly counts: TableOp | undefined;
}

/** Nothing where the expression does not fit the table: its field says why. */
export function previewed(table: TableOp, expr: Expr, condition: boolean): Previewed | undefined {
  const used = [...columnsIn(expr)].filter((name) => findColumn(table.schema, name)).slice(0, MOST_COLUMNS);
  const result = freeName(condition ? 'passes' : 'result', used);
  try {
    if (condition) requireCondition(expr, table.schema);
    return {
      op: project(table, [...used.map((name) => ({ name, expr: { kind: 'col', name } as const })), { name: result, expr }]),
      result,
      counts: condition
        ? aggregate(
            table,
            [],
            [
              { name: 'pass', fn: 'count', where: expr },
              { name: 'all', fn: 'count' },
            ],
          )
        : undefined,
    };
  } catch (error) {
    if (error instanceof PlanError) return undefined;
    throw error;
  }
}

/** An op that can be looked at as soon as the rows of a table are there. */
export const probeOf = (table: TableOp): TableOp => select(table, [table.schema[0]!.name]);
