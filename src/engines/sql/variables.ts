import { lit, typeOf, type Expr, type ExprType } from '../../core/expr.ts';
import type { ParamUses } from '../../core/param-uses.ts';
import type { WorkflowParam } from '../../core/params.ts';
import type { Measure, Named, TableOp, WindowColumn } from '../../core/plan.ts';
import { column, freeName, PlanError, type Column, type Schema } from '../../core/schema.ts';
import { snakeCase } from '../script-parts.ts';
import { quoteName, quoteText, sqlExpr, sqlType } from '../local/expression.ts';
import { piecesOf, type Piece } from './tree.ts';
import { opSql } from '../local/sql.ts';

/**
 * The parameters of a workflow as variables of a script. While an op is printed, a column that no table has stands for
 * each variable, so that nothing in the SQL relies on its value.
 */
export class Variables {
  private readonly params: readonly WorkflowParam[];
  private readonly literals: ReadonlyMap<Expr, string>;
  private readonly fixed: Set<string>;
  private readonly names = new Map<string, string>();
  /** By quoted name. */
  private readonly columns = new Map<string, Column & { readonly param: string }>();
  private readonly columnNames: Set<string>;
  private readonly used = new Set<string>();

  constructor(params: readonly WorkflowParam[], { literals, fixed }: ParamUses, tables: readonly TableOp[]) {
    this.params = params;
    this.literals = literals;
    this.fixed = new Set(fixed);
    this.columnNames = new Set(tables.flatMap((op) => op.schema.map((c) => c.name)));
    for (const { name } of params) this.names.set(name, freeName(snakeCase(name) || 'param', this.names.values()));
    for (const op of tables) for (const expr of exprsOf(op)) this.check(expr, schemaOf(op));
  }

  /** `op` alone as a query, with columns in place of variables. */
  printed(op: TableOp, nameOf: (op: TableOp) => string): string {
    if (exprsOf(op).every((expr) => this.open(expr) === expr)) return opSql(op, nameOf);
    const { input } = op as Extract<TableOp, { input: TableOp }>;
    const open = { ...withExprs(op, (expr) => this.open(expr)), input: { ...input, schema: this.widened(input.schema) } };
    return opSql(open, () => nameOf(input));
  }

  /** Variables in place of the columns that stood for them. */
  named(pieces: readonly Piece[]): Piece[] {
    return pieces.flatMap((piece): readonly Piece[] => {
      if (piece.kind === 'group') return [{ ...piece, body: this.named(piece.body) }];
      const variable = this.columns.get(piece.text);
      if (!variable) return [piece];
      this.used.add(variable.param);
      const { type } = this.params.find((p) => p.name === variable.param)!;
      const cast = variable.type === type ? '' : `::${sqlType(variable.type)}`;
      const [first, ...rest] = piecesOf(`getvariable(${quoteText(this.names.get(variable.param)!)})${cast}`);
      return [{ ...first!, apart: piece.apart }, ...rest];
    });
  }

  /** Those that `named` met, with the statement that sets each. */
  settings(): (readonly [param: WorkflowParam, sql: string])[] {
    return this.params
      .filter((p) => this.used.has(p.name))
      .map((p) => [p, `SET VARIABLE ${quoteName(this.names.get(p.name)!)} = ${sqlExpr(lit(p.value as string, p.type), [])}`]);
  }

  /** Parameters that a script cannot change. */
  settled(): WorkflowParam[] {
    return this.params.filter((p) => this.fixed.has(p.name) && p.value !== null);
  }

  private widened(schema: Schema): Schema {
    return [...schema, ...this.columns.values()];
  }

  private open(expr: Expr): Expr {
    switch (expr.kind) {
      case 'col':
        return expr;
      case 'lit': {
        const param = this.literals.get(expr);
        return param === undefined || this.fixed.has(param) ? expr : { kind: 'col', name: this.columnFor(param, expr.type) };
      }
      case 'call': {
        const args = expr.args.map((arg) => this.open(arg));
        return args.every((arg, i) => arg === expr.args[i]) ? expr : { ...expr, args };
      }
    }
  }

  private columnFor(param: string, type: ExprType): string {
    const known = [...this.columns.values()].find((c) => c.param === param && c.type === type);
    if (known) return known.name;
    const name = freeName(`variable ${this.names.get(param)} ${type}`, this.columnNames);
    this.columnNames.add(name);
    this.columns.set(quoteName(name), { ...column(name, type === 'null' ? 'string' : type, { nullable: false }), param });
    return name;
  }

  /** Fixes the parameters of an expression that has no meaning unless they are written out, such as a pattern. */
  private check(expr: Expr, schema: Schema): void {
    const open = this.open(expr);
    if (open === expr) return;
    try {
      typeOf(open, this.widened(schema));
    } catch (error) {
      if (!(error instanceof PlanError)) throw error;
      for (const param of this.paramsIn(expr)) this.fixed.add(param);
    }
  }

  private paramsIn(expr: Expr): string[] {
    if (expr.kind === 'call') return expr.args.flatMap((arg) => this.paramsIn(arg));
    const param = this.literals.get(expr);
    return param === undefined ? [] : [param];
  }
}

const schemaOf = (op: TableOp): Schema => ('input' in op ? op.input.schema : op.schema);

function exprsOf(op: TableOp): Expr[] {
  switch (op.kind) {
    case 'project':
      return op.columns.map((c) => c.expr);
    case 'filter':
      return [op.where];
    case 'aggregate':
      return op.measures.flatMap((m) => [...(m.of ? [m.of] : []), ...(m.where ? [m.where] : [])]);
    case 'window':
      return op.columns.flatMap((c) => (c.of ? [c.of] : []));
    default:
      return [];
  }
}

function withExprs(op: TableOp, change: (expr: Expr) => Expr): TableOp {
  const changed = (expr: Expr | undefined): Expr | undefined => expr && change(expr);
  switch (op.kind) {
    case 'project':
      return { ...op, columns: op.columns.map((c): Named => ({ ...c, expr: change(c.expr) })) };
    case 'filter':
      return { ...op, where: change(op.where) };
    case 'aggregate':
      return { ...op, measures: op.measures.map((m): Measure => ({ ...m, of: changed(m.of), where: changed(m.where) })) };
    case 'window':
      return { ...op, columns: op.columns.map((c): WindowColumn => ({ ...c, of: changed(c.of) })) };
    default:
      return op;
  }
}
