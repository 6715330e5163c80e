import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { describe, expect, test } from 'vitest';
import { callAt, CALLABLE, signatureOf } from '../../src/app/expression/call-at.ts';
import { decorationsOf } from '../../src/app/expression/colours.ts';
import { completionSource } from '../../src/app/expression/completions.ts';
import { bracketMarks, marksOf, spelled, underlined } from '../../src/app/expression/marks.ts';
import { previewed, probeOf } from '../../src/app/expression/preview-ops.ts';
import { proposedAt, type Names } from '../../src/app/expression/proposals.ts';
import { likelyType, offeredTests, withColumn, withTest } from '../../src/app/expression/rule-words.ts';
import { nodeTypes } from '../../nodes/index.ts';
import { compiler } from '../../src/core/compile.ts';
import { parseExpr } from '../../src/core/parse-expr.ts';
import { scan, type TableOp } from '../../src/core/plan.ts';
import { literal } from '../../src/core/rules.ts';
import { column, type Schema } from '../../src/core/schema.ts';
import { EMPTY, type Workflow } from '../../src/core/workflow.ts';

const columns: Schema = [
  column('amount', 'double', { role: 'money' }),
  column('Order Date', 'date'),
  column('country', 'string', { role: 'country' }),
  column('city', 'string'),
  column('count', 'int'),
];
const names: Names = { columns, parameters: [{ name: 'asOf', type: 'date', value: '2024-03-01', doc: 'The day of the analysis.' }] };

/** What is proposed where the text has a `|`. */
function labels(text: string, asked = false): readonly string[] {
  const caret = text.indexOf('|');
  return proposedAt(text.replace('|', ''), caret, names, asked)?.proposals.map(({ label }) => label) ?? [];
}

/** The text once its first proposal is taken. */
function taken(text: string): string {
  const caret = text.indexOf('|');
  const whole = text.replace('|', '');
  const { from, to, proposals } = proposedAt(whole, caret, names, true)!;
  return whole.slice(0, from) + proposals[0]!.insert + whole.slice(to);
}

describe('what is offered while an expression is typed', () => {
  test('columns, functions and parameters that have the begun word, the columns first', () => {
    expect(labels('co|').slice(0, 4)).toEqual(['country', 'count', 'coalesce', 'concat']);
    expect(labels('$a|')).toEqual(['$asOf']);
    expect(labels('order|')).toEqual(['Order Date']);
    expect(labels('days_between(rou|')).toContain('round');
  });

  test('nothing inside a text or a number, nor where the word is whole', () => {
    expect(labels("country = 'c|'", true)).toEqual([]);
    expect(labels('amount > 12|', true)).toEqual([]);
    expect(labels('city|')).toEqual([]);
    expect(labels('amount > 1 and|')).toEqual([]);
    expect(labels('amount + |')).toEqual([]);
  });

  test('words that join after a value, and those of a case only inside one', () => {
    expect(labels('amount |', true)).toEqual(['and', 'or', 'in', 'not in', 'between', 'like', 'is null', 'is not null']);
    expect(labels('case when amount > 1 |', true)[0]).toBe('then');
    expect(labels('case when amount > 1 then 2 end |', true)[0]).toBe('and');
    expect(labels('amount > 1 a|')[0]).toBe('and');
  });

  test('what fits by its type comes first', () => {
    expect(labels('country = |', true).slice(0, 2)).toEqual(['country', 'city']);
    expect(labels('amount > |', true).slice(0, 2)).toEqual(['amount', 'count']);
    expect(labels('"Order Date" >= |', true).slice(0, 2)).toEqual(['Order Date', '$asOf']);
    expect(labels('days_between("Order Date", |', true).slice(0, 2)).toEqual(['Order Date', '$asOf']);
    expect(labels('lower(c|').slice(0, 2)).toEqual(['country', 'city']);
  });

  test('a name that needs quotes gets them, also where they are begun', () => {
    expect(taken('order|')).toBe('"Order Date"');
    expect(taken('amount > 1 and "ord|')).toBe('amount > 1 and "Order Date"');
    expect(taken('"Ord|er" > 1')).toBe('"Order Date" > 1');
    expect(taken('amo|')).toBe('amount');
  });

  test('the list of the editor says the type of a column and what a function does', () => {
    const at = (text: string) =>
      completionSource(() => names)(new CompletionContext(EditorState.create({ doc: text }), text.length, false));
    const result = at('amount > rou')!;
    expect([result.from, result.options[0]!.label, typeof result.options[0]!.info]).toEqual([9, 'round', 'function']);
    expect(at('amount > 1')).toBeNull();
  });

  test('every function that can be called says how and what for', () => {
    for (const { name, signature, doc } of CALLABLE) {
      expect(signature.startsWith(`${name}(`)).toBe(true);
      expect(doc).not.toBe('');
    }
    expect(CALLABLE.map(({ name }) => name)).toEqual(expect.arrayContaining(['if', 'cast', 'int', 'round', 'date_trunc']));
    expect(CALLABLE.map(({ name }) => name)).not.toContain('float');
  });
});

describe('the call around the caret', () => {
  const around = (text: string) => callAt(text.replace('|', ''), text.indexOf('|'));

  test('is the innermost one, with the number of its value', () => {
    expect(around('round(amount, |)')).toEqual({ name: 'round', from: 0, index: 1 });
    expect(around('round(abs(|amount), 2)')).toEqual({ name: 'abs', from: 6, index: 0 });
    expect(around('round(abs(amount), |2)')).toEqual({ name: 'round', from: 0, index: 1 });
    expect(around("replace(city, '(', |)")).toEqual({ name: 'replace', from: 0, index: 2 });
    expect(around('round(amount)|')).toBeUndefined();
    expect(around('(amount|)')).toBeUndefined();
  });

  test('shows which of its values is written, the last one for all that follow', () => {
    expect(signatureOf(around('days_between(a, |')!)).toMatchObject({ values: ['from', 'to'], active: 1 });
    expect(signatureOf(around('coalesce(a, b, c, d, |')!)).toMatchObject({ values: ['a', 'b', '…'], active: 2 });
    expect(signatureOf(around("split_part(city, ',', |")!)).toMatchObject({ values: ['text', "','", 'n'], active: 2 });
    expect(signatureOf(around('if(|')!)).toMatchObject({ values: ['condition', 'a', 'b'], active: 0 });
    expect(signatureOf(around('nonsense(|')!)).toBeUndefined();
  });
});

describe('the colours of an expression', () => {
  test('follow its words, and fit together as decorations', () => {
    const text = 'round(amount, 2) > 1 and city = \'Bath\' or "Order Date" < $asOf';
    const marks = marksOf(text);
    expect(marks.map((mark) => `${mark.class.replace('expression-', '')} ${text.slice(mark.from, mark.to)}`)).toEqual([
      'function round',
      'operator (',
      'operator ,',
      'number 2',
      'operator )',
      'operator >',
      'number 1',
      'keyword and',
      'operator =',
      "text 'Bath'",
      'keyword or',
      'operator <',
      'parameter $asOf',
    ]);
    expect(decorationsOf(marks).size).toBe(marks.length);
  });

  test('pair the bracket beside the caret, and mark one that has no partner', () => {
    expect(bracketMarks('(a + (b))', 9).map(({ from }) => from)).toEqual([0, 8]);
    expect(bracketMarks('(a + (b))', 5).map(({ from }) => from)).toEqual([5, 7]);
    expect(bracketMarks('(a + b', 0)).toEqual([{ from: 0, to: 1, class: 'expression-bracket-alone' }]);
    expect(bracketMarks("'(' = a", 1)).toEqual([]);
  });

  test('underline the characters of a mistake, and the last one before its place where it has none', () => {
    expect(underlined('amout > 1', 0, 5)).toEqual([0, 5]);
    expect(underlined('a between 1  ', 13, 13)).toEqual([10, 11]);
    expect(underlined('', 0, 0)).toBeUndefined();
    expect(underlined('ab', 1, 9)).toEqual([1, 2]);
  });
});

describe('a name that was probably meant', () => {
  function issueOf(condition: string) {
    const workflow: Workflow = {
      ...EMPTY,
      nodes: [
        { id: 'data', type: 'sample-data', version: nodeTypes.get('sample-data')!.version, params: [], at: [0, 0] },
        { id: 'filter', type: 'row-filter', version: 1, params: [['condition', condition]], at: [0, 0] },
      ],
      edges: [{ from: ['data', Object.keys(nodeTypes.get('sample-data')!.outputs)[0]!], to: ['filter', 'table'] }],
    };
    return compiler(nodeTypes)(workflow).issues.find(({ node }) => node === 'filter')!;
  }

  test('is part of the issue, with the place that it belongs to', () => {
    const text = 'lowwer(x) = 1';
    const issue = issueOf(text);
    expect([issue.param, issue.meant, text.slice(...issue.at!)]).toEqual(['condition', 'lower', 'lowwer']);
    expect(issueOf('1 + ')).not.toHaveProperty('meant', expect.anything());
  });

  test('is written as the place wants it: a column in quotes where it needs them, a function bare', () => {
    expect(spelled('OrderDate > 1', 0, 'Order Date')).toBe('"Order Date"');
    expect(spelled('amout > 1', 0, 'amount')).toBe('amount');
    expect(spelled('contain(a)', 0, 'contains')).toBe('contains');
  });
});

describe('the preview of an expression', () => {
  const table: TableOp = scan({ kind: 'sample', name: 'retail', rows: 10, seed: 1 } as never, columns);
  const of = (text: string, condition = false) =>
    previewed(
      table,
      parseExpr(text, () => undefined),
      condition,
    );

  test('reads the columns in it and its value, under a name that is free', () => {
    expect(of('round(amount) * count')!.op.schema.map(({ name }) => name)).toEqual(['amount', 'count', 'result']);
    expect(of('amount > 1', true)).toMatchObject({ result: 'passes', counts: { kind: 'aggregate' } });
    expect(of('amount')!.counts).toBeUndefined();
    expect(probeOf(table).schema).toHaveLength(1);
  });

  test('is none where the types do not fit, or a condition is wanted and a number comes', () => {
    expect(of('lower(amount)')).toBeUndefined();
    expect(of('amount + 1', true)).toBeUndefined();
    expect(of('missing > 1', true)).toBeUndefined();
  });
});

describe('a rule that is changed', () => {
  const rule = { column: 'amount', test: 'between', values: [literal(1, 'int'), literal(5, 'int')] } as const;
  const days = [{ name: 'asOf', type: 'date', value: '2024-03-01' } as const];

  test('keeps the values that its new test can take', () => {
    expect(withTest(rule, 'more', days).values).toEqual([literal(1, 'int')]);
    expect(withTest(rule, 'missing', days).values).toEqual([]);
    expect(withTest({ column: 'day', test: 'is', values: [] }, 'last-days', days).values).toEqual([
      literal(30, 'int'),
      { kind: 'parameter', name: 'asOf' },
    ]);
  });

  test('keeps its test on a column that is alike, and begins anew on another', () => {
    expect(withColumn(rule, 'double', { name: 'count', type: 'int' })).toEqual({ ...rule, column: 'count' });
    expect(withColumn(rule, 'double', { name: 'city', type: 'string' })).toEqual({ column: 'city', test: 'is', values: [] });
  });

  test('about a column that is not there goes by its values', () => {
    expect([rule, { ...rule, test: 'last-days' } as const, { ...rule, test: 'no', values: [] } as const].map(likelyType)).toEqual([
      'int',
      'date',
      'bool',
    ]);
  });

  test('counts days only where the workflow has a day to count them to', () => {
    expect(offeredTests('date', 'is', [])).not.toContain('last-days');
    expect(offeredTests('date', 'is', days)).toContain('last-days');
    expect(offeredTests('string', 'like', days).at(-1)).toBe('like');
  });
});
