import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandNamed } from '../../src/app/commands/commands.ts';
import { codeLayout } from '../../src/app/export/code-blocks.ts';
import { tokens, type CodeLanguage } from '../../src/app/export/code-tokens.ts';
import { gapsOf } from '../../src/app/export/gaps.ts';
import { printed, runLine, scriptFile } from '../../src/app/export/print.ts';
import { templates } from '../../src/app/start/templates.ts';
import { createEditor } from '../../src/app/store.ts';
import { seed } from '../setup/seed.ts';
import { fakeEngine } from './fake-engine.ts';

const kindsIn = (text: string, language: CodeLanguage): [string, string][] =>
  [...tokens(text, language)].filter((t) => t.kind !== 'plain').map((t) => [t.kind, text.slice(t.from, t.to)]);

/** Text that is near to code: what opens and closes strings and comments, among anything else. */
const code = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '"',
        "'",
        '"""',
        "'''",
        '\\',
        '\n',
        '#',
        '--',
        '/*',
        '*/',
        '$$',
        'r"',
        "f'",
        'b"""',
        '\\"',
        "''",
        '(',
        ' ',
        '1e-5',
        '.5',
      ),
      fc.constantFrom('def', 'select', 'F.col', 'größe', '\u2028', '\ud83d', '😀'),
      fc.string(),
    ),
  )
  .map((parts) => parts.join(''));

describe('the tokens of code', () => {
  test.each(['python', 'sql'] as const)(`follow each other without a gap in any text of %s, seed ${seed}`, (language) => {
    fc.assert(
      fc.property(code, (text) => {
        const all = [...tokens(text, language)];
        expect(all.map((t) => text.slice(t.from, t.to)).join('')).toBe(text);
        expect(all.every((t) => t.to > t.from)).toBe(true);
        for (const { from } of all) expect([...tokens(text, language, from)]).toEqual(all.filter((t) => t.from >= from));
      }),
      { seed, numRuns: 500 },
    );
  });

  test('tell the parts of Python apart', () => {
    const text = 'def build(n: int = 1e-5):  # "why"\n    """Doc\n    "of" it."""\n    return F.col(r"a\\"b", b\'x\') if None else 3';
    expect(kindsIn(text, 'python')).toEqual([
      ['keyword', 'def'],
      ['function', 'build'],
      ['number', '1e-5'],
      ['comment', '# "why"'],
      ['string', '"""Doc\n    "of" it."""'],
      ['keyword', 'return'],
      ['function', 'col'],
      ['string', 'r"a\\"b"'],
      ['string', "b'x'"],
      ['keyword', 'if'],
      ['keyword', 'None'],
      ['keyword', 'else'],
      ['number', '3'],
    ]);
  });

  test('tell the parts of SQL apart, with keywords in any case and names in quotes left alone', () => {
    const text = `SELECT sum("it's -- a") AS a, 'x''y\\', E'it\\'s' -- "why"\n/* 'and' */ from t where b in (1.5)`;
    expect(kindsIn(text, 'sql')).toEqual([
      ['keyword', 'SELECT'],
      ['function', 'sum'],
      ['keyword', 'AS'],
      ['string', "'x'"],
      ['string', "'y\\'"],
      ['string', "E'it\\'s'"],
      ['comment', '-- "why"'],
      ['comment', "/* 'and' */"],
      ['keyword', 'from'],
      ['keyword', 'where'],
      ['keyword', 'in'],
      ['number', '1.5'],
    ]);
  });

  test('a quote that is not closed ends with its line, one of three signs with the text', () => {
    expect(kindsIn('a = "b\nif', 'python')).toEqual([
      ['string', '"b'],
      ['keyword', 'if'],
    ]);
    expect(kindsIn('"""b\nif', 'python')).toEqual([['string', '"""b\nif']]);
  });
});

describe('the layout of code', () => {
  test(`has every line once, and no block but the last that ends with an empty one, seed ${seed}`, () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('', '', 'a', 'b c'), { maxLength: 900 }), (lines) => {
        const text = lines.join('\n');
        const { blocks, lines: count } = codeLayout(text);
        const whole = text.replace(/\n$/, '');
        expect(blocks.map((b) => b.text).join('\n')).toBe(whole);
        expect(count).toBe(whole.split('\n').length);
        for (const b of blocks) expect(whole.slice(b.from, b.from + b.text.length)).toBe(b.text);
        expect(blocks.slice(0, -1).filter((b) => b.text.endsWith('\n'))).toEqual([]);
      }),
      { seed, numRuns: 200 },
    );
  });

  test('is as wide as its longest line', () => {
    expect(codeLayout('ab\nabcd\n').columns).toBe(4);
    expect(codeLayout('ab\n客客客').columns).toBe(6);
  });
});

describe('the commands for scripts', () => {
  test.each([
    ['export-pyspark', 'File'],
    ['export-sql', 'File'],
    ['check-spark', 'View'],
  ])('%s is listed under %s', (id, group) => {
    expect(commandNamed(id).group).toBe(group);
  });

  test('need a node to export', () => {
    const editor = createEditor(fakeEngine());
    expect(commandNamed('export-pyspark').when?.(editor.getState())).toBe(false);
    editor.addNode('sample-data', [0, 0]);
    expect(commandNamed('export-pyspark').when?.(editor.getState())).toBe(true);
  });
});

describe('the script of a workflow', () => {
  const rfm = templates.find((t) => t.id === 'rfm')!.workflow;

  test.each(['pyspark', 'sql'] as const)('in %s is refused for sample data, with its node and what to do', async (language) => {
    const editor = createEditor(fakeEngine());
    editor.addNode('sample-data', [0, 0]);
    expect(await printed(editor.engine, editor.getState(), language)).toMatchObject({
      kind: 'refused',
      gaps: true,
      obstacles: [{ node: 'sample-data', message: expect.stringMatching(/sample data/), fix: expect.stringMatching(/Table Writer/) }],
    });
  });

  test('has its gaps looked for once for each compiled workflow', () => {
    const editor = createEditor(fakeEngine());
    editor.addNode('sample-data', [0, 0]);
    const state = editor.getState();
    expect(gapsOf(state, 'pyspark')).toBe(gapsOf({ ...state }, 'pyspark'));
    editor.addNode('sample-data', [0, 0]);
    expect(gapsOf(editor.getState(), 'pyspark')).not.toBe(gapsOf(state, 'pyspark'));
  });

  test('is refused for a mistake, and leaves out what only waits for a wire', async () => {
    const editor = createEditor(fakeEngine());
    editor.addNode('csv-reader', [0, 0], { params: [['source', 'nothing']] });
    expect(await printed(editor.engine, editor.getState(), 'pyspark')).toMatchObject({
      kind: 'refused',
      gaps: false,
      obstacles: [{ node: 'csv-reader' }],
    });

    await editor.attach(new File(['x'], 'orders.csv'), 'csv', 'orders');
    editor.setParam('csv-reader', 'source', 'orders');
    editor.addNode('sort', [300, 0]);
    expect(await printed(editor.engine, editor.getState(), 'pyspark')).toMatchObject({
      kind: 'script',
      text: expect.stringMatching(/^"""Untitled workflow/),
      leftOut: ['sort'],
    });
  });

  test('asks for what has not been learned, names who learns it, and is there once that has run', async () => {
    const engine = fakeEngine();
    const editor = createEditor(engine, rfm);
    const before = await printed(engine, editor.getState(), 'pyspark');
    expect(before).toEqual({ kind: 'unfitted', nodes: ['k-means', 'names'], learners: ['k-means'] });

    await editor.run(['k-means', 'names']);
    const feature = { log: false, centre: 0, scale: 1, weight: 1, mean: 0 };
    const features = ['recency', 'frequency', 'monetary'].map((name) => ({ ...feature, name }));
    engine.model = () => ({ kind: 'k-means', version: 1, features, centres: [[0, 0, 0]], missing: 'leave' });
    engine.page = async () => ({
      columns: [
        { name: 'segment', type: 'int', values: [1] },
        { name: 'name', type: 'string', values: ['Champions'] },
        { name: 'colour', type: 'int', values: [1] },
      ],
      from: 0,
      rows: 1,
    });
    const after = await printed(engine, editor.getState(), 'pyspark');
    expect(after).toMatchObject({ kind: 'script', leftOut: [], text: expect.stringContaining('Champions') });
    expect(after).toMatchObject({ text: expect.stringContaining('as_of: date') });
  });

  test('speaks of who settles something with a model where no model is missing', async () => {
    const engine = fakeEngine();
    engine.model = () => ({ kind: 'forest', version: 1, features: [] });
    expect(await printed(engine, createEditor(engine, rfm).getState(), 'pyspark')).toMatchObject({ nodes: ['names'], learners: ['names'] });
  });

  test('has a file that Python can import, and says how it is run', () => {
    expect(scriptFile(rfm, 'pyspark')).toBe('rfm_segmentation.py');
    expect(runLine('rfm_segmentation.py', 'pyspark')).toBe('spark-submit rfm_segmentation.py --out results');
    expect(runLine(scriptFile(rfm, 'sql'), 'sql')).toBe('duckdb < rfm-segmentation.sql');
  });
});
