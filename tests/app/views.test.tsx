import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { tableFrom, type Table } from '../../src/app/dock/table.ts';
import { correlationStep, effectStep } from '../../src/app/views/ramp.ts';
import { matrixFrom, scoresView } from '../../src/app/views/scores-view.tsx';
import { namesFor } from '../../src/app/views/segment-names.ts';
import { effectWords, flatFeatures, segmentsFrom, strongest } from '../../src/app/views/segments.ts';
import { segmentsView } from '../../src/app/views/segments-view.tsx';
import { spread } from '../../src/app/views/spread.ts';
import { EditorContext } from '../../src/app/editor.ts';
import { createEditor } from '../../src/app/store.ts';
import { nodeTypes } from '../../nodes/index.ts';
import { compiler, type CompiledNode } from '../../src/core/compile.ts';
import type { Cell } from '../../src/core/engine.ts';
import { isTable } from '../../src/core/plan.ts';
import { isNumeric } from '../../src/core/schema.ts';
import { EMPTY, type Workflow, type WorkflowNode } from '../../src/core/workflow.ts';

const table = (...columns: readonly (readonly [name: string, ...values: Cell[]])[]): Table =>
  tableFrom({ columns: columns.map(([name, ...values]) => ({ name, type: 'string', values })) });

const profile = table(
  ['segment', 1, 1, 2, 2, null, null],
  ['feature', 'orders', 'returns', 'orders', 'returns', 'orders', 'returns'],
  ['rank', 1, 2, 1, 2, 1, 2],
  ['mean', 9, 0.051, 2, 0.05, 3, 0.05],
  ['median', 11, 0.05, 1, 0.05, 3, 0.05],
  ['q25', 8, 0, 1, 0, 2, 0],
  ['q75', 14, 0.1, 2, 0.1, 4, 0.1],
  ['all_median', 3, 0.05, 3, 0.05, 3, 0.05],
  ['effect', 1.6, 0.01, -0.5, 0, -0.1, 0],
);
const cards = table(
  ['segment', 2, 1, null],
  ['customers', 700, 280, 20],
  ['share', 0.7, 0.28, 0.02],
  ['value', 20_000, 79_000, 1000],
  ['value_share', 0.2, 0.79, 0.01],
  ['value_per_customer', 28.6, 282.1, 50],
  ['sentence', 'Most of them order once.', '28 % of customers bring 79 % of value.', '2 % of customers.'],
);
const names = table(['segment', 1, 2], ['name', 'Loyal regulars', 'One order'], ['colour', 4, 2]);

describe('segments', () => {
  test('are called as they were named and keep that colour; others go by number and size', () => {
    const called = segmentsFrom(profile, cards, names, []).segments.map((s) => [s.name, s.colour]);
    expect(called).toEqual([
      ['One order', 'var(--seg-2)'],
      ['Loyal regulars', 'var(--seg-4)'],
      ['Not assigned', 'var(--seg-rest)'],
    ]);
    const numbered = segmentsFrom(profile, cards, undefined, []).segments.map((s) => [s.name, s.colour]);
    expect(numbered).toEqual([
      ['Segment 2', 'var(--seg-1)'],
      ['Segment 1', 'var(--seg-2)'],
      ['Not assigned', 'var(--seg-rest)'],
    ]);
  });

  test('add up, and show features in the order of the table', () => {
    const all = segmentsFrom(profile, cards, names, ['returns', 'orders']);
    expect([all.customers, all.value, all.isValued]).toEqual([1000, 100_000, true]);
    expect(all.features.map((f) => [f.label, f.text(f.median)])).toEqual([
      ['Returns', '0.05'],
      ['Orders', '3'],
    ]);
    expect(strongest(all.segments[0]!, all.features, 1).map((f) => f.name)).toEqual(['orders']);
  });

  test('a feature in which none differs is pointed out', () => {
    expect(flatFeatures(segmentsFrom(profile, cards, names, [])).map((f) => f.name)).toEqual(['returns']);
  });

  test.each([
    [0, 0],
    [0.24, 0],
    [-0.25, -1],
    [0.75, 2],
    [-1.4, -3],
    [NaN, 0],
  ])('an effect of %d is step %i of the ramp', (effect, step) => expect(effectStep(effect)).toBe(step));

  test('an effect has words', () => {
    expect([-1.5, 0.1, 0.3].map(effectWords)).toEqual(['far below average', 'about average', 'a little above average']);
  });
});

test('labels are moved apart as little as it takes and stay inside', () => {
  expect(spread([10, 12, 50], 10, 0, 100)).toEqual([10, 20, 50]);
  expect(spread([98, 97], 10, 0, 100)).toEqual([100, 90]);
});

test('correlations of the same strength have opposite steps', () => {
  expect([0.05, 0.2, -0.2, 0.5, -0.9].map(correlationStep)).toEqual([0, 1, -1, 2, -3]);
});

test('a confusion table becomes rows of true classes', () => {
  const confusion = table(['actual', 'a', 'a', 'b', 'b'], ['predicted', 'a', 'b', 'a', 'b'], ['rows', 8, 2, 1, 9]);
  const matrix = matrixFrom(confusion);
  expect([matrix.rows, matrix.at('a', 'b'), matrix.actual.get('b'), matrix.predicted.get('a')]).toEqual([20, 2, 10, 9]);
});

const node = (id: string, type: string, params: WorkflowNode['params'] = []): WorkflowNode => ({
  id,
  type,
  version: 1,
  params,
  at: [0, 0],
});
/** Sample customers in segments, profiled and named. */
const workflow: Workflow = {
  ...EMPTY,
  nodes: [
    node('data', 'sample-data'),
    node('means', 'k-means'),
    node('profile', 'segment-profile'),
    node('names', 'name-segments'),
    node('other', 'name-segments', [['segment', 'runner_up']]),
  ],
  edges: [
    { from: ['data', 'customers'], to: ['means', 'table'] },
    { from: ['means', 'table'], to: ['profile', 'table'] },
    { from: ['means', 'table'], to: ['other', 'table'] },
    { from: ['means', 'table'], to: ['names', 'table'] },
  ],
};

test('names come from the node that names the same segments of the same customers', () => {
  const data = compiler(nodeTypes)({ ...workflow, edges: [] })
    .nodes.get('data')!
    .outputs.get('customers');
  const numbers = data && isTable(data) ? data.schema.filter((c) => isNumeric(c.type)).map((c) => c.name) : [];
  const nodes = workflow.nodes.map((n) => (n.id === 'means' ? { ...n, params: [['features', numbers]] as const } : n));
  const compiled = compiler(nodeTypes)({ ...workflow, nodes });
  const found = namesFor({ ...workflow, nodes }, (id) => compiled.nodes.get(id), 'profile');
  expect(compiled.issues).toEqual([]);
  expect(found).toBe(compiled.nodes.get('names')!.outputs.get('names'));
});

describe('a view as a page', () => {
  const bare: CompiledNode = { outputs: new Map(), inputs: new Map(), params: {}, notes: [], summary: '' };
  const editor = createEditor({} as Parameters<typeof createEditor>[0]);
  const textOf = (page: ReactNode): string =>
    renderToStaticMarkup(<EditorContext value={editor}>{page}</EditorContext>)
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ');

  test('segments are told by name, share, value and sentence', () => {
    const text = textOf(<segmentsView.Draw node={bare} tables={{ profile, cards, names }} />);
    expect(text).toContain('2 segments of 1,000 customers');
    expect(text).toContain('Loyal regulars 28 % of customers bring 79 % of value. Customers 28 % 280 Value 79 % 79,000');
    expect(text.indexOf('Loyal regulars')).toBeLessThan(text.indexOf('One order'));
  });

  test('names from outside stay text', () => {
    const hostile = table(['segment', 1, 2], ['name', '<img src=x onerror=alert(1)>', 'b'], ['colour', 1, 2]);
    const page = renderToStaticMarkup(
      <EditorContext value={editor}>
        <segmentsView.Draw node={bare} tables={{ profile, cards, names: hostile }} />
      </EditorContext>,
    );
    expect(page).not.toContain('<img');
  });

  test('scores say how many are right and what guessing would give', () => {
    const confusion = table(['actual', 'a', 'a', 'b', 'b'], ['predicted', 'a', 'b', 'a', 'b'], ['rows', 8, 2, 1, 19]);
    const scores = table(['metric', 'accuracy', 'log loss'], ['value', 0.9, 0.3], ['low', 0.8, 0.2], ['high', 0.97, 0.5]);
    const text = textOf(<scoresView.Draw node={bare} tables={{ confusion, scores }} />);
    expect(text).toContain('90 % of 30 predictions are right');
    expect(text).toContain('Always saying b would be right for 67 %.');
  });
});
