import { scaleLinear } from 'd3-scale';
import { count, labelFor, percent } from '../dock/numbers.ts';
import { numberAt, rowsOf, textAt, textTableOf, type Table } from '../dock/table.ts';
import { Panel, ViewTitle } from './panel.tsx';
import { seqStep } from './ramp.ts';
import { tableOutput, type Drawn, type View } from './view.ts';

interface ScoreTables {
  readonly confusion: Table;
  readonly scores: Table;
}

/** How good predictions are, and which classes are taken for which. */
export const scoresView: View<ScoreTables> = {
  data: (node) => ({ confusion: tableOutput(node, 'confusion'), scores: tableOutput(node, 'scores') }),
  Draw: ScoresDrawing,
};

function ScoresDrawing({ tables: { confusion, scores } }: Drawn<ScoreTables>) {
  const matrix = matrixFrom(confusion);
  const value = (metric: string): number =>
    numberAt(scores, 'value', rowsOf(scores).find((i) => textAt(scores, 'metric', i) === metric) ?? -1);
  const largest = [...matrix.actual].sort((a, b) => b[1] - a[1])[0];
  return (
    <>
      <ViewTitle
        title={`${percent(value('accuracy'))} of ${count(matrix.rows)} predictions are right`}
        text={largest ? `Always saying ${largest[0]} would be right for ${percent(largest[1] / matrix.rows)}.` : ''}
      />
      <div className="scores-panels">
        <Panel
          title="Measures"
          text="Dot: the figure. Line: where 95 of 100 samples of customers like these would put it."
          table={() => textTableOf(scores)}
        >
          <table className="scores-measures num">
            <tbody>
              {rowsOf(scores).map((i) => (
                <Measure
                  key={textAt(scores, 'metric', i)}
                  name={textAt(scores, 'metric', i)}
                  value={numberAt(scores, 'value', i)}
                  low={numberAt(scores, 'low', i)}
                  high={numberAt(scores, 'high', i)}
                />
              ))}
            </tbody>
          </table>
        </Panel>
        <Confusion matrix={matrix} table={confusion} />
      </div>
    </>
  );
}

const WIDTH = 160;

/** All measures but log loss run from 0 to 1, the best. */
function Measure({ name, value, low, high }: { name: string; value: number; low: number; high: number }) {
  const isShare = name !== 'log loss';
  const x = scaleLinear([0, isShare ? 1 : Math.max(high, 1)], [5, WIDTH - 5]);
  const text = (v: number): string => (Number.isFinite(v) ? v.toFixed(3) : '—');
  return (
    <tr>
      <th scope="row">{labelFor(name)}</th>
      <td aria-hidden="true">
        <svg width={WIDTH} height={20}>
          <line className="gridline" x1={x(0)} x2={x.range()[1]} y1={10} y2={10} />
          {Number.isFinite(low) && <path className="whisker" d={`M${x(low)} 10H${x(high)}M${x(low)} 6v8M${x(high)} 6v8`} />}
          {Number.isFinite(value) && <circle className="mark" cx={x(value)} cy={10} r={4} />}
        </svg>
      </td>
      <td>
        <b>{text(value)}</b>
      </td>
      <td className="dim">
        {text(low)} to {text(high)}
      </td>
    </tr>
  );
}

interface Matrix {
  readonly classes: readonly string[];
  readonly rows: number;
  readonly actual: ReadonlyMap<string, number>;
  readonly predicted: ReadonlyMap<string, number>;
  at(actual: string, predicted: string): number;
}

/** The counts of a confusion table by class, with their sums. */
export function matrixFrom(confusion: Table): Matrix {
  const [actual, predicted] = [new Map<string, number>(), new Map<string, number>()];
  const cells = new Map<string, Map<string, number>>();
  for (const i of rowsOf(confusion)) {
    const [a, p, rows] = [textAt(confusion, 'actual', i), textAt(confusion, 'predicted', i), numberAt(confusion, 'rows', i)];
    actual.set(a, (actual.get(a) ?? 0) + rows);
    predicted.set(p, (predicted.get(p) ?? 0) + rows);
    cells.set(a, (cells.get(a) ?? new Map<string, number>()).set(p, rows));
  }
  const rows = [...actual.values()].reduce((sum, n) => sum + n, 0);
  return { classes: [...actual.keys()], rows, actual, predicted, at: (a, p) => cells.get(a)?.get(p) ?? 0 };
}

function Confusion({ matrix: { classes, actual, predicted, at }, table }: { matrix: Matrix; table: Table }) {
  const right = (name: string, all: number): string => (all ? percent(at(name, name) / all) : '—');
  return (
    <Panel
      title="Where it goes wrong"
      text="Rows: the true class. Columns: what was predicted. Colour: share of the row."
      table={() => textTableOf(table)}
    >
      <div className="scores-frame">
        <table className="scores-confusion num">
          <thead>
            <tr>
              <td />
              {classes.map((p) => (
                <th key={p} scope="col" title={p}>
                  {p}
                </th>
              ))}
              <th scope="col">Found</th>
            </tr>
          </thead>
          <tbody>
            {classes.map((a) => {
              const all = actual.get(a) ?? 0;
              return (
                <tr key={a}>
                  <th scope="row" title={a}>
                    <span className="ellipsis">{a}</span> <span className="dim">{count(all)}</span>
                  </th>
                  {classes.map((p) => {
                    const share = all ? at(a, p) / all : 0;
                    return (
                      <td key={p} data-seq={at(a, p) ? seqStep(share) : 0} title={`${a} predicted as ${p}: ${percent(share)}`}>
                        {count(at(a, p))}
                      </td>
                    );
                  })}
                  <td className="muted">{right(a, all)}</td>
                </tr>
              );
            })}
            <tr className="muted">
              <th scope="row">When predicted, right</th>
              {classes.map((p) => (
                <td key={p}>{right(p, predicted.get(p) ?? 0)}</td>
              ))}
              <td />
            </tr>
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
