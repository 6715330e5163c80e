import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { call, col, lit, type Expr, type Fn } from '../../src/core/expr.ts';
import { FUNCTIONS } from '../../src/core/functions.ts';
import { column, DTYPES, type DType, type Schema } from '../../src/core/schema.ts';
import { seed } from '../setup/seed.ts';
import type { Cell, Row } from './expr.ts';

/** Two columns of each type, the second without missing values, under names that need care. */
export const SCHEMA: Schema = [
  column('i', 'int'),
  column('__proto__', 'int', { nullable: false }),
  column('x', 'double'),
  column('v', 'double', { nullable: false }),
  column('s', 'string'),
  column('a "text", it\'s', 'string', { nullable: false }),
  column('flag', 'bool'),
  column('select', 'bool', { nullable: false }),
  column('date', 'date'),
  column('Größe 日', 'date', { nullable: false }),
  column('ts', 'timestamp'),
  column('case', 'timestamp', { nullable: false }),
];

const MOST = 2n ** 63n - 1n;
const DATES = [
  '1970-01-01',
  '2024-02-29',
  '2023-02-28',
  '2000-02-29',
  '1900-03-01',
  '2023-12-31',
  '2024-01-31',
  '2024-12-30',
  '0001-01-01',
  '9999-12-31',
  '1969-12-31',
];
const TIMES = [
  '1970-01-01 00:00:00',
  '2024-02-29 23:59:59',
  '2024-02-29 23:59:59.999999',
  '2023-03-26 02:30:00',
  '1969-12-31 12:00:00.5',
  '2024-12-31 00:00:00',
];
const TEXTS = [
  '',
  ' ',
  'a',
  'A',
  'abc',
  'aXbXc',
  'it\'s "q"',
  '%',
  '_',
  'a%b',
  '\\',
  'a\\b',
  '$1',
  'Straße',
  'İI',
  'ΣΑΣ',
  '日本語',
  '😀',
  'a😀b',
  'é',
  'e\u0301',
  ' 12 ',
  '12.7',
  '-0',
  '+5',
  '.5',
  '5.',
  '1e3',
  '1e400',
  '1_000',
  '0x10',
  'NaN',
  'inf',
  '9223372036854775807',
  '9223372036854775808',
  '007',
  '1,5',
  'true',
  ' YES',
  'f',
  'on',
  'no\u00a0',
  '2024-02-29',
  ' 2023-02-29',
  '31/12/2023',
  '1/2/2024',
  '31/02/2024',
  '0000-01-01',
  '20240131',
  '05-Jan-2024',
  '2024-02-29T10:05:09',
  '2024-02-29 10:05',
  '2024-02-29 25:00:00',
  'a\nb',
  'tab\t',
  '\u00a0x\u00a0',
  'a,b,,c',
  ',',
  'UK-1234',
  'x@example.com',
  '\ud7ff',
  '\u{10ffff}',
];

/** Engines follow Unicode's simple case mappings, JavaScript its full ones: only where they agree is one the other's reference. */
const hasOneCase = (c: string): boolean => c !== '\0' && [...c.toUpperCase()].length === 1 && [...c.toLowerCase()].length === 1;

const ints = fc.oneof(
  fc.constantFrom(0n, 1n, -1n, 2n, 7n, 12n, -7n, 100n, MOST, -MOST - 1n, 2n ** 53n, 2n ** 53n + 1n, 1234567890123456789n),
  fc.bigInt({ min: -20n, max: 20n }),
);
const doubles = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    1,
    -1,
    0.5,
    -2.5,
    2.675,
    1.005,
    0.285,
    1e15,
    1e16,
    123456789012.5,
    123456789013.5,
    1234567890.1234565,
    9e-5,
    4.9e-10,
    5e-10,
    5e-324,
    1e-300,
    1e300,
    -1e308,
    1.7976931348623157e308,
    2 ** 53,
    2 ** 63,
    -(2 ** 63),
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -100_000, max: 100_000 }).map((n) => n / 100),
);

/** Cells of a type that are there: mostly the ones that break things. */
export const cells: { readonly [T in DType]: Arbitrary<NonNullable<Cell>> } = {
  bool: fc.boolean(),
  int: ints,
  double: doubles,
  string: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...TEXTS) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }).map((t) => [...t].filter(hasOneCase).join('')) },
  ),
  date: fc.constantFrom(...DATES),
  timestamp: fc.constantFrom(...TIMES),
};

export const rows = (schema: Schema): Arbitrary<Row> =>
  fc.tuple(
    ...schema.map(({ type, nullable }): Arbitrary<Cell> =>
      nullable ? fc.oneof({ weight: 4, arbitrary: cells[type] }, { weight: 1, arbitrary: fc.constant(null) }) : cells[type],
    ),
  );

const literal: { readonly [T in DType]: Arbitrary<Expr> } = {
  bool: fc.boolean().map((v) => lit(v)),
  int: fc
    .oneof(fc.integer({ min: -12, max: 12 }), fc.constantFrom(Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER))
    .map((v) => lit(v || 0, 'int')),
  double: doubles.map((v) => lit(v, 'double')),
  string: cells.string.map((v) => lit(String(v))),
  date: fc.constantFrom(...DATES).map((v) => lit(v, 'date')),
  timestamp: fc.constantFrom(...TIMES.filter((t) => !t.includes('.'))).map((v) => lit(v, 'timestamp')),
};

const columns = (type: DType): Arbitrary<Expr> => fc.constantFrom(...SCHEMA.filter((c) => c.type === type).map((c) => col(c.name)));

type Of = (type: DType) => Arbitrary<Expr>;
type Calls = (of: Of) => readonly (readonly Arbitrary<Expr>[])[];

const text = (...values: readonly string[]): Arbitrary<Expr> => fc.constantFrom(...values.map((v) => lit(v)));
const whole = (min: number, max: number): Arbitrary<Expr> => fc.integer({ min, max }).map((v) => lit(v));
const untyped = fc.constant(lit(null));

const MIXES: readonly (readonly [DType, DType])[] = [
  ...DTYPES.map((t) => [t, t] as const),
  ['int', 'double'],
  ['double', 'int'],
  ['date', 'timestamp'],
  ['timestamp', 'date'],
];
const WIDER = new Map<DType, DType>([
  ['double', 'int'],
  ['timestamp', 'date'],
]);
/** Arguments of which at least the first has the type, and others one that widens to it. */
const alike =
  (type: DType) =>
  (of: Of): readonly Arbitrary<Expr>[][] => {
    const narrow = WIDER.get(type);
    return [
      [of(type), of(type)],
      [of(type), of(type), of(type)],
      [of(type), untyped],
      ...(narrow
        ? [
            [of(narrow), of(type)],
            [of(type), of(narrow)],
          ]
        : []),
    ];
  };
const compared: Calls = (of) => [...MIXES.map(([a, b]) => [of(a), of(b)]), [of('int'), untyped]];

const PATTERNS = text(
  'b',
  '^a',
  'X|b',
  '(a)(b)?',
  '[A-Z]+',
  '\\s+',
  '\\d+',
  '.',
  'a.b',
  '^$',
  'x*',
  '\\\\',
  '^(?:[0-9]{1,2}/)',
  '(x)?a',
  '[^a-z]',
  '\\p{Lu}',
  'b$',
  '\\$',
  '[\\s.]',
);
const FORMATS = ['yyyy-MM-dd', 'dd/MM/yyyy', 'MM/dd/yyyy', 'yyyyMMdd', 'dd-MMM-yyyy', 'yyyy-MM-dd HH:mm', 'yyyy.MM.dd'];

/** For each type, the ways to call each function so that it gives that type. */
const GIVING: { readonly [T in DType]: { readonly [F in Fn]?: Calls } } = {
  bool: {
    '=': compared,
    '<>': compared,
    '<': compared,
    '<=': compared,
    '>': compared,
    '>=': compared,
    in: (of) => [...MIXES.map(([a, b]) => [of(a), of(b), of(a)]), [of('string'), of('string'), untyped]],
    like: (of) => [[of('string'), text('%', '_', 'a%', '%b', '%a_b%', '\\', '日%', '%X%', "it's%", '')]],
    and: (of) => [
      [of('bool'), of('bool')],
      [of('bool'), untyped],
    ],
    or: (of) => [
      [of('bool'), of('bool')],
      [untyped, of('bool')],
    ],
    not: (of) => [[of('bool')]],
    is_null: (of) => [...DTYPES.map((t) => [of(t)]), [untyped]],
    contains: (of) => [[of('string'), of('string')]],
    starts_with: (of) => [[of('string'), of('string')]],
    ends_with: (of) => [[of('string'), of('string')]],
    regexp_matches: (of) => [[of('string'), PATTERNS]],
    to_bool: (of) => [[of('string')], [of('int')], [of('bool')]],
  },
  int: {
    '+': (of) => [[of('int'), of('int')]],
    '-': (of) => [[of('int'), of('int')]],
    '*': (of) => [[of('int'), of('int')]],
    '%': (of) => [
      [of('int'), of('int')],
      [of('int'), whole(-3, 3)],
    ],
    neg: (of) => [[of('int')]],
    abs: (of) => [[of('int')]],
    round: (of) => [[of('int')]],
    floor: (of) => [[of('int')]],
    ceil: (of) => [[of('int')]],
    sign: (of) => [[of('int')], [of('double')]],
    length: (of) => [[of('string')]],
    year: (of) => [[of('date')], [of('timestamp')]],
    quarter: (of) => [[of('date')], [of('timestamp')]],
    month: (of) => [[of('date')], [of('timestamp')]],
    day: (of) => [[of('date')], [of('timestamp')]],
    weekday: (of) => [[of('date')], [of('timestamp')]],
    hour: (of) => [[of('timestamp')]],
    days_between: (of) => [
      [of('date'), of('date')],
      [of('timestamp'), of('date')],
      [of('timestamp'), of('timestamp')],
    ],
    months_between: (of) => [
      [of('date'), of('date')],
      [of('timestamp'), of('date')],
      [of('timestamp'), of('timestamp')],
    ],
    to_int: (of) => [[of('int')], [of('double')], [of('string')], [of('bool')], [untyped]],
  },
  double: {
    '+': (of) => [
      [of('double'), of('double')],
      [of('int'), of('double')],
    ],
    '-': (of) => [
      [of('double'), of('double')],
      [of('double'), of('int')],
    ],
    '*': (of) => [
      [of('double'), of('double')],
      [of('int'), of('double')],
    ],
    '/': (of) => [
      [of('double'), of('double')],
      [of('int'), of('int')],
      [of('double'), whole(-2, 2)],
    ],
    '%': (of) => [
      [of('double'), of('double')],
      [of('double'), of('int')],
    ],
    neg: (of) => [[of('double')]],
    abs: (of) => [[of('double')]],
    round: (of) => [[of('double')], [of('double'), whole(0, 9)]],
    significant: (of) => [[of('double')], [of('int')]],
    floor: (of) => [[of('double')]],
    ceil: (of) => [[of('double')]],
    sqrt: (of) => [[of('double')], [of('int')]],
    ln: (of) => [[of('double')], [of('int')]],
    exp: (of) => [[of('double')], [of('int')]],
    power: (of) => [
      [of('double'), of('double')],
      [of('int'), of('int')],
    ],
    to_double: (of) => [[of('double')], [of('int')], [of('string')], [of('bool')]],
    hash_share: (of) => [[of('string'), whole(0, 2 ** 31)]],
  },
  string: {
    lower: (of) => [[of('string')]],
    upper: (of) => [[of('string')]],
    trim: (of) => [[of('string')]],
    concat: (of) => [
      [of('string'), of('string')],
      [of('string'), of('string'), of('string')],
    ],
    substring: (of) => [[of('string'), whole(1, 4), whole(0, 3)]],
    replace: (of) => [[of('string'), text('a', 'X', "'", '😀', ' ', '\\'), of('string')]],
    split_part: (of) => [[of('string'), text(',', 'X', 'bX', '😀', '/'), whole(1, 5)]],
    regexp_extract: (of) => [[of('string'), PATTERNS]],
    regexp_replace: (of) => [[of('string'), PATTERNS, text('', '-', '\\', '\\1', '$1', '😀')]],
    format: (of) => [
      [of('double'), whole(0, 9)],
      [of('int'), whole(0, 9)],
    ],
    to_text: (of) => [[of('string')], [of('int')], [of('bool')], [of('date')], [of('timestamp')]],
  },
  date: {
    date_trunc: (of) => [
      [text('year', 'quarter', 'month', 'week', 'day'), of('date')],
      [text('month', 'week', 'day'), of('timestamp')],
    ],
    add_days: (of) => [
      [of('date'), of('int')],
      [of('timestamp'), whole(-400, 400)],
    ],
    add_months: (of) => [
      [of('date'), of('int')],
      [of('timestamp'), whole(-30, 30)],
    ],
    to_date: (of) => [
      [of('string')],
      [of('date')],
      [of('timestamp')],
      [of('string'), text(...FORMATS), text(...FORMATS)],
      [of('string'), text(...FORMATS)],
    ],
  },
  timestamp: {
    date_trunc: (of) => [
      [text('hour'), of('timestamp')],
      [text('hour'), of('date')],
    ],
    to_timestamp: (of) => [[of('string')], [of('date')], [of('timestamp')], [of('string'), text(...FORMATS)]],
  },
};

const caseOf =
  (type: DType): Calls =>
  (of) => [
    [of('bool'), of(type)],
    [of('bool'), of(type), of(type)],
    [untyped, of(type), of('bool'), untyped, of(type)],
  ];

function callsOf(fn: Fn, type: DType): Calls | undefined {
  if (fn === 'case') return caseOf(type);
  if (fn === 'coalesce' || fn === 'least' || fn === 'greatest') return alike(type);
  if (fn === 'nullif') return (of) => alike(type)(of).filter((_, i) => i !== 1 && i !== 3);
  return GIVING[type][fn];
}

const ALL = Object.keys(FUNCTIONS) as Fn[];
const INEXACT: ReadonlySet<Fn> = new Set<Fn>(['exp', 'ln', 'power']);

/** Engines may differ in the last bits of these; what is computed from them is rounded first, as everywhere. */
const steady = (expr: Expr): Expr => (expr.kind === 'call' && INEXACT.has(expr.fn) ? call('significant', expr) : expr);

const madeOf = new Map<string, Arbitrary<Expr>>();

/** Well-typed expressions over `SCHEMA`. */
export function expressions(type: DType, depth: number): Arbitrary<Expr> {
  const name = `${type} ${depth}`;
  const known = madeOf.get(name);
  if (known) return known;
  const leaf = fc.oneof({ weight: 4, arbitrary: columns(type) }, { weight: 2, arbitrary: literal[type] });
  const made =
    depth === 0
      ? leaf
      : fc.oneof(
          { weight: 1, arbitrary: leaf },
          ...ALL.flatMap((fn) => {
            const arbitrary = rooted(fn, type, depth - 1);
            return arbitrary ? [{ weight: 1, arbitrary: arbitrary.map(steady) }] : [];
          }),
        );
  madeOf.set(name, made);
  return made;
}

function rooted(fn: Fn, type: DType, depth: number): Arbitrary<Expr> | undefined {
  const ways = callsOf(fn, type)?.((t) => expressions(t, depth));
  return ways && fc.oneof(...ways.map((args) => fc.tuple(...args).map((list) => call(fn, ...list))));
}

/** Well-typed expressions with `fn` at their root, of every type it can give. */
export const callsTo = (fn: Fn, depth: number): Arbitrary<Expr> => fc.oneof(...DTYPES.flatMap((type) => rooted(fn, type, depth) ?? []));

/** Rows over `SCHEMA` for expressions to be computed on. */
export const table: readonly Row[] = fc.sample(rows(SCHEMA), { seed, numRuns: 80 });

export const functions: readonly Fn[] = ALL;

/** Some calls to every function by itself, some of them deep, and mixtures of all. */
export const samples: readonly Expr[] = [
  ...functions.flatMap((fn) => fc.sample(callsTo(fn, 0), { seed, numRuns: 8 })),
  ...functions.flatMap((fn) => fc.sample(callsTo(fn, 1), { seed, numRuns: 3 })),
  ...DTYPES.flatMap((type) => fc.sample(expressions(type, 3), { seed, numRuns: 20 })),
];

export const functionsIn = (expr: Expr): Fn[] => (expr.kind === 'call' ? [expr.fn, ...expr.args.flatMap(functionsIn)] : []);
