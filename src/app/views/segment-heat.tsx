import { Panel, Swatch } from './panel.tsx';
import { RampLegend } from './ramp-legend.tsx';
import { effectStep } from './ramp.ts';
import { lightsOf, type Lights } from './segment-lights.ts';
import { effectWords, type Segments } from './segments.ts';

/** Medians by segment and feature, coloured by how far the mean is from that of all customers. */
export function SegmentHeat({ all, ...lights }: Lights) {
  return (
    <Panel title="What is typical for whom" table={() => heatTable(all)}>
      <div className="segment-heat-frame">
        <table className="segment-heat num">
          <thead>
            <tr>
              <td />
              {all.features.map((f) => (
                <th key={f.name} scope="col">
                  {f.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {all.segments.map((segment) => (
              <tr key={segment.key} {...lightsOf(lights, segment.key)}>
                <th scope="row">
                  <span>
                    <Swatch colour={segment.colour} />
                    <span className="ellipsis">{segment.name}</span>
                  </span>
                </th>
                {all.features.map((f) => {
                  const trait = segment.traits.get(f.name);
                  const words = trait && Number.isFinite(trait.effect) ? effectWords(trait.effect) : 'not known';
                  return (
                    <td key={f.name} data-step={trait ? effectStep(trait.effect) : 0} title={`${segment.name}, ${f.label}: ${words}`}>
                      {f.text(trait?.median ?? NaN)}
                    </td>
                  );
                })}
              </tr>
            ))}
            <tr className="segment-heat-all">
              <th scope="row">All customers</th>
              {all.features.map((f) => (
                <td key={f.name}>{f.text(f.median)}</td>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
      <RampLegend low="Below average" high="above average" />
      <p className="panel-note">Cell: median. Colour: distance of the mean from all, steps at 0.25, 0.75 and 1.4 standard deviations.</p>
    </Panel>
  );
}

function heatTable({ segments, features }: Segments) {
  return {
    names: ['segment', ...features.flatMap((f) => [`${f.name} median`, `${f.name} effect`])],
    rows: [
      ...segments.map((s) => [
        s.name,
        ...features.flatMap((f) => [numberOrNull(s.traits.get(f.name)?.median), numberOrNull(s.traits.get(f.name)?.effect)]),
      ]),
      ['All customers', ...features.flatMap((f) => [numberOrNull(f.median), 0])],
    ],
  };
}

const numberOrNull = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);
