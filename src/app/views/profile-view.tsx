import { findColumn, type Schema } from '../../core/schema.ts';
import { ColumnCard } from '../dock/column-card.tsx';
import { profilesFrom, type ColumnProfile } from '../dock/column-profile.ts';
import { count, percent } from '../dock/numbers.ts';
import { numberAt, rowsOf, textAt, textTableOf, type Table } from '../dock/table.ts';
import { Panel, ViewTitle } from './panel.tsx';
import { RampLegend } from './ramp-legend.tsx';
import { correlationStep } from './ramp.ts';
import { tableOutput, type Drawn, type View } from './view.ts';

interface ProfileTables {
  readonly profile: Table;
  readonly distribution: Table;
  readonly correlation: Table;
}

/** What is in each column of a table, what is missing, and which numbers go together. */
export const profileView: View<ProfileTables> = {
  data: (node) => ({
    profile: tableOutput(node, 'profile'),
    distribution: tableOutput(node, 'distribution'),
    correlation: tableOutput(node, 'correlation'),
  }),
  Draw: ProfileDrawing,
};

function ProfileDrawing({ node, tables: { profile, distribution, correlation } }: Drawn<ProfileTables>) {
  const [table] = node.inputs.get('table') ?? [];
  const schema: Schema = table && table.kind !== 'fit' ? table.schema : [];
  const profiles = [...profilesFrom(profile, distribution).values()];
  const gappy = profiles.filter((p) => p.missing > 0).sort((a, b) => b.missing - a.missing);
  const rows = profiles[0]?.rows ?? 0;
  return (
    <>
      <ViewTitle
        title={`${count(rows)} rows, ${columnCount(profiles.length)}`}
        text={gappy.length ? `${gappy.length} of ${columnCount(profiles.length)} have missing values.` : 'Nothing is missing.'}
      />
      <Panel title="Columns" table={() => textTableOf(profile)}>
        <div className="column-cards profile-cards">
          {profiles.map((p) => (
            <ColumnCard key={p.column} column={findColumn(schema, p.column) ?? { name: p.column, type: p.type }} profile={p} />
          ))}
        </div>
      </Panel>
      <div className="profile-below">
        {gappy.length > 0 && <Missing columns={gappy} />}
        {correlation.rows > 0 && <Correlation correlation={correlation} />}
      </div>
    </>
  );
}

const columnCount = (columns: number): string => `${count(columns)} ${columns === 1 ? 'column' : 'columns'}`;

function Missing({ columns }: { columns: readonly ColumnProfile[] }) {
  return (
    <Panel
      title="Missing values"
      text="Share of rows without a value."
      table={() => ({ names: ['column', 'missing', 'rows'], rows: columns.map((c) => [c.column, c.missing, c.rows]) })}
    >
      <table className="profile-missing num">
        <tbody>
          {columns.map(({ column, missing, rows }) => (
            <tr key={column}>
              <th scope="row" className="ellipsis" title={column}>
                {column}
              </th>
              <td aria-hidden="true">
                <i style={{ width: `${(missing / rows) * 100}%` }} />
              </td>
              <td>
                <b>{percent(missing / rows)}</b> <span className="dim">{count(missing)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Correlation({ correlation }: { correlation: Table }) {
  const names = [...new Set(rowsOf(correlation).flatMap((i) => [textAt(correlation, 'a', i), textAt(correlation, 'b', i)]))];
  const pairs = new Map<string, Map<string, number>>(names.map((name) => [name, new Map()]));
  for (const i of rowsOf(correlation)) {
    const [a, b, r] = [textAt(correlation, 'a', i), textAt(correlation, 'b', i), numberAt(correlation, 'r', i)];
    pairs.get(a)!.set(b, r);
    pairs.get(b)!.set(a, r);
  }
  return (
    <Panel
      title="Which numbers go together"
      text="Pearson's r, steps at 0.1, 0.3 and 0.6. Two that nearly repeat each other count double in a clustering."
      table={() => textTableOf(correlation)}
    >
      <div className="scores-frame">
        <table className="profile-correlation num">
          <thead>
            <tr>
              <td />
              {names.map((name) => (
                <th key={name} scope="col" title={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((a) => (
              <tr key={a}>
                <th scope="row" className="ellipsis" title={a}>
                  {a}
                </th>
                {names.map((b) => {
                  const r = pairs.get(a)?.get(b) ?? NaN;
                  return a === b ? (
                    <td key={b} />
                  ) : (
                    <td key={b} data-step={correlationStep(r)} title={`${a} and ${b}`}>
                      {Number.isFinite(r) ? r.toFixed(2).replace('-', '−') : '—'}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <RampLegend low="Opposite" high="together" />
    </Panel>
  );
}
