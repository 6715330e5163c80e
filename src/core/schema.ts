/** A column's type. `int` is 64 bits; `date` and `timestamp` are wall-clock, without a zone. */
export type DType = 'bool' | 'int' | 'double' | 'string' | 'date' | 'timestamp';

export const DTYPES: readonly DType[] = ['bool', 'int', 'double', 'string', 'date', 'timestamp'];

/** What a column stands for, where that is known: pickers suggest by it and grids format by it. */
export type Role =
  | 'id'
  | 'email'
  | 'phone'
  | 'postcode'
  | 'country'
  | 'city'
  | 'name'
  | 'latitude'
  | 'longitude'
  | 'money'
  | 'segment'
  | 'share';

export interface Column {
  readonly name: string;
  readonly type: DType;
  /** False only where a missing value is impossible. */
  readonly nullable: boolean;
  readonly role?: Role;
}

/** Ordered columns, with names that are unique ignoring case. */
export type Schema = readonly Column[];

/** What a mistake is about, for what offers to put it right. */
export type Cause =
  | { readonly kind: 'missing-column'; readonly column: string }
  | { readonly kind: 'no-column' }
  | { readonly kind: 'wrong-type'; readonly column: string; readonly needs: DType }
  | { readonly kind: 'no-file' }
  | { readonly kind: 'no-setting'; readonly name: string }
  | { readonly kind: 'no-wire' | 'many-wires' | 'stray-wire'; readonly port: string }
  | { readonly kind: 'loop' };

/**
 * A mistake in a workflow that its user can fix: what is wrong, and what to do about it. `compile` turns it into an
 * issue on its node; anything else that throws is a bug.
 */
export class PlanError extends Error {
  override readonly name = 'PlanError';
  /** The param it belongs to, if it belongs to one. */
  readonly param: string | undefined;
  /** What to do, as a sentence. */
  readonly fix: string | undefined;
  /** Where in the text of an expression it is, as character offsets. */
  readonly at: readonly [from: number, to: number] | undefined;
  /** The name that was probably meant, unquoted, in place of the one that is wrong. */
  readonly meant: string | undefined;
  readonly about: Cause | undefined;

  constructor(
    message: string,
    more: {
      param?: string | undefined;
      fix?: string | undefined;
      at?: readonly [number, number] | undefined;
      meant?: string | undefined;
      about?: Cause | undefined;
    } = {},
  ) {
    super(message);
    this.param = more.param;
    this.fix = more.fix;
    this.at = more.at;
    this.meant = more.meant;
    this.about = more.about;
  }

  /** The same mistake, now known to belong to `param`. */
  of(param: string): PlanError {
    return this.param === undefined ? new PlanError(this.message, { ...this, param }) : this;
  }
}

/**
 * What `build` gives; a mistake in it that belongs to no param yet becomes one of `param`, and of the record of it that
 * `where` names ("formula 2").
 */
export function inParam<T>(param: string, build: () => T, where?: string): T {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    throw where ? new PlanError(`In ${where}: ${error.message}`, { ...error, param }) : error.of(param);
  }
}

export const column = (name: string, type: DType, more: { nullable?: boolean; role?: Role | undefined } = {}): Column => ({
  name,
  type,
  nullable: more.nullable ?? true,
  ...(more.role && { role: more.role }),
});

export const isNumeric = (type: DType): boolean => type === 'int' || type === 'double';

const indexes = new WeakMap<Schema, ReadonlyMap<string, Column>>();

/** The columns of a schema by name; made once for each schema, which many ops share. */
export function columnsByName(schema: Schema): ReadonlyMap<string, Column> {
  let index = indexes.get(schema);
  if (!index) indexes.set(schema, (index = new Map(schema.map((c) => [c.name, c]))));
  return index;
}

export const findColumn = (schema: Schema, name: string): Column | undefined => columnsByName(schema).get(name);

/** The column called `name`, or a PlanError that lists what there is and suggests the nearest name. */
export function columnOf(schema: Schema, name: string): Column {
  const found = findColumn(schema, name);
  if (found) return found;
  if (name === '') throw new PlanError('No column is chosen.', { fix: 'Choose a column.', about: { kind: 'no-column' } });
  const near = nearestName(
    name,
    schema.map((c) => c.name),
  );
  throw new PlanError(`There is no column "${name}".`, {
    fix: near
      ? `Did you mean "${near}"?`
      : schema.length
        ? `There are: ${listed(schema.map((c) => c.name))}.`
        : 'The table has no columns yet.',
    meant: near,
    about: { kind: 'missing-column', column: name },
  });
}

/** The column that the param `param` names, or a PlanError on that param. */
export function chosenColumn(schema: Schema, name: string, param: string): Column {
  if (name === '') throw new PlanError('No column is chosen.', { param, fix: 'Choose a column.', about: { kind: 'no-column' } });
  try {
    return columnOf(schema, name);
  } catch (error) {
    throw error instanceof PlanError ? error.of(param) : error;
  }
}

/** Refuses a schema in which two names differ at most by case: both engines fold it. */
export function uniqueNames(schema: Schema): Schema {
  const seen = new Map<string, string>();
  for (const { name } of schema) {
    if (name === '') throw new PlanError('A column has no name.', { fix: 'Give every column a name.' });
    const folded = name.toLowerCase();
    const before = seen.get(folded);
    if (before !== undefined) {
      throw new PlanError(
        before === name ? `Two columns are called "${name}".` : `The columns "${before}" and "${name}" differ only by case.`,
        {
          fix: 'Rename one of them.',
        },
      );
    }
    seen.set(folded, name);
  }
  return schema;
}

/** `name`, or `name_2`, `name_3`… where that is already taken (ignoring case). */
export function freeName(name: string, taken: Iterable<string>): string {
  const used = new Set(Array.from(taken, (t) => t.toLowerCase()));
  if (!used.has(name.toLowerCase())) return name;
  for (let i = 2; ; i++) if (!used.has(`${name}_${i}`.toLowerCase())) return `${name}_${i}`;
}

export function listed(names: readonly string[], most = 12): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** The name nearest to `name` by edit distance ignoring case, if one is near enough to be what was meant. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const fold = (s: string) => s.toLowerCase().replace(/[\s_.-]/g, '');
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const other of names) {
    const d = editDistance(fold(name), fold(other), bestDistance);
    if (d < bestDistance) [best, bestDistance] = [other, d];
  }
  return best;
}

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
