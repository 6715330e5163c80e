import { requireArity, type Expr, type Fn, type Span } from './expr.ts';
import { FUNCTIONS } from './functions.ts';
import { nearestName, PlanError } from './schema.ts';

export type TokenKind = 'number' | 'text' | 'quoted' | 'parameter' | 'name' | 'function' | 'keyword' | 'operator' | 'mark' | 'wrong';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** How tightly an operator binds, loosest first, as in SQL. */
export const LEVEL = {
  or: 1,
  and: 2,
  not: 3,
  is: 4,
  comparison: 5,
  match: 6,
  concat: 7,
  sum: 8,
  product: 9,
  sign: 10,
  cast: 11,
} as const;

/** Operators between two values. Those of one level group to the left, but comparisons do not chain. */
export const OPERATORS: ReadonlyMap<string, { readonly fn: Fn; readonly level: number }> = new Map([
  ['or', { fn: 'or', level: LEVEL.or }],
  ['and', { fn: 'and', level: LEVEL.and }],
  ['=', { fn: '=', level: LEVEL.comparison }],
  ['==', { fn: '=', level: LEVEL.comparison }],
  ['<>', { fn: '<>', level: LEVEL.comparison }],
  ['!=', { fn: '<>', level: LEVEL.comparison }],
  ['<', { fn: '<', level: LEVEL.comparison }],
  ['<=', { fn: '<=', level: LEVEL.comparison }],
  ['>', { fn: '>', level: LEVEL.comparison }],
  ['>=', { fn: '>=', level: LEVEL.comparison }],
  ['+', { fn: '+', level: LEVEL.sum }],
  ['-', { fn: '-', level: LEVEL.sum }],
  ['*', { fn: '*', level: LEVEL.product }],
  ['/', { fn: '/', level: LEVEL.product }],
  ['%', { fn: '%', level: LEVEL.product }],
]);

const KEYWORDS: ReadonlySet<string> = new Set('and or not in between like is null true false case when then else end as'.split(' '));

/** Types as they are written in a cast, with the function that makes them. The first of a kind is the usual one. */
export const CASTS = [
  ['int', 'to_int'],
  ['double', 'to_double'],
  ['float', 'to_double'],
  ['number', 'to_double'],
  ['text', 'to_text'],
  ['string', 'to_text'],
  ['bool', 'to_bool'],
  ['date', 'to_date'],
  ['timestamp', 'to_timestamp'],
] as const satisfies readonly (readonly [string, Fn])[];

const CAST_TYPES = {
  to_int: 'int',
  to_double: 'double',
  to_text: 'string',
  to_bool: 'bool',
  to_date: 'date',
  to_timestamp: 'timestamp',
} as const;
const CAST_TO: ReadonlyMap<string, keyof typeof CAST_TYPES> = new Map(CASTS);

const NOT_CALLED: ReadonlySet<string> = new Set(['in', 'like', 'and', 'or', 'not', 'is_null', 'case', 'neg', ...Object.keys(CAST_TYPES)]);
/** Functions under the names by which they are called; `if` and `cast` are forms of their own. */
export const CALLED: ReadonlyMap<string, Fn> = new Map([
  ...(Object.keys(FUNCTIONS) as Fn[]).filter((fn) => /^[a-z]/.test(fn) && !NOT_CALLED.has(fn)).map((fn) => [fn, fn] as const),
  ...CASTS,
]);
const OVER_ROWS: ReadonlySet<string> = new Set(['sum', 'avg', 'mean', 'count', 'min', 'max', 'median', 'stddev']);

/** A name that needs no quotes. */
const BARE = String.raw`[\p{L}_][\p{L}\p{M}\p{N}_]*`;

const ONLY_BARE = new RegExp(`^${BARE}$`, 'u');

export const isBareName = (name: string): boolean => ONLY_BARE.test(name) && !KEYWORDS.has(name.toLowerCase());

/** The frequent ones first. */
const LEXEMES: readonly (readonly [TokenKind, RegExp])[] = [
  ['name', new RegExp(BARE, 'uy')],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_.])/uy],
  ['operator', /\|\||::|<>|!=|<=|>=|==|[=<>+\-*/%]/y],
  ['mark', /[(),]/y],
  ['text', /'[^']*(?:''[^']*)*'/y],
  ['quoted', /"[^"]*(?:""[^"]*)*"/y],
  ['parameter', new RegExp(`\\$${BARE}`, 'uy')],
  ['wrong', /['"][^]*|\.?\d[\p{L}\p{N}_.]*|[^]/uy],
];

/** The words and signs of `text`, blanks left out. It never fails: what is no word of the language is `wrong`. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (let at = blanksFrom(text, 0); at < text.length; at = blanksFrom(text, at)) {
    const token = tokenAt(text, at);
    found.push(token);
    at = token.to;
  }
  return found;
}

const BLANKS = /\s*/uy;

function blanksFrom(text: string, at: number): number {
  BLANKS.lastIndex = at;
  BLANKS.test(text);
  return BLANKS.lastIndex;
}

function tokenAt(text: string, from: number): Token {
  for (const [kind, pattern] of LEXEMES) {
    pattern.lastIndex = from;
    if (!pattern.test(text)) continue;
    const to = pattern.lastIndex;
    const word = text.slice(from, to);
    return { kind: kind === 'name' ? kindOfName(word, text, to) : kind, text: word, from, to };
  }
  throw new Error('Some lexeme matches every character.');
}

function kindOfName(word: string, text: string, end: number): TokenKind {
  if (KEYWORDS.has(word.toLowerCase())) return 'keyword';
  return text[blanksFrom(text, end)] === '(' ? 'function' : 'name';
}

const MOST_CHARACTERS = 20_000;
const MOST_PARTS = 20_000;
const MOST_DEPTH = 200;

/**
 * Reads an expression as a person writes it, in the manner of SQL. `parameter` gives the value of `$name`. Every part
 * of the result knows where it stands in the text; mistakes are PlanErrors that say where and what to do.
 */
export function parseExpr(text: string, parameter: (name: string) => Expr | undefined): Expr {
  if (text.length > MOST_CHARACTERS) {
    throw new PlanError(`The formula is longer than ${MOST_CHARACTERS} characters.`, { fix: 'Split it into several columns.' });
  }
  return new Parser(text, parameter).whole();
}

class Parser {
  private readonly tokens: readonly Token[];
  private readonly end: Token;
  private readonly parameter: (name: string) => Expr | undefined;
  /** Both limits keep hostile text from exhausting the stack or the memory of whoever walks the result. */
  private readonly sizes = new Map<Expr, { readonly depth: number; readonly parts: number }>();
  private next = 0;
  private nesting = 0;

  constructor(text: string, parameter: (name: string) => Expr | undefined) {
    this.tokens = tokens(text);
    this.end = { kind: 'wrong', text: '', from: text.length, to: text.length };
    this.parameter = parameter;
    const wrong = this.tokens.find((t) => t.kind === 'wrong');
    if (wrong) throw new PlanError(...wrongToken(wrong));
  }

  whole(): Expr {
    if (!this.tokens.length) throw new PlanError('The formula is empty.', { fix: 'Write something such as `amount > 0`.' });
    const expr = this.expression(0);
    if (this.peek() !== this.end) throw this.unexpected();
    return expr;
  }

  private expression(level: number): Expr {
    const from = this.peek().from;
    if (++this.nesting > MOST_DEPTH) throw tooDeep(this.peek());
    let left = this.operand();
    let chained = 0;
    for (;;) {
      const found = this.infixLevel();
      if (found < level || found === 0) break;
      const comparing = found === LEVEL.comparison || found === LEVEL.match;
      if (comparing && found === chained) {
        throw new PlanError('Comparisons cannot follow one another.', {
          at: spanOf(this.peek()),
          fix: 'Join them with `and`, as in `a < b and b < c`.',
        });
      }
      if (comparing) chained = found;
      left = this.infix(left, from, found);
    }
    this.nesting--;
    return left;
  }

  /** The level of the operator that comes next, 0 if none does. */
  private infixLevel(): number {
    const word = this.word();
    if (word === '||') return LEVEL.concat;
    if (word === '::') return LEVEL.cast;
    if (word === 'is') return LEVEL.is;
    if (MATCHING.has(word === 'not' ? this.word(1) : word)) return LEVEL.match;
    return OPERATORS.get(word)?.level ?? 0;
  }

  private infix(left: Expr, from: number, level: number): Expr {
    const operator = this.take();
    switch (level) {
      case LEVEL.concat:
        return this.concat(left, from);
      case LEVEL.cast:
        return this.cast(left, from);
      case LEVEL.is:
        return this.isNull(left, from);
      case LEVEL.match:
        return this.match(left, from, operator);
      default:
        return this.call(OPERATORS.get(operator.text.toLowerCase())!.fn, [left, this.expression(level + 1)], from);
    }
  }

  private concat(left: Expr, from: number): Expr {
    const parts = [left, this.expression(LEVEL.concat + 1)];
    while (this.accept('||')) parts.push(this.expression(LEVEL.concat + 1));
    return this.call('concat', parts, from);
  }

  private isNull(left: Expr, from: number): Expr {
    const not = this.accept('not');
    this.expect('null', 'After `is` comes `null` or `not null`.');
    const test = this.call('is_null', [left], from);
    return not ? this.call('not', [test], from) : test;
  }

  private match(left: Expr, from: number, first: Token): Expr {
    const not = first.text.toLowerCase() === 'not';
    const word = (not ? this.take() : first).text.toLowerCase();
    const test = this.test(word, left, from);
    return not ? this.call('not', [test], from) : test;
  }

  private test(word: string, left: Expr, from: number): Expr {
    if (word === 'like') return this.call('like', [left, this.expression(LEVEL.match + 1)], from);
    if (word === 'in') {
      this.expect('(', "Write the values in brackets, as in `country in ('UK', 'FR')`.");
      const values = this.list();
      if (!values.length)
        throw new PlanError('The list after `in` is empty.', { at: [from, this.last().to], fix: 'Write at least one value.' });
      return this.call('in', [left, ...values], from);
    }
    const low = this.expression(LEVEL.match + 1);
    this.expect('and', 'Write both ends, as in `age between 18 and 65`.');
    const high = this.expression(LEVEL.match + 1);
    return this.call('and', [this.call('>=', [left, low], from), this.call('<=', [left, high], from)], from);
  }

  private operand(): Expr {
    const token = this.peek();
    switch (token.kind) {
      case 'number':
        return this.number(this.take(), 1);
      case 'text':
        return { kind: 'lit', value: unquoted(this.take()), type: 'string', at: spanOf(token) };
      case 'quoted':
        return this.column(unquoted(this.take()), token);
      case 'name':
        return isDay(token) && this.tokens[this.next + 1]?.kind === 'text' ? this.day() : this.column(this.take().text, token);
      case 'function':
        return this.functionCall();
      case 'parameter':
        return this.parameterValue(this.take());
      default:
        return this.operandSign();
    }
  }

  private operandSign(): Expr {
    const token = this.peek();
    const at = spanOf(token);
    if (this.accept('null')) return { kind: 'lit', value: null, type: 'null', at };
    if (this.accept('true')) return { kind: 'lit', value: true, type: 'bool', at };
    if (this.accept('false')) return { kind: 'lit', value: false, type: 'bool', at };
    if (this.accept('case')) return this.caseWhen(token.from);
    if (this.accept('not')) return this.call('not', [this.expression(LEVEL.not)], token.from);
    if (this.accept('-')) return this.negative(token.from);
    if (!this.accept('(')) throw this.missing();
    const inner = this.expression(0);
    this.close(token);
    return inner;
  }

  /** A minus sign right before a number belongs to the number, unless a cast comes between. */
  private negative(from: number): Expr {
    if (this.peek().kind === 'number' && this.word(1) !== '::') return this.number(this.take(), -1, from);
    return this.call('neg', [this.expression(LEVEL.sign)], from);
  }

  private number(token: Token, sign: 1 | -1, from = token.from): Expr {
    const whole = /^\d+$/.test(token.text);
    const size = Number(token.text);
    const at: Span = [from, token.to];
    if (whole && !Number.isSafeInteger(size)) {
      throw new PlanError(`${token.text} is too large for a whole number in a formula.`, {
        at,
        fix: `Write ${token.text}.0 if it need not be exact, or compare the column as text.`,
      });
    }
    if (!Number.isFinite(size)) throw new PlanError(`${token.text} is too large for a number.`, { at });
    return { kind: 'lit', value: whole && size === 0 ? 0 : sign * size, type: whole ? 'int' : 'double', at };
  }

  private column(name: string, token: Token): Expr {
    if (name === '') throw new PlanError('A column has no name.', { at: spanOf(token), fix: "Write '' for an empty text." });
    return { kind: 'col', name, at: spanOf(token) };
  }

  private parameterValue(token: Token): Expr {
    const value = this.parameter(token.text.slice(1));
    if (!value)
      throw new PlanError(`The workflow has no parameter ${token.text}.`, {
        at: spanOf(token),
        fix: 'Add it to the parameters of the workflow.',
      });
    return { ...value, at: spanOf(token) };
  }

  private day(): Expr {
    const type = this.take().text.toLowerCase() === 'date' ? 'date' : 'timestamp';
    const token = this.take();
    const value = (type === 'date' ? dateText : timestampText)(unquoted(token));
    if (value === undefined) {
      throw new PlanError(`${token.text} is no ${type}.`, {
        at: spanOf(token),
        fix: type === 'date' ? "Write date '2024-01-31'." : "Write timestamp '2024-01-31 10:00:00'.",
      });
    }
    return { kind: 'lit', value, type, at: [this.tokens[this.next - 2]!.from, token.to] };
  }

  private caseWhen(from: number): Expr {
    if (this.word() !== 'when') {
      throw new PlanError('After `case` comes `when`.', {
        at: spanOf(this.peek()),
        fix: "Write the whole condition, as in `case when country = 'UK' then 1 else 0 end`.",
      });
    }
    const parts: Expr[] = [];
    while (this.accept('when')) {
      parts.push(this.expression(0));
      this.expect('then', 'After a condition comes `then` and a value.');
      parts.push(this.expression(0));
    }
    if (this.accept('else')) parts.push(this.expression(0));
    this.expect('end', 'A `case` ends with `end`.');
    return this.call('case', parts, from);
  }

  private functionCall(): Expr {
    const token = this.take();
    const name = token.text.toLowerCase();
    const open = this.take();
    if (name === 'cast') return this.castCall(token.from, open);
    const args = this.list(open);
    if (name === 'if') {
      if (args.length !== 3)
        throw new PlanError(`if(condition, a, b) takes 3 values, not ${args.length}.`, { at: [token.from, this.last().to] });
      return this.call('case', args, token.from);
    }
    const fn = CALLED.get(name);
    if (!fn) throw unknownFunction(token);
    return this.call(fn, args, token.from);
  }

  private castCall(from: number, open: Token): Expr {
    const value = this.expression(0);
    this.expect('as', 'Write the type after `as`, as in `cast(amount as int)`.');
    const cast = this.cast(value, from);
    this.close(open);
    return cast;
  }

  private cast(value: Expr, from: number): Expr {
    const token = this.take();
    const fn = CAST_TO.get(token.text.toLowerCase());
    if (!fn)
      throw new PlanError(token === this.end ? 'The type is missing.' : `There is no type "${token.text}".`, {
        at: spanOf(token),
        fix: `The types are ${CASTS.map(([name]) => name).join(', ')}.`,
      });
    if (value.kind === 'lit' && value.type === 'null') return { ...value, type: CAST_TYPES[fn], at: [from, token.to] };
    return this.call(fn, [value], from);
  }

  /** Values up to the closing bracket, the opening one being taken already. */
  private list(open = this.last()): Expr[] {
    const values: Expr[] = [];
    if (this.accept(')')) return values;
    do values.push(this.expression(0));
    while (this.accept(','));
    this.close(open);
    return values;
  }

  private call(fn: Fn, args: readonly Expr[], from: number): Expr {
    const at: Span = [from, this.last().to];
    requireArity(fn, args.length, at);
    const expr: Expr = { kind: 'call', fn, args, at };
    const depth = 1 + Math.max(...args.map((arg) => this.sizes.get(arg)?.depth ?? 0));
    const parts = 1 + args.reduce((sum, arg) => sum + (this.sizes.get(arg)?.parts ?? 1), 0);
    if (depth > MOST_DEPTH || parts > MOST_PARTS) throw tooDeep(this.last());
    this.sizes.set(expr, { depth, parts });
    return expr;
  }

  private peek(): Token {
    return this.tokens[this.next] ?? this.end;
  }

  private last(): Token {
    return this.tokens[this.next - 1] ?? this.end;
  }

  private take(): Token {
    const token = this.peek();
    this.next++;
    return token;
  }

  /** The keyword or sign that comes next, in small letters; nothing where a name or a value does. */
  private word(ahead = 0): string {
    const token = this.tokens[this.next + ahead];
    return token && SIGNS.has(token.kind) ? token.text.toLowerCase() : '';
  }

  private accept(word: string): boolean {
    const found = this.word() === word;
    if (found) this.next++;
    return found;
  }

  private expect(word: string, fix: string): void {
    if (this.accept(word)) return;
    const token = this.peek();
    throw new PlanError(
      token === this.end ? `The formula ends where \`${word}\` should come.` : `Here should be \`${word}\`, not ${token.text}.`,
      { at: spanOf(token), fix },
    );
  }

  private close(open: Token): void {
    if (this.accept(')')) return;
    if (this.peek() === this.end) throw new PlanError('This bracket is never closed.', { at: spanOf(open), fix: 'Add a ) where it ends.' });
    throw this.unexpected();
  }

  private missing(): PlanError {
    const before = this.tokens[this.next - 1];
    if (before)
      return new PlanError(`Something is missing after ${before.text}`, {
        at: spanOf(before),
        fix: 'Write a column, a value or a function there.',
      });
    return new PlanError(`Something is missing before ${this.peek().text}`, {
      at: spanOf(this.peek()),
      fix: 'Write a column, a value or a function there.',
    });
  }

  private unexpected(): PlanError {
    const token = this.peek();
    const before = this.last();
    const names = before.kind === 'name' && (token.kind === 'name' || token.kind === 'function');
    if (token.text === ')')
      return new PlanError('This bracket was never opened.', { at: spanOf(token), fix: 'Add a ( before it, or remove it.' });
    return new PlanError(`${token.text} cannot follow ${before.text}`, {
      at: spanOf(token),
      fix: names
        ? `Put an operator between them, or write "${before.text} ${token.text}" in double quotes if it is one name.`
        : 'Put an operator, such as + or `and`, between them.',
    });
  }
}

const MATCHING: ReadonlySet<string> = new Set(['in', 'like', 'between']);
const SIGNS: ReadonlySet<TokenKind> = new Set<TokenKind>(['keyword', 'operator', 'mark']);

const spanOf = ({ from, to }: Token): Span => [from, to];
const isDay = ({ text }: Token): boolean => /^(date|timestamp)$/i.test(text);
const tooDeep = (token: Token): PlanError =>
  new PlanError('The formula is nested too deeply.', {
    at: spanOf(token),
    fix: 'Split it into several columns, or use `in (…)` for a long list.',
  });

function unquoted({ text }: Token): string {
  const quote = text[0]!;
  return text.slice(1, -1).replaceAll(quote + quote, quote);
}

function unknownFunction(token: Token): PlanError {
  const name = token.text.toLowerCase();
  const near = nearestName(name, [...CALLED.keys(), 'if', 'cast']);
  const overRows = OVER_ROWS.has(name);
  const fix = overRows ? 'A formula sees one row; Group By computes over many.' : near && `Did you mean "${near}"?`;
  return new PlanError(`There is no function "${token.text}".`, { at: spanOf(token), fix, meant: overRows ? undefined : near });
}

const WRONG: readonly (readonly [RegExp, message: string, fix: string])[] = [
  [/^'/, 'This text has no closing quote.', "End it with ', and write '' for a quote inside it."],
  [/^"/, 'This column name has no closing quote.', 'End it with ", and write "" for a quote inside it.'],
  [/^\.?\d/, 'This is not a number.', 'Write digits alone, with a point for decimals, as in 1234.5.'],
  [/^\$/, 'Here should be the name of a parameter.', 'Write it right after the $, as in $asOf.'],
  [/^!/, 'A ! means nothing by itself.', 'Write `not` before a condition, or <> for "is not equal".'],
  [/^[&|]/, 'Conditions are joined with words.', 'Write `and` or `or`, and || to put texts together.'],
  [/^[‘’“”„«»]/u, 'These are not the quotes of a formula.', 'Use \' for texts and " for column names.'],
  [/^[[\]`{}]/, 'These brackets mean nothing here.', 'Put a column name into double quotes, as in "total amount".'],
];

function wrongToken(token: Token): [string, { at: Span; fix?: string }] {
  const row = WRONG.find(([pattern]) => pattern.test(token.text));
  return row ? [row[1], { at: spanOf(token), fix: row[2] }] : [`${token.text} means nothing here.`, { at: spanOf(token) }];
}

function dateText(text: string): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
  if (!match) return undefined;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return year >= 1 && day >= 1 && day <= days ? match[0] : undefined;
}

function timestampText(text: string): string | undefined {
  const match = /^(\S{10})(?:[ T]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?)?$/.exec(text.trim());
  const date = match && dateText(match[1]!);
  return date ? `${date} ${match[2] ?? '00'}:${match[3] ?? '00'}:${match[4] ?? '00'}` : undefined;
}
