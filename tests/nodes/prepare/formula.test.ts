import { expect, test } from 'vitest';
import { formula } from '../../../nodes/prepare/formula.ts';
import { columns, compileNode, levels, mistake, table } from '../compile-node.ts';

const orders = table(['quantity', 'int'], ['price', 'double', 'money'], ['__proto__', 'string']);
const compute = (...formulas: readonly (readonly [name: string, expression: string])[]) =>
  compileNode(formula, { table: orders }, { formulas: formulas.map(([name, expression]) => ({ name, expression })) });

test('a later formula uses an earlier one', () => {
  const { outputs, summary } = compute(['value', 'quantity * price'], ['large', 'value > 100']);
  expect(columns(outputs['table'])).toEqual(['quantity int?', 'price double?', '__proto__ string?', 'value double?', 'large bool?']);
  expect(summary).toBe('value, large');
});

test('a formula replaces a column in its place, and keeps its role with its type', () => {
  const { outputs } = compute(['price', 'round(price, 2)'], ['__proto__', 'length("__proto__")']);
  expect(columns(outputs['table'])).toEqual(['quantity int?', 'price double?', '__proto__ int?']);
  expect(outputs['table']).toMatchObject({ schema: [{}, { role: 'money' }, {}] });
});

test('rows that got no result from values are counted, unless that was asked for', () => {
  expect(levels(compute(['unit', 'price / quantity'], ['n', 'int("__proto__")']).notes)).toEqual(['warn', 'warn']);
  expect(compute(['unit', 'price / nullif(quantity, 0)'], ['one', '1'], ['some', 'price is null']).notes).toEqual([]);
});

test('without formulas the table passes', () => {
  expect(compute().outputs['table']).toBe(orders);
});

test('mistakes say in which formula they are', () => {
  expect(mistake(() => compute(['a', 'price'], ['b', 'prize * 2']))).toEqual({
    param: 'formulas',
    message: 'In formula 2: There is no column "prize".',
    fix: 'Did you mean "price"?',
  });
  expect(mistake(() => compute(['a', '']))).toMatchObject({ param: 'formulas', message: 'In formula 1: There is no expression.' });
  expect(mistake(() => compute(['', 'price']))).toMatchObject({ param: 'formulas', message: 'In formula 1: A column has no name.' });
  expect(mistake(() => compute(['Price', 'quantity']))).toMatchObject({ param: 'formulas', fix: 'Rename one of them.' });
});
