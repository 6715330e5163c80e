import * as z from 'zod';
import type { Expr, ExprType } from './expr.ts';
import { lit } from './expr.ts';
import { parseExpr } from './parse-expr.ts';
import { nearestName, PlanError, type DType, type Role } from './schema.ts';
import type { FileFormat, FileSource } from './source.ts';

z.config({ jitless: true });

/** What JSON can say. Objects are pairs once read, so that no name from outside becomes an object key. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

interface Described {
  /** One or two sentences: the hint in the form and the line in the reference. */
  readonly doc: string;
  /** The form's label; without it the name, spelled out. */
  readonly label?: string;
  /** The form section it stands in; without it the first. */
  readonly section?: string;
  /** Shown only while another param has one of these values. */
  readonly when?: readonly [param: string, ...values: readonly (string | boolean)[]];
}

/**
 * A setting of a node, described once as data. From the description come the static type that `compile` sees, the check
 * on load, the form field, the reference text and the JSON Schema. `from` names the input port whose columns are offered.
 */
export type Param =
  | IntParam
  | NumberParam
  | TextParam
  | BoolParam
  | ChoiceParam
  | DateParam
  | ColumnParam
  | ColumnsParam
  | ExprParam
  | SourceParam
  | LevelsParam
  | ListParam;

export interface IntParam extends Described {
  readonly kind: 'int';
  readonly default: number;
  readonly min?: number;
  readonly max?: number;
  /** Offers a slider over this range. */ readonly slider?: readonly [number, number];
}
export interface NumberParam extends Described {
  readonly kind: 'number';
  readonly default: number;
  readonly min?: number;
  readonly max?: number;
}
export interface TextParam extends Described {
  readonly kind: 'text';
  readonly default: string;
  readonly lines?: number;
}
export interface BoolParam extends Described {
  readonly kind: 'bool';
  readonly default: boolean;
}
export interface ChoiceParam<C extends string = string> extends Described {
  readonly kind: 'choice';
  readonly of: readonly C[];
  readonly labels?: readonly string[];
  readonly default: C;
}
/** `yyyy-MM-dd`, or empty for none. */
export interface DateParam extends Described {
  readonly kind: 'date';
  readonly default: string | ParamRef;
}
/** What tells which column is meant, so that a new node can begin with it. */
export interface Guess {
  readonly role?: Role;
  /** Words of its name. */
  readonly words?: readonly string[];
  /** Words of the names of columns that are something else. */
  readonly not?: readonly string[];
  /** Its name in a sentence: "customer id". */
  readonly called: string;
}
/** A column's name, or empty for none. */
export interface ColumnParam extends Described {
  readonly kind: 'column';
  readonly from: string;
  readonly types?: readonly DType[];
  readonly default: string;
  readonly optional?: boolean;
  readonly guess?: Guess;
}
export interface ColumnsParam extends Described {
  readonly kind: 'columns';
  readonly from: string;
  readonly types?: readonly DType[];
  readonly default: readonly string[];
  /** A new node begins with all numbers that measure something. */
  readonly guess?: 'measures';
}
/** Typed by a person; empty is none. */
export interface ExprParam extends Described {
  readonly kind: 'expr';
  readonly from: string;
  readonly default: string;
  /** It must be true or false, so that the form can offer it as rules. */
  readonly condition?: boolean;
}
export interface SourceParam extends Described {
  readonly kind: 'source';
  readonly formats: readonly FileFormat[];
  readonly default: string;
}
/** Distinct values of a column, filled by one click. */
export interface LevelsParam extends Described {
  readonly kind: 'levels';
  readonly from: string;
  /** The param that holds the column. */ readonly of: string;
  readonly default: readonly string[];
}
/** Records with params of their own. `one` names a record in the form ("measure"). */
export interface ListParam<I extends Params = Params> extends Described {
  readonly kind: 'list';
  readonly one: string;
  readonly item: I;
  /** The params that name and compute a column, where each record adds one that later records may use. */
  readonly adds?: readonly [name: string, expression: string];
  readonly default: readonly { readonly [K in keyof I]?: unknown }[];
}

export type Params = { readonly [name: string]: Param };

/** Stands for a workflow parameter; in expressions `$name`. */
export interface ParamRef {
  readonly param: string;
}

type ValueOf<P extends Param> =
  P extends ChoiceParam<infer C>
    ? C
    : P extends { kind: 'int' | 'number' }
      ? number
      : P extends { kind: 'bool' }
        ? boolean
        : P extends { kind: 'date' }
          ? string
          : P extends { kind: 'text' | 'column' }
            ? string
            : P extends { kind: 'columns' | 'levels' }
              ? readonly string[]
              : P extends { kind: 'expr' }
                ? Expr | undefined
                : P extends { kind: 'source' }
                  ? FileSource
                  : P extends ListParam<infer I>
                    ? readonly Values<I>[]
                    : never;
export type Values<P extends Params> = { readonly [K in keyof P]: ValueOf<P[K]> };

type Plain<P extends Param> = Omit<P, 'kind' | 'default'> & { readonly default?: P['default'] };

/** Descriptors, with the default that most want. */
export const p = {
  int: (d: Omit<IntParam, 'kind'>): IntParam => ({ kind: 'int', ...d }),
  number: (d: Omit<NumberParam, 'kind'>): NumberParam => ({ kind: 'number', ...d }),
  text: (d: Plain<TextParam>): TextParam => ({ kind: 'text', default: '', ...d }),
  bool: (d: Omit<BoolParam, 'kind'>): BoolParam => ({ kind: 'bool', ...d }),
  choice: <const C extends string>(d: Omit<ChoiceParam<C>, 'kind' | 'default'> & { readonly default?: NoInfer<C> }): ChoiceParam<C> => ({
    kind: 'choice',
    default: d.of[0]!,
    ...d,
  }),
  date: (d: Plain<DateParam>): DateParam => ({ kind: 'date', default: '', ...d }),
  column: (d: Plain<ColumnParam>): ColumnParam => ({ kind: 'column', default: '', ...d }),
  columns: (d: Plain<ColumnsParam>): ColumnsParam => ({ kind: 'columns', default: [], ...d }),
  expr: (d: Plain<ExprParam>): ExprParam => ({ kind: 'expr', default: '', ...d }),
  source: (d: Plain<SourceParam>): SourceParam => ({ kind: 'source', default: '', ...d }),
  levels: (d: Plain<LevelsParam>): LevelsParam => ({ kind: 'levels', default: [], ...d }),
  list: <const I extends Params>(
    d: Omit<ListParam<I>, 'kind' | 'default'> & { readonly default?: ListParam<I>['default'] },
  ): ListParam<I> => ({ kind: 'list', default: [], ...d }),
} as const;

const names = z.array(z.string().max(1000)).max(100_000);
const date = z.string().regex(/^(\d{4}-\d{2}-\d{2})?$/, 'must be a date such as 2026-10-31');

/** What a saved value must look like, by kind. */
const CHECKS: { readonly [K in Param['kind']]: (param: Extract<Param, { kind: K }>) => z.ZodType } = {
  int: (d) =>
    z
      .int()
      .min(d.min ?? Number.MIN_SAFE_INTEGER)
      .max(d.max ?? Number.MAX_SAFE_INTEGER),
  number: (d) =>
    z
      .number()
      .min(d.min ?? -Number.MAX_VALUE)
      .max(d.max ?? Number.MAX_VALUE),
  text: () => z.string().max(100_000),
  bool: () => z.boolean(),
  choice: (d) => z.enum(d.of as readonly [string, ...string[]]),
  date: () => date,
  column: () => z.string().max(1000),
  columns: () => names,
  expr: () => z.string().max(20_000),
  source: () => z.string().max(200),
  levels: () => names,
  list: (d) =>
    z.array(z.looseObject(Object.fromEntries(Object.entries(d.item).map(([name, item]) => [name, checkOf(item).optional()])))).max(10_000),
};

const checks = new WeakMap<Param, z.ZodType>();
function checkOf(param: Param): z.ZodType {
  let check = checks.get(param);
  if (!check) checks.set(param, (check = (CHECKS[param.kind] as (d: Param) => z.ZodType)(param)));
  return check;
}

/** What is wrong with a saved value, or nothing. */
export function valueProblem(param: Param, value: unknown): string | undefined {
  const result = checkOf(param).safeParse(value);
  if (result.success) return undefined;
  const [first] = result.error.issues;
  const where = first?.path.length ? `${first.path.map((part) => (typeof part === 'number' ? part + 1 : String(part))).join(', ')}: ` : '';
  return where + wording(param, value, first?.message ?? 'is not right');
}

function wording(param: Param, value: unknown, message: string): string {
  const shown = JSON.stringify(value) ?? 'nothing';
  const cut = shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
  switch (param.kind) {
    case 'int':
    case 'number': {
      const range =
        param.min !== undefined && param.max !== undefined
          ? ` from ${param.min} to ${param.max}`
          : param.min !== undefined
            ? ` of at least ${param.min}`
            : param.max !== undefined
              ? ` of at most ${param.max}`
              : '';
      return `must be a ${param.kind === 'int' ? 'whole number' : 'number'}${range}, not ${cut}`;
    }
    case 'choice':
      return `must be one of ${param.of.join(', ')}, not ${cut}`;
    case 'bool':
      return `must be true or false, not ${cut}`;
    case 'date':
      return `must be a date such as 2026-10-31, not ${cut}`;
    case 'columns':
    case 'levels':
      return `must be a list of names, not ${cut}`;
    case 'list':
      return message;
    default:
      return `must be text, not ${cut}`;
  }
}

/** The JSON Schema of a value as it stands in a workflow file, with the doc as description. */
export function jsonSchemaOf(param: Param): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(checkOf(param)) as { [name: string]: Json };
  const value: Json =
    param.kind === 'list'
      ? {
          type: 'array',
          items: { type: 'object', properties: Object.fromEntries(Object.entries(param.item).map(([n, d]) => [n, jsonSchemaOf(d)])) },
        }
      : schema;
  return { description: param.doc, default: param.default as Json, anyOf: [value, { $ref: '#/$defs/paramRef' }] };
}

export type SavedParams = readonly (readonly [name: string, value: Json])[];

export interface WorkflowParam {
  readonly name: string;
  readonly type: 'int' | 'double' | 'string' | 'date' | 'bool';
  readonly value: Json;
  readonly doc?: string | undefined;
}

/** What params may refer to. */
export interface Named {
  readonly sources: readonly FileSource[];
  readonly params: readonly WorkflowParam[];
}

/** Saved values checked, with defaults filled in, workflow parameters put in and expressions parsed; or a PlanError. */
export function readParams<P extends Params>(params: P, saved: SavedParams, named: Named): Values<P> {
  const given = new Map(saved);
  for (const name of given.keys()) {
    if (!Object.hasOwn(params, name)) {
      const near = nearestName(name, Object.keys(params));
      throw new PlanError(`There is no setting "${name}".`, {
        param: name,
        fix: near ? `Did you mean "${near}"?` : 'Remove it.',
        about: { kind: 'no-setting', name },
      });
    }
  }
  return Object.fromEntries(
    Object.entries(params).map(([name, param]) => {
      try {
        return [name, readValue(param, given.has(name) ? given.get(name)! : undefined, named)];
      } catch (error) {
        throw error instanceof PlanError ? error.of(name) : error;
      }
    }),
  ) as Values<P>;
}

function readValue(param: Param, saved: Json | undefined, named: Named): unknown {
  const value = saved === undefined ? resolved(param.default as Json, named, true) : resolved(saved, named, false);
  const settled = value === undefined ? emptyOf(param) : value;
  const problem = valueProblem(param, settled);
  if (problem) throw new PlanError(`It ${problem}.`);
  switch (param.kind) {
    case 'expr':
      return settled === '' ? undefined : readExpr(settled as string, named);
    case 'source':
      return sourceNamed(settled as string, param.formats, named);
    case 'list':
      return (settled as readonly { readonly [name: string]: Json }[]).map((item, i) => readItem(param, item, i, named));
    default:
      return settled;
  }
}

/** An edit upstream reads every text behind it again, so texts are parsed once; those with `$` depend on more. */
const parsedTexts = new Map<string, Expr>();
const MOST_PARSED = 2000;

/** An expression as a person typed it, with the workflow's parameters in it; or a PlanError. */
export function readExpr(text: string, named: Named): Expr {
  if (text.includes('$')) return parseExpr(text, (name) => parameter(name, named));
  let expr = parsedTexts.get(text);
  if (!expr) {
    if (parsedTexts.size >= MOST_PARSED) parsedTexts.clear();
    parsedTexts.set(text, (expr = parseExpr(text, () => undefined)));
  }
  return expr;
}

function readItem(param: ListParam, item: { readonly [name: string]: Json }, index: number, named: Named): unknown {
  try {
    return readParams(param.item, Object.entries(item), named);
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    throw new PlanError(`In ${param.one} ${index + 1}: ${error.message}`, { ...error, param: undefined });
  }
}

const emptyOf = (param: Param): Json => (typeof param.default === 'string' || isParamRef(param.default) ? '' : (param.default as Json));

/** A value with a reference to a workflow parameter replaced; `undefined` for a parameter that is not set. */
function resolved(value: Json, { params }: Named, lenient: boolean): Json | undefined {
  if (!isParamRef(value)) return value;
  const found = params.find((q) => q.name === value.param);
  if (!found && !lenient) throw unknownParameter(value.param, params);
  return found?.value ?? undefined;
}

export const isParamRef = (value: unknown): value is ParamRef =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 1 && 'param' in value && typeof value.param === 'string';

const PARAM_TYPES: Record<WorkflowParam['type'], ExprType> = { int: 'int', double: 'double', string: 'string', date: 'date', bool: 'bool' };

function parameter(name: string, { params }: Named): Expr | undefined {
  const found = params.find((q) => q.name === name);
  if (!found) return undefined;
  return lit(found.value as string | number | boolean | null, found.value === null ? 'null' : PARAM_TYPES[found.type]);
}

function unknownParameter(name: string, params: readonly WorkflowParam[]): PlanError {
  const near = nearestName(
    name,
    params.map((q) => q.name),
  );
  return new PlanError(`The workflow has no parameter "${name}".`, {
    fix: near ? `Did you mean "${near}"?` : 'Add it in the workflow settings.',
  });
}

function sourceNamed(name: string, formats: readonly FileFormat[], { sources }: Named): FileSource {
  if (name === '')
    throw new PlanError('No file is chosen.', { fix: 'Choose a file, or drop one on the canvas.', about: { kind: 'no-file' } });
  const found = sources.find((s) => s.name === name);
  if (found && !formats.includes(found.format))
    throw new PlanError(`"${name}" is read as ${found.format}, not ${formats.join(' or ')}.`, {
      fix: 'Use the reader for this kind of file.',
    });
  if (found) return found;
  throw new PlanError(`The workflow has no source "${name}".`, { fix: 'Choose the file again.', about: { kind: 'no-file' } });
}

const PARAM_VALUE: Record<WorkflowParam['type'], z.ZodType> = {
  int: z.int(),
  double: z.number(),
  string: z.string(),
  date,
  bool: z.boolean(),
};

/** What is wrong with a workflow parameter's value, or nothing. Missing is allowed. */
export function parameterProblem(type: WorkflowParam['type'], value: unknown): string | undefined {
  if (value === null || PARAM_VALUE[type].safeParse(value).success) return undefined;
  return `must be ${type === 'date' ? 'a date such as 2026-10-31' : type}, not ${JSON.stringify(value)}`;
}

/** A parameter's value from the text of a command line. */
export function parameterFromText(type: WorkflowParam['type'], text: string): Json | undefined {
  const value: Json =
    type === 'int' || type === 'double'
      ? text.trim() === ''
        ? text
        : Number(text)
      : type === 'bool'
        ? text === 'true'
          ? true
          : text === 'false'
            ? false
            : text
        : text;
  return parameterProblem(type, value) ? undefined : value;
}
