import { scaleLinear } from 'd3-scale';
import { useEditor } from '../editor.ts';
import { labelFor, short } from '../dock/numbers.ts';
import { numberAt, rowsOf, textAt, textTableOf, type Table } from '../dock/table.ts';
import { factsOf } from '../inspector/facts.ts';
import { Drawing } from './drawing.tsx';
import { Panel, ViewTitle } from './panel.tsx';
import { tableOutput, type Drawn, type View } from './view.ts';

interface ImportanceTables {
  readonly importance: Table;
}

/** How much each feature adds to what a forest knows. */
export const importanceView: View<ImportanceTables> = {
  data: (node) => ({ importance: tableOutput(node, 'importance') }),
  Draw: ImportanceDrawing,
};

const FIGURES = new Set(['Accuracy on unseen rows', 'Log loss on unseen rows', 'Rows learned from', 'Trees']);
const ROW = 28;
const LABELS = 176;
const VALUES = 96;
const AXIS = 24;

function ImportanceDrawing({ node, tables: { importance } }: Drawn<ImportanceTables>) {
  const { engine } = useEditor();
  const model = node.outputs.get('model');
  const learned = model?.kind === 'fit' ? engine.model(model) : undefined;
  const facts = learned ? factsOf(learned).filter(([name]) => FIGURES.has(name)) : [];
  const features = rowsOf(importance)
    .map((i) => ({
      name: textAt(importance, 'feature', i),
      share: numberAt(importance, 'importance', i),
      sd: numberAt(importance, 'sd', i),
    }))
    .sort((a, b) => b.share - a.share);
  const [top] = features;
  return (
    <>
      <ViewTitle
        title="What the forest goes by"
        text={top ? `${labelFor(top.name)} tells most, ${short(top.share * 100)} % of all that was learned.` : 'No feature told anything.'}
      >
        <dl className="view-figures num">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </ViewTitle>
      <Panel
        title="Importance of features"
        text="Share of the decrease in Gini impurity; whiskers are one standard deviation over the trees. Features with many different values are flattered, and related features share what they know."
        table={() => textTableOf(importance)}
      >
        <Drawing height={features.length * ROW + AXIS} label={features.map((f) => `${labelFor(f.name)} ${short(f.share)}`).join(', ')}>
          {(width) => {
            const x = scaleLinear(
              [0, Math.max(...features.map((f) => f.share + f.sd), 0.01)],
              [LABELS, Math.max(width - VALUES, LABELS + 1)],
            );
            const bottom = features.length * ROW;
            return (
              <>
                {x.ticks(5).map((tick) => (
                  <g key={tick}>
                    <line className="gridline" x1={x(tick)} x2={x(tick)} y1={0} y2={bottom} />
                    <text x={x(tick)} y={bottom + 16} textAnchor="middle">
                      {short(tick)}
                    </text>
                  </g>
                ))}
                {features.map(({ name, share, sd }, i) => {
                  const y = i * ROW + ROW / 2;
                  return (
                    <g key={name}>
                      <text className="label" x={LABELS - 12} y={y} dy="0.35em" textAnchor="end">
                        <title>{name}</title>
                        {clipped(labelFor(name))}
                      </text>
                      <rect className="mark" x={x(0)} y={y - 8} width={Math.max(x(share) - x(0), 0)} height={16} />
                      <path
                        className="whisker"
                        d={`M${x(Math.max(share - sd, 0))} ${y}H${x(share + sd)}M${x(share + sd)} ${y - 4}v8M${x(Math.max(share - sd, 0))} ${y - 4}v8`}
                      />
                      <text x={width} y={y} dy="0.35em" textAnchor="end">
                        <tspan className="strong">{share.toFixed(3)}</tspan> ±{sd.toFixed(3)}
                      </text>
                    </g>
                  );
                })}
                <line className="axis" x1={x(0)} x2={x(0)} y1={0} y2={bottom} />
              </>
            );
          }}
        </Drawing>
      </Panel>
    </>
  );
}

const clipped = (text: string): string => (text.length > 26 ? `${text.slice(0, 25)}…` : text);
