import { describe, expect, test } from 'vitest';
import { nodeTypes } from '../../../nodes/index.ts';
import { compiler } from '../../../src/core/compile.ts';
import type { Json, WorkflowParam } from '../../../src/core/params.ts';
import type { SourceColumn } from '../../../src/core/source.ts';
import { EMPTY, type Frame, type Workflow } from '../../../src/core/workflow.ts';
import { sparkGaps, workflowScript } from '../../../src/engines/spark/workflow-script.ts';

type Setting = readonly [id: string, type: string, params?: Readonly<Record<string, Json>>, label?: string];

const ORDERS: readonly SourceColumn[] = [
  { name: 'customer', type: 'string' },
  { name: 'day', type: 'date' },
  { name: 'amount', type: 'double' },
];

function workflowOf(
  nodes: readonly Setting[],
  wires: readonly string[],
  more: {
    readonly params?: readonly WorkflowParam[];
    readonly frames?: readonly Frame[];
    readonly title?: string;
    readonly columns?: readonly SourceColumn[];
  } = {},
): Workflow {
  const { columns = ORDERS, ...rest } = more;
  return {
    ...EMPTY,
    ...rest,
    sources: [{ kind: 'file', name: 'orders', path: 'orders.csv', format: 'csv', options: {}, columns }],
    nodes: nodes.map(([id, type, params = {}, label], i) => ({
      id,
      type,
      version: 1,
      label,
      params: Object.entries(params),
      at: [i * 100, 0],
    })),
    edges: wires.map((wire) => {
      const [from, to] = wire.split(' ').map((end) => end.split('.') as [string, string]);
      return { from: from!, to: to! };
    }),
  };
}

function scriptOf(workflow: Workflow, until?: string): string {
  const compiled = compiler(nodeTypes)(workflow);
  if (compiled.issues.length) throw new Error(compiled.issues.map((i) => `${i.node}: ${i.message}`).join('\n'));
  const fitted = { model: () => undefined, rows: () => undefined };
  return workflowScript({ workflow, compiled, types: nodeTypes, file: 'orders.clade.json', fitted, until }).text;
}

const READER: Setting = ['orders', 'csv-reader', { source: 'orders' }, 'Orders'];

describe('a printed script', () => {
  const small = workflowOf(
    [
      READER,
      ['paid', 'row-filter', { condition: 'amount > $least and customer is not null' }, 'Paid orders'],
      ['spend', 'group-by', { keys: ['customer'], measures: [{ fn: 'sum', column: 'amount' }] }, 'Spend'],
      ['file', 'table-writer', { file: 'spend', format: 'parquet' }],
    ],
    ['orders.table paid.table', 'paid.pass spend.table', 'spend.table file.table'],
    {
      title: 'Spend per customer',
      params: [{ name: 'least', type: 'double', value: 10, doc: 'Smaller orders do not count.' }],
      frames: [{ id: 'f', title: 'Clean', at: [90, -10], size: [20, 20] }],
    },
  );

  test('has a variable a node, a comment block a frame, and parameters as arguments', () => {
    const script = scriptOf(small);
    expect(script.slice(script.indexOf('def build'))).toMatchInlineSnapshot(`
      "def build(orders: DataFrame, least: float) -> dict[str, DataFrame]:
          """The tables that the workflow ends in, from any DataFrames with its columns; nothing is written."""
          # ── Clean ───────────────────────────────────────────────────────────────────────────────────────
          # Paid orders: amount > 10.0 and customer is not null
          paid_orders = orders.where((F.col("amount") > least) & F.col("customer").isNotNull())

          # Spend: By customer: 1 measure
          spend = (
              paid_orders
              .groupBy("customer")
              .agg(significant(F.sum(F.col("amount"))).alias("sum_amount"))
          )

          return {"spend": spend}


      def main() -> None:
          parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
          parser.add_argument("--orders", default="orders.csv", metavar="PATH")
          parser.add_argument("--least", type=float, default=10.0, help="Smaller orders do not count.")
          parser.add_argument(
              "--out",
              required=True,
              metavar="FOLDER",
              help="each table becomes a folder in it",
          )
          args = parser.parse_args()

          spark = SparkSession.builder.appName("Spend per customer").getOrCreate()
          for name, value in SETTINGS.items():
              spark.conf.set(name, value)

          tables = build(read_orders(spark, args.orders), least=args.least)
          tables["spend"].write.mode("overwrite").parquet(f"{args.out}/spend.parquet")


      if __name__ == "__main__":
          main()
      "
    `);
  });

  test('reads every column with the type that the workflow has for it', () => {
    const script = scriptOf(small);
    expect(script).toContain('to_date(F.col("day")).alias("day")');
    expect(script).toContain('to_double(F.col("amount")).alias("amount")');
  });

  test('is the same whenever it is printed', () => {
    expect(scriptOf(small)).toBe(scriptOf(structuredClone(small)));
  });

  test('ends where it is told to', () => {
    const script = scriptOf(small, 'paid');
    expect(script).not.toContain('groupBy');
    expect(script).toContain('return {"paid_orders": paid_orders, "paid_orders_reject": paid_orders_reject}');
  });

  test('gives no variable the name of a function that it carries', () => {
    const script = scriptOf(
      workflowOf(
        [READER, ['d', 'data-profile', {}, 'Profile'], ['s', 'duplicates', {}, 'Significant']],
        ['orders.table d.table', 'd.profile s.table'],
      ),
    );
    const carried = new Set([...script.matchAll(/^def ([a-z_]+)/gm)].map(([, name]) => name));
    const assigned = [...script.matchAll(/^    ([a-z_0-9]+) = /gm)].map(([, name]) => name);
    expect(carried).toContain('profile');
    expect(assigned.filter((name) => carried.has(name))).toEqual([]);
  });

  test('defines no function twice, whatever a source is called', () => {
    for (const name of ['csv', 'lines', 'time', 'out']) {
      const workflow = workflowOf([['r', 'csv-reader', { source: name }]], []);
      const script = scriptOf({ ...workflow, sources: workflow.sources.map((source) => ({ ...source, name })) });
      const defined = [...script.matchAll(/^def ([a-z_0-9]+)/gm)].map(([, found]) => found);
      expect(new Set(defined).size).toBe(defined.length);
      expect(script.match(/"--out"/g)).toHaveLength(1);
    }
  });

  test('asks for a CSV export of a workbook, and reads no workbook by itself', () => {
    const workflow = workflowOf([['r', 'excel-reader', { source: 'orders' }]], []);
    const script = scriptOf({
      ...workflow,
      sources: workflow.sources.map((source) => ({ ...source, path: 'orders.xlsx', format: 'excel' })),
    });
    expect(script.replace(/\s+/g, ' ')).toContain('"--orders", required=True, metavar="PATH", help="a CSV export of orders.xlsx"');
    expect(script).not.toContain('default="orders.xlsx"');
  });

  test('carries only what it calls', () => {
    const called = new Set(scriptOf(small).match(/\b[a-z_]+(?=\()/g));
    for (const [, name] of scriptOf(small).matchAll(/^def ([a-z_]+)/gm)) expect(called).toContain(name);
  });
});

describe('names from outside', () => {
  const payload = '"""\nimport os; pwned()\n# \\" \' `x` {pwned()} %s';

  test('are never code', () => {
    const columns: readonly SourceColumn[] = [
      { name: payload, type: 'string' },
      { name: '__proto__', type: 'double' },
    ];
    const workflow = workflowOf(
      [
        ['orders', 'csv-reader', { source: 'orders', rowNumber: `${payload} 2` }, payload],
        ['twice', 'formula', { formulas: [{ name: `${payload} 3`, expression: `'${payload.replaceAll("'", "''")}'` }] }, payload],
        [
          'spend',
          'group-by',
          {
            keys: [payload],
            measures: [
              { fn: 'mode', column: '__proto__', as: `${payload} 4` },
              { fn: 'max', column: `${payload} 3` },
            ],
          },
          payload,
        ],
        ['file', 'table-writer', { file: 'spend' }, payload],
      ],
      ['orders.table twice.table', 'twice.table spend.table', 'spend.table file.table'],
      {
        title: payload,
        columns,
        params: [{ name: 'x', type: 'string', value: payload, doc: payload }],
        frames: [{ id: 'f', title: payload, at: [-50, -50], size: [900, 900] }],
      },
    );
    const script = scriptOf({ ...workflow, description: payload });
    expect(script).toContain('pwned');
    expect(codeOnly(script)).not.toMatch(/\bpwned\(/);
  });
});

/** A Python text without its texts and comments. */
const codeOnly = (python: string): string => python.replace(/"""[^]*?"""|r?"(?:[^"\\\n]|\\.)*"|#[^\n]*/g, '');

describe('what Spark cannot do', () => {
  const gapsOf = (workflow: Workflow) => sparkGaps(workflow, compiler(nodeTypes)(workflow), nodeTypes);

  test('is told by node, with what to do instead', () => {
    const workflow = workflowOf(
      [
        ['made', 'sample-data', {}, 'Made up'],
        ['grid', 'table-view'],
      ],
      ['made.orders grid.table'],
    );
    expect(gapsOf(workflow)).toEqual([
      { node: 'made', message: 'Spark cannot make up sample data.', fix: 'Write it to a file with a Table Writer, and read that file.' },
    ]);
    expect(() => scriptOf(workflow)).toThrow('Made up: Spark cannot make up sample data.');
  });

  test('is no matter where nobody needs it', () => {
    expect(gapsOf(workflowOf([READER, ['grid', 'table-view']], ['orders.table grid.table']))).toEqual([]);
    expect(gapsOf(workflowOf([READER], []))).toEqual([]);
    expect(gapsOf(workflowOf([READER, ['grid', 'table-view']], ['orders.rejects grid.table'])).map((g) => g.node)).toEqual(['orders']);
  });

  test('includes files that it cannot write', () => {
    const workflow = workflowOf([READER, ['file', 'table-writer', { file: 'x', format: 'excel' }]], ['orders.table file.table']);
    expect(gapsOf(workflow).map((g) => g.node)).toEqual(['file']);
  });
});
