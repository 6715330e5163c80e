import type { ExprType, Typed } from './expr.ts';
import { dateFormatProblem } from './formats.ts';
import { isNumeric, PlanError, type DType } from './schema.ts';

/**
 * One function of the expression language. `FUNCTIONS` is closed: every engine has a table with these same keys, so
 * a row added here is missing there until it is written.
 */
export interface FunctionRow {
  readonly group: 'arithmetic' | 'comparison' | 'logic' | 'conditional' | 'number' | 'text' | 'date' | 'cast' | 'other';
  /** How a person writes it. */
  readonly signature: string;
  readonly doc: string;
  /** Goes into content keys: raise it when the meaning changes. */
  readonly version: number;
  readonly arity: readonly [least: number, most: number];
  /** The result's type, or a PlanError that names the argument that does not fit. */
  type(args: readonly Typed[], fn: string): ExprType;
  /** When the result can be missing: if any argument is (`any`), only if all are, always or never. */
  readonly nullable: 'any' | 'all' | 'always' | 'never';
}

const WORDS: Record<ExprType, string> = {
  bool: 'yes/no',
  int: 'a whole number',
  double: 'a number',
  string: 'text',
  date: 'a date',
  timestamp: 'a date with time',
  null: 'nothing',
};

function fit(fn: string, args: readonly Typed[], index: number, types: readonly DType[]): void {
  const arg = args[index];
  if (!arg || arg.type === 'null' || types.includes(arg.type)) return;
  throw new PlanError(`${fn} needs ${types.map((t) => WORDS[t]).join(' or ')} as value ${index + 1}, not ${WORDS[arg.type]}.`);
}

const NUMBER: readonly DType[] = ['int', 'double'];
const DAY: readonly DType[] = ['date', 'timestamp'];

/** Every argument from a list of types by position; the last one repeats. */
const takes =
  (...types: readonly (readonly DType[])[]) =>
  (args: readonly Typed[], fn: string): void =>
    args.forEach((_, i) => fit(fn, args, i, types[Math.min(i, types.length - 1)]!));

/** The one type that all of `args` can have: whole numbers widen to numbers, dates to dates with time. */
function commonType(args: readonly Typed[], fn: string): ExprType {
  let common: ExprType = 'null';
  for (const { type } of args) {
    if (type === 'null' || type === common) continue;
    if (common === 'null') common = type;
    else if (isNumeric(common) && isNumeric(type)) common = 'double';
    else if (DAY.includes(common) && DAY.includes(type)) common = 'timestamp';
    else throw new PlanError(`${fn} cannot mix ${WORDS[common]} and ${WORDS[type]}.`);
  }
  return common;
}

const numeric = (args: readonly Typed[], fn: string): ExprType => {
  takes(NUMBER)(args, fn);
  return args.every((a) => a.type === 'int' || a.type === 'null') ? 'int' : 'double';
};
const giving =
  (type: DType, ...types: readonly (readonly DType[])[]) =>
  (args: readonly Typed[], fn: string): ExprType => {
    takes(...types)(args, fn);
    return type;
  };
const comparing = (args: readonly Typed[], fn: string): ExprType => {
  commonType(args, fn);
  return 'bool';
};
const sameAsFirst =
  (types: readonly DType[]) =>
  (args: readonly Typed[], fn: string): ExprType => {
    fit(fn, args, 0, types);
    return args[0]!.type;
  };

function literalAt(args: readonly Typed[], index: number, fn: string, what: string): NonNullable<Typed['literal']> {
  const value = args[index]?.literal;
  if (value === undefined || value === null) throw new PlanError(`${fn} needs ${what} written out, not computed.`);
  return value;
}

/** What `trim` takes away, also before a text is read as a number or a date: ASCII blanks and the no-break space. */
export const BLANKS = ' \t\n\v\f\r\u00a0';

/**
 * Refuses what RE2, Java and JavaScript do not share: look-around, back-references, possessive quantifiers, inline
 * flags and names, code points by number, long property names and more than 1000 repeats.
 */
function pattern(args: readonly Typed[], fn: string): void {
  const text = String(literalAt(args, 1, fn, 'a pattern'));
  const known = text.replaceAll('\\\\', '');
  const outside = known.replace(/\\[^]/g, 'x').replace(/\[(?:\^[^\]]+|[^\]^][^\]]*)\]/g, 'x');
  if (/\\[0-9kucQE]|\\[pP](?!\{[A-Z][a-z]?\})/.test(known) || /\(\?(?!:)|[*+?}]\+|\{[0-9,]*[0-9]{4}|\[\^?\]/.test(outside)) {
    throw new PlanError(`${fn} cannot use look-around, back-references, flags or possessive quantifiers in a pattern.`);
  }
  try {
    RegExp(text, 'u');
  } catch {
    throw new PlanError(`${fn} cannot read the pattern ${JSON.stringify(text)}.`, {
      fix: 'Write a backslash before . * + ? ( ) [ ] { } | ^ $ to mean the character itself.',
    });
  }
}

/** Whether a pattern has a group that captures. */
export const hasGroup = (pattern: string): boolean => RegExp(`${pattern}|`, 'u').exec('')!.length > 1;

function wholeLiteral(args: readonly Typed[], index: number, fn: string, least: number, most: number): void {
  if (index >= args.length) return;
  const value = literalAt(args, index, fn, 'a whole number');
  if (!Number.isInteger(value) || Number(value) < least || Number(value) > most) {
    throw new PlanError(`${fn} needs a whole number from ${least} to ${most} as value ${index + 1}.`);
  }
}

function formats(args: readonly Typed[], fn: string): void {
  for (let i = 1; i < args.length; i++) {
    const problem = dateFormatProblem(String(literalAt(args, i, fn, 'a format')));
    if (problem) throw new PlanError(`${fn}: ${problem}`, { fix: 'Use yyyy, MM, dd, HH, mm and ss, such as dd/MM/yyyy.' });
  }
}

const DATE_UNITS = ['year', 'quarter', 'month', 'week', 'day', 'hour'] as const;

type Shape = Pick<FunctionRow, 'group' | 'signature' | 'doc' | 'arity' | 'type'> & Partial<FunctionRow>;
const row = (shape: Shape): FunctionRow => ({ version: 1, nullable: 'any', ...shape });

const arithmetic = (sign: string, doc: string): FunctionRow =>
  row({ group: 'arithmetic', signature: `a ${sign} b`, doc, arity: [2, 2], type: numeric, nullable: 'always' });
const comparison = (sign: string, doc: string): FunctionRow =>
  row({ group: 'comparison', signature: `a ${sign} b`, doc, arity: [2, 2], type: comparing });
const text = (signature: string, doc: string, result: DType, ...types: readonly (readonly DType[])[]): FunctionRow =>
  row({ group: 'text', signature, doc, arity: [types.length, types.length], type: giving(result, ...types) });
const part = (name: string, doc: string): FunctionRow =>
  row({ group: 'date', signature: `${name}(day)`, doc, arity: [1, 1], type: giving('int', DAY) });

const TEXT: readonly DType[] = ['string'];
const WHOLE: readonly DType[] = ['int'];
const ANY: readonly DType[] = ['bool', 'int', 'double', 'string', 'date', 'timestamp'];

export const FUNCTIONS = {
  '+': arithmetic('+', 'Sum. A whole-number result beyond 64 bits is missing.'),
  '-': arithmetic('-', 'Difference.'),
  '*': arithmetic('*', 'Product.'),
  '/': row({
    group: 'arithmetic',
    signature: 'a / b',
    doc: 'Quotient, always with decimals. Divided by zero it is missing.',
    arity: [2, 2],
    type: giving('double', NUMBER),
    nullable: 'always',
  }),
  '%': row({
    group: 'arithmetic',
    signature: 'a % b',
    doc: 'Remainder, with the sign of `a`. Divided by zero it is missing.',
    arity: [2, 2],
    type: numeric,
    nullable: 'always',
  }),
  neg: row({
    group: 'arithmetic',
    signature: '-a',
    doc: 'The number with its sign turned.',
    arity: [1, 1],
    type: numeric,
    nullable: 'always',
  }),

  '=': comparison('=', 'Equal.'),
  '<>': comparison('<>', 'Not equal.'),
  '<': comparison('<', 'Less. Text is compared by code point.'),
  '<=': comparison('<=', 'Less or equal.'),
  '>': comparison('>', 'Greater.'),
  '>=': comparison('>=', 'Greater or equal.'),
  in: row({
    group: 'comparison',
    signature: 'a in (b, c, …)',
    doc: 'Equal to one of the listed values.',
    arity: [2, Infinity],
    type: comparing,
  }),
  like: row({
    group: 'comparison',
    signature: "a like 'A%'",
    doc: 'Matches a pattern in which % stands for any text and _ for one character.',
    arity: [2, 2],
    type: (args, fn) => {
      takes(TEXT)(args, fn);
      literalAt(args, 1, fn, 'a pattern');
      return 'bool';
    },
  }),

  and: row({ group: 'logic', signature: 'a and b', doc: 'Both are true.', arity: [2, 2], type: giving('bool', ['bool']) }),
  or: row({ group: 'logic', signature: 'a or b', doc: 'At least one is true.', arity: [2, 2], type: giving('bool', ['bool']) }),
  not: row({ group: 'logic', signature: 'not a', doc: 'The opposite.', arity: [1, 1], type: giving('bool', ['bool']) }),
  is_null: row({
    group: 'logic',
    signature: 'a is null',
    doc: 'The value is missing.',
    arity: [1, 1],
    type: () => 'bool',
    nullable: 'never',
  }),

  case: row({
    group: 'conditional',
    signature: 'case when a then x else y end',
    doc: 'The value after the first condition that is true.',
    arity: [2, Infinity],
    nullable: 'always',
    type: (args, fn) => {
      const values: Typed[] = [];
      args.forEach((arg, i) => (i % 2 === 0 && i < args.length - 1 ? fit(fn, args, i, ['bool']) : values.push(arg)));
      return commonType(values, fn);
    },
  }),
  coalesce: row({
    group: 'conditional',
    signature: 'coalesce(a, b, …)',
    doc: 'The first value that is not missing.',
    arity: [1, Infinity],
    type: commonType,
    nullable: 'all',
  }),
  nullif: row({
    group: 'conditional',
    signature: 'nullif(a, b)',
    doc: 'Missing where `a` equals `b`, else `a`.',
    arity: [2, 2],
    nullable: 'always',
    type: (args, fn) => {
      commonType(args, fn);
      return args[0]!.type;
    },
  }),

  abs: row({ group: 'number', signature: 'abs(x)', doc: 'The size without the sign.', arity: [1, 1], type: numeric, nullable: 'always' }),
  sign: row({ group: 'number', signature: 'sign(x)', doc: '-1, 0 or 1.', arity: [1, 1], type: giving('int', NUMBER) }),
  round: row({
    group: 'number',
    signature: 'round(x, digits)',
    doc: 'Rounded to a number of decimals (0 to 9), halves away from zero.',
    arity: [1, 2],
    type: (args, fn) => {
      wholeLiteral(args, 1, fn, 0, 9);
      return sameAsFirst(NUMBER)(args, fn);
    },
  }),
  significant: row({
    group: 'number',
    signature: 'significant(x)',
    doc: 'Rounded to 12 significant digits, which takes out the noise of summing in another order.',
    arity: [1, 1],
    type: giving('double', NUMBER),
    nullable: 'always',
  }),
  floor: row({ group: 'number', signature: 'floor(x)', doc: 'The next whole number down.', arity: [1, 1], type: sameAsFirst(NUMBER) }),
  ceil: row({ group: 'number', signature: 'ceil(x)', doc: 'The next whole number up.', arity: [1, 1], type: sameAsFirst(NUMBER) }),
  sqrt: row({
    group: 'number',
    signature: 'sqrt(x)',
    doc: 'Square root; missing for a negative number.',
    arity: [1, 1],
    type: giving('double', NUMBER),
    nullable: 'always',
  }),
  ln: row({
    group: 'number',
    signature: 'ln(x)',
    doc: 'Natural logarithm; missing for zero and below.',
    arity: [1, 1],
    type: giving('double', NUMBER),
    nullable: 'always',
  }),
  exp: row({
    group: 'number',
    signature: 'exp(x)',
    doc: 'e to the power of x.',
    arity: [1, 1],
    type: giving('double', NUMBER),
    nullable: 'always',
  }),
  power: row({
    group: 'number',
    signature: 'power(x, y)',
    doc: 'x to the power of y.',
    arity: [2, 2],
    type: giving('double', NUMBER),
    nullable: 'always',
  }),
  least: row({
    group: 'number',
    signature: 'least(a, b, …)',
    doc: 'The smallest value; missing ones are skipped.',
    arity: [2, Infinity],
    type: commonType,
    nullable: 'all',
  }),
  greatest: row({
    group: 'number',
    signature: 'greatest(a, b, …)',
    doc: 'The largest value; missing ones are skipped.',
    arity: [2, Infinity],
    type: commonType,
    nullable: 'all',
  }),

  lower: text('lower(text)', 'In small letters.', 'string', TEXT),
  upper: text('upper(text)', 'In capital letters.', 'string', TEXT),
  trim: text('trim(text)', 'Without blanks, tabs and line ends at both ends.', 'string', TEXT),
  length: text('length(text)', 'Number of characters.', 'int', TEXT),
  concat: row({
    group: 'text',
    signature: 'a || b',
    doc: 'Texts put together; missing if one is.',
    arity: [2, Infinity],
    type: giving('string', TEXT),
  }),
  substring: row({
    group: 'text',
    signature: 'substring(text, start, length)',
    doc: 'Part of a text; the first character is number 1.',
    arity: [3, 3],
    type: (args, fn) => {
      wholeLiteral(args, 1, fn, 1, 1_000_000);
      wholeLiteral(args, 2, fn, 0, 1_000_000);
      return giving('string', TEXT, WHOLE)(args, fn);
    },
  }),
  replace: row({
    group: 'text',
    signature: 'replace(text, from, to)',
    doc: 'Every `from` becomes `to`.',
    arity: [3, 3],
    type: (args, fn) => {
      if (literalAt(args, 1, fn, 'the text to replace') === '') throw new PlanError(`${fn} needs something to replace.`);
      return giving('string', TEXT)(args, fn);
    },
  }),
  contains: text('contains(text, part)', 'The text has this part.', 'bool', TEXT, TEXT),
  starts_with: text('starts_with(text, part)', 'The text begins with this part.', 'bool', TEXT, TEXT),
  ends_with: text('ends_with(text, part)', 'The text ends with this part.', 'bool', TEXT, TEXT),
  split_part: row({
    group: 'text',
    signature: "split_part(text, ',', n)",
    doc: 'The n-th part of a text cut at a separator; empty if there are fewer.',
    arity: [3, 3],
    type: (args, fn) => {
      if (literalAt(args, 1, fn, 'a separator') === '') throw new PlanError(`${fn} needs a separator.`);
      wholeLiteral(args, 2, fn, 1, 1000);
      return giving('string', TEXT, TEXT, WHOLE)(args, fn);
    },
  }),
  regexp_matches: row({
    group: 'text',
    signature: 'regexp_matches(text, pattern)',
    doc: 'The pattern occurs in the text.',
    arity: [2, 2],
    type: (args, fn) => {
      pattern(args, fn);
      return giving('bool', TEXT)(args, fn);
    },
  }),
  regexp_extract: row({
    group: 'text',
    signature: 'regexp_extract(text, pattern)',
    doc: 'The first match, or its first group if the pattern has one; missing where nothing matches.',
    arity: [2, 2],
    type: (args, fn) => {
      pattern(args, fn);
      return giving('string', TEXT)(args, fn);
    },
    nullable: 'always',
  }),
  regexp_replace: row({
    group: 'text',
    signature: 'regexp_replace(text, pattern, to)',
    doc: 'Every match becomes `to`, taken as it is.',
    arity: [3, 3],
    type: (args, fn) => {
      pattern(args, fn);
      literalAt(args, 2, fn, 'the replacement');
      return giving('string', TEXT)(args, fn);
    },
  }),
  format: row({
    group: 'text',
    signature: 'format(x, digits)',
    doc: 'A number as text with so many decimals (0 to 9), rounded as by round; missing where it has more than 18 digits.',
    arity: [2, 2],
    type: (args, fn) => {
      wholeLiteral(args, 1, fn, 0, 9);
      return giving('string', NUMBER)(args, fn);
    },
    nullable: 'always',
  }),

  year: part('year', 'The year.'),
  quarter: part('quarter', 'The quarter, 1 to 4.'),
  month: part('month', 'The month, 1 to 12.'),
  day: part('day', 'The day of the month.'),
  weekday: part('weekday', 'The day of the week, 1 (Monday) to 7 (Sunday).'),
  hour: row({ group: 'date', signature: 'hour(time)', doc: 'The hour, 0 to 23.', arity: [1, 1], type: giving('int', ['timestamp']) }),
  date_trunc: row({
    group: 'date',
    signature: "date_trunc('month', day)",
    doc: 'The first day (or hour) of the year, quarter, month, week, day or hour.',
    arity: [2, 2],
    type: (args, fn) => {
      const unit = literalAt(args, 0, fn, 'a unit');
      if (!DATE_UNITS.some((u) => u === unit)) throw new PlanError(`${fn} knows ${DATE_UNITS.join(', ')}, not "${unit}".`);
      fit(fn, args, 1, DAY);
      return unit === 'hour' ? 'timestamp' : 'date';
    },
  }),
  days_between: row({
    group: 'date',
    signature: 'days_between(from, to)',
    doc: 'Whole calendar days from one to the other, whatever the hour.',
    arity: [2, 2],
    type: giving('int', DAY),
  }),
  months_between: row({
    group: 'date',
    signature: 'months_between(from, to)',
    doc: 'Calendar months from one to the other: years times 12 plus months.',
    arity: [2, 2],
    type: giving('int', DAY),
  }),
  add_days: row({
    group: 'date',
    signature: 'add_days(day, n)',
    doc: 'So many days later.',
    arity: [2, 2],
    type: giving('date', DAY, WHOLE),
    nullable: 'always',
  }),
  add_months: row({
    group: 'date',
    signature: 'add_months(day, n)',
    doc: 'So many months later, at most on the last day of that month.',
    arity: [2, 2],
    type: giving('date', DAY, WHOLE),
    nullable: 'always',
  }),

  to_int: row({
    group: 'cast',
    signature: 'int(x)',
    doc: 'As a whole number. Text must be one; decimals are cut off; what does not fit is missing.',
    arity: [1, 1],
    type: giving('int', ['bool', 'int', 'double', 'string']),
    nullable: 'always',
  }),
  to_double: row({
    group: 'cast',
    signature: 'double(x)',
    doc: 'As a number. Text that is not one is missing.',
    arity: [1, 1],
    type: giving('double', ['bool', 'int', 'double', 'string']),
    nullable: 'always',
  }),
  to_text: row({
    group: 'cast',
    signature: 'text(x)',
    doc: 'As text. For numbers with decimals use format(x, digits).',
    arity: [1, 1],
    type: (args, fn) => {
      if (args[0]!.type === 'double')
        throw new PlanError('A number with decimals has no one text.', { fix: 'Use format(x, 2) and say how many decimals.' });
      return giving('string', ANY)(args, fn);
    },
  }),
  to_bool: row({
    group: 'cast',
    signature: 'bool(x)',
    doc: 'As yes or no: 1, true, yes, y, t and 0, false, no, n, f in any case; the rest is missing.',
    arity: [1, 1],
    type: giving('bool', ['bool', 'int', 'string']),
    nullable: 'always',
  }),
  to_date: row({
    group: 'cast',
    signature: "date(x, 'dd/MM/yyyy')",
    doc: 'As a date. Text is read by the formats given, else yyyy-MM-dd; what does not fit is missing.',
    arity: [1, Infinity],
    type: (args, fn) => {
      formats(args, fn);
      return giving('date', ['date', 'timestamp', 'string'], TEXT)(args, fn);
    },
    nullable: 'always',
  }),
  to_timestamp: row({
    group: 'cast',
    signature: "timestamp(x, 'dd/MM/yyyy HH:mm')",
    doc: 'As a date with time. Text is read by the formats given, else yyyy-MM-dd HH:mm:ss.',
    arity: [1, Infinity],
    type: (args, fn) => {
      formats(args, fn);
      return giving('timestamp', ['date', 'timestamp', 'string'], TEXT)(args, fn);
    },
    nullable: 'always',
  }),

  hash_share: row({
    group: 'other',
    signature: 'hash_share(text, seed)',
    doc: 'A number from 0 up to 1 that depends only on the text and the seed: the same row gets the same number on every engine. From the first 7 hex digits of md5.',
    arity: [2, 2],
    type: (args, fn) => {
      wholeLiteral(args, 1, fn, 0, 2 ** 31);
      return giving('double', TEXT, WHOLE)(args, fn);
    },
  }),
} as const satisfies Record<string, FunctionRow>;
