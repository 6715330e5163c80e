import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REJECTS, type FileSource, type ReadOptions, type SourceColumn } from '../../src/core/source.ts';
import { inspect, type InspectHost } from '../../src/engines/local/inspect.ts';
import { sqlExpr } from '../../src/engines/local/expression.ts';
import { cellValue } from '../../src/engines/cells.ts';
import { scanStatements } from '../../src/engines/local/scan.ts';
import { surelyFits } from '../../src/engines/local/surely.ts';
import type { Cell, OpenFile } from '../../workers/host.ts';
import { look } from '../../workers/readers/look.ts';
import { plainCsv } from '../../workers/readers/plain.ts';

let folder: string;
let connection: DuckDBConnection;
let made = 0;
const files = new Map<string, Blob>();

/** A host with nothing but files and one connection. */
const host: InspectHost = {
  sniff: (name, format, given) => look(files.get(name)!, format, given),
  async open({ name, format, options }): Promise<OpenFile> {
    const file = files.get(name)!;
    const path = join(folder, `${++made}`);
    const plain = format === 'csv' ? await plainCsv(file, options) : undefined;
    await writeFile(path, new Uint8Array(plain ? await new Response(plain).arrayBuffer() : await file.arrayBuffer()));
    return { kind: format === 'parquet' ? 'parquet' : 'csv', path, remarks: [] };
  },
  async run(statements) {
    for (const sql of statements) await connection.run(sql);
  },
  async cells(sql) {
    const reader = await connection.runAndReadAll(sql);
    return { names: reader.columnNames(), columns: reader.getColumnsJson().map((values) => values.map(cellOf)) };
  },
};

/** DuckDB's JSON has 64-bit whole numbers as text. */
const cellOf = (value: unknown): Cell => (typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : (value as Cell));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clade-inspect-'));
  connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
});
afterAll(async () => {
  connection.disconnectSync();
  await rm(folder, { recursive: true });
});

async function inspected(content: string | Uint8Array<ArrayBuffer>, given: ReadOptions = {}, types: readonly SourceColumn[] = []) {
  files.set('file', new Blob([content]));
  return inspect(host, 'file', 'csv', given, types);
}

async function read(
  content: string | Uint8Array<ArrayBuffer>,
  given: ReadOptions = {},
  types: readonly SourceColumn[] = [],
  rowNumber?: string,
) {
  const found = await inspected(content, given, types);
  const source: FileSource = { kind: 'file', name: 'file', path: 'file.csv', ...found };
  await host.run(scanStatements(source, await host.open(source), '"the rows"', '"the_rejects"', rowNumber));
  return { rows: await tableRows('"the rows"'), rejects: await tableRows('"the_rejects"') };
}

async function tableRows(table: string): Promise<Cell[][]> {
  const rows = (await connection.runAndReadAll(`FROM ${table}`)).getRowsJson();
  return rows.map((row) => row.map((value) => (typeof value === 'string' ? value : (value as Cell))));
}

const typesOf = async (content: string, given: ReadOptions = {}): Promise<string[]> =>
  (await inspected(content, given)).columns.map(({ type, format }) => (format === undefined ? type : `${type} ${format}`));
const column = (name: string, ...cells: string[]): string => `row;${name}\n${cells.map((cell, i) => `r${i};${cell}\n`).join('')}`;
async function typeOf(name: string, ...cells: string[]): Promise<string | undefined> {
  return (await typesOf(column(name, ...cells), { delimiter: ';', header: true }))[1];
}
async function doubtOf(name: string, ...cells: string[]): Promise<string[]> {
  return (await inspected(column(name, ...cells), { delimiter: ';', header: true })).warnings.map((w) => w.about);
}

describe('the type of a column', () => {
  test.each<[string, string[], string]>([
    ['whole numbers', ['1', '-20', '+3', ' 4 ', '0'], 'int'],
    ['numbers', ['1', '.5', '5.', '-1.25e3'], 'double'],
    ['numbers with many digits', ['0.30000000000000004', '123456789.123456789'], 'double'],
    ['yes and no', ['yes', 'No', 'YES'], 'bool'],
    ['true and false', ['true', 'FALSE'], 'bool'],
    ['ones and zeros', ['1', '0', '1'], 'int'],
    ['leading zeros', ['00501', '90210'], 'string'],
    ['a leading zero among decimals', ['007', '1.5'], 'string'],
    ['more than 15 digits', ['9007199254740993', '1'], 'string'],
    ['words for nothing', ['NA', '5', '6', '7', '8', '9'], 'string'],
    ['words that people are called', ['Null', 'True', 'None'], 'string'],
    ['odd spellings', ['0x1F', '1_000', '12'], 'string'],
    ['a number too large', ['1e309', '1', '2'], 'string'],
    ['ISO days', ['2024-03-04', '2024-12-31'], 'date'],
    ['days that do not exist', ['2024-02-30', '2024-12-31'], 'string'],
    ['days, and times in one cell', ['2024-03-04', '2024-12-31 10:00'], 'timestamp'],
    ['times', ['2024-03-04T23:59:59', '2024-03-04 00:00:00.123'], 'timestamp'],
    ['days before months', ['03/04/2024', '25/06/2024'], 'date dd/MM/yyyy'],
    ['months before days', ['03/04/2024', '06/25/2024'], 'date MM/dd/yyyy'],
    ['days and times with slashes', ['12/01/2010 8:26', '12/13/2010 16:40'], 'timestamp MM/dd/yyyy HH:mm'],
    ['months in words', ['04-Mar-2024', '5-Dec-2023'], 'date dd-MMM-yyyy'],
    ['nothing at all', ['', ''], 'string'],
    ['nothing but blanks', ['   ', '  '], 'string'],
  ])('%s', async (_, cells, type) => {
    expect(await typeOf('value', ...cells)).toBe(type);
  });

  test('eight digits are a date only under a name that says so', async () => {
    expect(await typeOf('date', '19970101', '19971231')).toBe('date yyyyMMdd');
    for (const name of ['Fecha', 'Дата заказа', '注文日']) expect(await typeOf(name, '19970101', '19971231')).toBe('date yyyyMMdd');
    expect(await typeOf('article', '19970101', '19971231')).toBe('int');
  });

  test('is text for a postcode or a phone number, whatever its digits', async () => {
    expect(await typeOf('Zip Code', '90210', '10001')).toBe('string');
    expect(await typeOf('phone', '5551234', '5559876')).toBe('string');
    expect(await typeOf('PhoneService', 'Yes', 'No')).toBe('bool');
  });

  test('holds for the whole file, not only for its beginning', async () => {
    const many = Array.from({ length: 3000 }, (_, i) => String(i));
    expect(await typeOf('value', ...many)).toBe('int');
    expect(await typeOf('value', ...many, '1.5')).toBe('double');
    expect(await typeOf('value', ...many, 'x')).toBe('string');
    expect(await typeOf('value', ...many.map(() => '03/04/2024'), '13/04/2024')).toBe('date dd/MM/yyyy');
    expect(await typeOf('value', ...many.map(() => ''), '7')).toBe('int');
  });

  test('is as a person says, and cells that do not fit are counted', async () => {
    const { columns, warnings } = await inspected('id,v\n1,007\n2,x\n', {}, [{ name: 'v', type: 'int', role: 'money' }]);
    expect(columns[1]).toEqual({ name: 'v', type: 'int', role: 'money' });
    expect(warnings.map((w) => w.message)).toEqual([
      '"v" has 1 cell of 2 that cannot be read as a whole number, such as "x"; they are missing.',
    ]);
  });
});

test('the cheap condition never holds for a cell that the cast refuses, or that a number would change', async () => {
  const parts = [
    '',
    ' ',
    '-',
    '+',
    '0',
    '00',
    '7',
    '123456789012345',
    '1234567890123456',
    '.',
    '5',
    'e9',
    'e99',
    'e308',
    'E-400',
    ',',
    'nan',
    'yes',
    't',
    'TRUE',
  ];
  const days = ['2024-02-29', '2023-02-29', '0000-01-01', '2024-13-01', '2024-1-5', '9999-12-31'];
  const times = ['', ' 10:00', 'T23:59:59', ' 24:00:00', ' 10:00:60', ' 10', 'T00:00Z'];
  const cells = [
    ...parts.flatMap((a) => parts.flatMap((b) => parts.map((c) => a + b + c))),
    ...days.flatMap((day) => times.map((time) => day + time)),
  ];
  const list = cells.map((cell) => `('${cell}')`).join(', ');
  for (const type of ['int', 'double', 'bool', 'date', 'timestamp'] as const) {
    const sure = surelyFits('x', { type }, {});
    const cast = sqlExpr(cellValue({ name: 'x', type }, {}), [{ name: 'x', type: 'string', nullable: true }]);
    const code = type === 'int' || type === 'double' ? "regexp_matches(x, '^\\s*[+-]?(0[0-9]+|[0-9]{16,})\\s*$')" : 'false';
    const { columns } = await host.cells(
      `SELECT count(*), count(*) FILTER (WHERE ${cast} IS NULL OR ${code}) FROM (VALUES ${list}) AS v (x) WHERE ${sure}`,
    );
    expect(Number(columns[0]?.[0])).toBeGreaterThan(0);
    expect([type, columns[1]]).toEqual([type, [0]]);
  }
});

describe('a person is told', () => {
  test.each<[string, string, string[]]>([
    ['ambiguous dates', 'when', ['03/04/2024', '11/12/2024']],
    ['mixed date formats', 'd', ['2024-03-04', '04/03/2024', '4 Mar 2024', '45355', 'March 4 2024']],
    ['two-digit years', 'born', ['01/02/68', '01/02/31']],
    ['currency', 'price', ['$12.50', '€7', 'USD 5', '(3.25)', '12.5-', '8']],
    ['non-finite', 'x', ['NaN', 'Infinity', '1', '2', '0x1F']],
    ['thousands', 'x', ['1,234', '999']],
    ['time zone', 'at', ['2024-03-04T10:00:00Z', '2024-03-04T10:00:00+01:00']],
    ['codes', 'x', ['0012', '7']],
    ['type', 'x', ['1', '2', '3', '4', '5', 'n/a']],
    ['missing', 'x', ['1', '  ', '3']],
  ])('of %s', async (about, name, cells) => {
    expect(await doubtOf(name, ...cells)).toEqual([about]);
  });

  test('how ambiguous dates are read: as the other columns are, else with the day first', async () => {
    expect(await typesOf('a;b\n03/04/2024;1\n', { header: true })).toEqual(['date dd/MM/yyyy', 'int']);
    expect(await typesOf('a;b\n03/04/2024;06/25/2024\n', { header: true })).toEqual(['date MM/dd/yyyy', 'date MM/dd/yyyy']);
  });
});

test('roles come from names and cells', async () => {
  const { columns } = await inspected(
    'customerID,e-mail,Zip,country,City,first_name,lat,Longitude,UnitPrice,city_visits,notes\n7,a@x.no,0150,NO,Oslo,Ann,59.9,10.7,5.5,3,hello\n8,b@x.no,0151,NO,Oslo,Bob,59.8,10.6,6.5,4,you\n',
  );
  expect(columns.map((c) => c.role)).toEqual([
    'id',
    'email',
    'postcode',
    'country',
    'city',
    'name',
    'latitude',
    'longitude',
    'money',
    undefined,
    undefined,
  ]);
});

describe('the rows of a file', () => {
  test('have values of the types found, in file order, numbered on request', async () => {
    const text = 'id,name,spend,joined,at,active\n1,"a ""b"", c",1.50,2024-03-04,2024-03-04 10:00,yes\n2,,,,,\n';
    expect((await read(text, {}, [], 'row')).rows).toEqual([
      ['1', 'a "b", c', 1.5, '2024-03-04', '2024-03-04 10:00:00', true, '0'],
      ['2', null, null, null, null, null, '1'],
    ]);
  });

  test('keep columns with any name', async () => {
    expect((await read(`__proto__,it's,"a ""b""",select\n1,2,3,4\n`)).rows).toEqual([['1', '2', '3', '4']]);
  });

  test('keep decimals written with a comma, and refuse a point there', async () => {
    expect((await read('a;b\n1,5;x\n-2,25;y\n')).rows.map((r) => r[0])).toEqual([1.5, -2.25]);
    expect((await read('a;b\n"1.234,5";x\n"12";y\n"-1.000.000";z\n')).rows.map((r) => r[0])).toEqual([1234.5, 12, -1000000]);
    expect((await read('a,b\n"1,234.56",x\n"12,345",y\n-999,z\n')).rows.map((r) => r[0])).toEqual([1234.56, 12345, -999]);
    expect((await read('a;b\n1,5;x\n1.5;y\n', { decimal: ',' }, [{ name: 'a', type: 'double' }])).rows.map((r) => r[0])).toEqual([
      1.5,
      null,
    ]);
    expect((await read('a;b\n1.5;x\n', { decimal: ',', thousands: true }, [{ name: 'a', type: 'double' }])).rows.map((r) => r[0])).toEqual([
      null,
    ]);
  });

  test('miss what stands for nothing, in text and in numbers', async () => {
    expect((await read('a,b\n1,x\nNA,NA\n', { nulls: ['NA'] })).rows).toEqual([
      ['1', 'x'],
      [null, null],
    ]);
    expect((await read('a,b\n1,x\nNA,NA\n')).rows[1]).toEqual(['NA', 'NA']);
  });

  test('are all there for one column, whose empty lines are no rows', async () => {
    expect((await read('x\n1\n\n2\n')).rows).toEqual([['1'], ['2']]);
    expect((await read('x')).rows).toEqual([]);
  });

  test('come from runs of blanks, comments, other encodings and other quotes', async () => {
    expect((await read(' 00001 19970101  1  11.77\n 00002 19970112  5  77.00\n')).rows).toEqual([
      ['00001', '1997-01-01', '1', 11.77],
      ['00002', '1997-01-12', '5', 77],
    ]);
    expect((await read('# c\nid,name\n# n\n2,#hash\n')).rows).toEqual([['2', '#hash']]);
    expect((await read(Uint8Array.from('id,name\n1,Ren\xe9\n', (c) => c.charCodeAt(0)))).rows).toEqual([['1', 'René']]);
    expect((await read("id,name\n1,'Ann, A.'\n2,'Bob'\n", { quote: "'" })).rows).toEqual([
      ['1', 'Ann, A.'],
      ['2', 'Bob'],
    ]);
    expect((await read('id,name\n1,"abc"def\n2,5" pipe\n')).rows).toEqual([
      ['1', 'abc"def'],
      ['2', '5" pipe'],
    ]);
  });

  test('are decoded anew where a line far down is not UTF-8', async () => {
    const start = 'id,name\n'.concat('1,Ann\n'.repeat(200_000));
    const bytes = new Uint8Array([...new TextEncoder().encode(start), 0x32, 0x2c, 0xe9, 0x0a]);
    const { options, rows, rejects, warnings } = await inspected(bytes);
    expect({ encoding: options.encoding, rows, rejects }).toEqual({ encoding: 'windows-1252', rows: 200_001, rejects: 0 });
    expect(warnings).toMatchObject([{ about: 'encoding', line: 200_002 }]);
  });
});

describe('lines that are no rows', () => {
  test('go to the rejects with their line, a reason and their text', async () => {
    const text = 'id,name,x\n1,a,5\n2,b\n3,c,6,7,8\n\n4,"d,9\n5,e,10\n';
    const { rows, rejects } = await read(text);
    expect(rows).toEqual([['1', 'a', '5']]);
    expect(rejects).toEqual([
      ['3', 'The row has too few cells: 2, not 3.', '2,b'],
      ['4', 'The row has too many cells: 5, not 3.', '3,c,6,7,8'],
      ['6', 'A quote is opened or closed in the wrong place, or never closed.', '4,"d,9\n5,e,10'],
    ]);
    const found = await inspected(text);
    expect(found).toMatchObject({ rows: 1, rejects: 3 });
    expect(found.warnings.find((w) => w.about === 'rejects')?.message).toMatch(
      /^3 lines are no row .* line 3: The row has too few cells: 2, not 3\./,
    );
  });

  test('have the columns that every engine gives them, also where there are none', async () => {
    await read('id\n1\n2\n');
    const described = await host.cells('SELECT column_name, column_type FROM (DESCRIBE "the_rejects")');
    expect(described.columns).toEqual([REJECTS.map((c) => c.name), ['BIGINT', 'VARCHAR', 'VARCHAR']]);
  });

  test('are counted for each scan anew, and leave nothing behind', async () => {
    await read('id,b\n1\n2,3\n');
    expect((await read('id,b\n1\n2,3\n')).rejects).toHaveLength(1);
    const left = await host.cells(`SELECT count(*) FROM duckdb_tables() WHERE temporary`);
    expect(left.columns[0]).toEqual([0]);
  });
});

test('a Parquet file keeps its own types, and what has none here becomes text or finite numbers', async () => {
  const path = join(folder, 'x.parquet');
  await connection.run(`COPY (SELECT 1::INTEGER AS customer_id, 'nan'::DOUBLE AS spend, 1.5::DECIMAL(9, 2) AS price, DATE '2024-03-04' AS day,
    TIMESTAMP '2024-03-04 10:00:00' AS "at", true AS ok, 18446744073709551615::UBIGINT AS big, [1, 2] AS list) TO '${path}' (FORMAT parquet)`);
  files.set('file', new Blob([new Uint8Array(await readFile(path))]));
  const found = await inspect(host, 'file', 'parquet', {}, []);
  expect(found.columns.map((c) => [c.name, c.type, c.role])).toEqual([
    ['customer_id', 'int', 'id'],
    ['spend', 'double', 'money'],
    ['price', 'double', 'money'],
    ['day', 'date', undefined],
    ['at', 'timestamp', undefined],
    ['ok', 'bool', undefined],
    ['big', 'string', undefined],
    ['list', 'string', undefined],
  ]);
  expect(found).toMatchObject({ rows: 1, rejects: 0, warnings: [{ about: 'type', column: 'list' }] });
  const source: FileSource = { kind: 'file', name: 'file', path: 'x.parquet', ...found };
  await host.run(scanStatements(source, await host.open(source), '"the rows"', '"the_rejects"'));
  expect(await tableRows('"the rows"')).toEqual([
    ['1', null, 1.5, '2024-03-04', '2024-03-04 10:00:00', true, '18446744073709551615', '[1, 2]'],
  ]);
  expect(await tableRows('"the_rejects"')).toEqual([]);
});
