import { compiler, type Compiled } from './compile.ts';
import type { Expr } from './expr.ts';
import type { NodeTypes } from './node.ts';
import type { Json, WorkflowParam } from './params.ts';
import type { Workflow } from './workflow.ts';

/** Where the workflow's parameters are in its plans. */
export interface ParamUses {
  /** Literals that stand for a parameter, whatever its value. */
  readonly literals: ReadonlyMap<Expr, string>;
  /** Parameters that decide more than values: another value makes another plan. */
  readonly fixed: ReadonlySet<string>;
}

/**
 * Finds the literals that are a parameter's value, by compiling the workflow once more with another value: a parameter
 * is free to change if nothing but such literals differs. A parameter without a value has no place to find.
 */
export function paramUses(workflow: Workflow, compiled: Compiled, types: NodeTypes): ParamUses {
  const literals = new Map<Expr, string>();
  const fixed = new Set<string>();
  for (const param of workflow.params) {
    const value = otherValue(param);
    const again = value === undefined ? undefined : compiler(types)(withParam(workflow, param.name, value));
    const found = again && differences(compiled, again, param.value, value!);
    if (found) found.forEach((literal) => literals.set(literal, param.name));
    else fixed.add(param.name);
  }
  return { literals, fixed };
}

const withParam = (workflow: Workflow, name: string, value: Json): Workflow => ({
  ...workflow,
  params: workflow.params.map((p) => (p.name === name ? { ...p, value } : p)),
});

function otherValue({ type, value }: WorkflowParam): Json | undefined {
  if (value === null || value === '') return undefined;
  switch (type) {
    case 'bool':
      return value !== true;
    case 'int':
    case 'double':
      return Number(value) + 1;
    case 'string':
      return `${JSON.stringify(value)} or another`;
    case 'date':
      return value === '1987-06-05' ? '1987-06-06' : '1987-06-05';
  }
}

/** The literals of `a` that are `was` there and `is` in `b`; undefined where the two differ in anything else. */
function differences(a: Compiled, b: Compiled, was: Json, is: Json): Expr[] | undefined {
  const found: Expr[] = [];
  const seen = new Map<object, object>();
  const plans = ({ nodes }: Compiled): unknown[] => [...nodes].map(([id, { outputs, sink }]) => [id, [...outputs], sink ?? null]);
  const alike = (x: unknown, y: unknown): boolean => {
    if (x === y) return true;
    if (typeof x !== 'object' || typeof y !== 'object' || x === null || y === null) return false;
    if (seen.get(x) === y) return true;
    seen.set(x, y);
    if (isLiteral(x) && isLiteral(y) && x.type === y.type && x.value === was && y.value === is) {
      found.push(x);
      return true;
    }
    const names = Object.keys(x);
    return (
      names.length === Object.keys(y).length &&
      names.every((name) => Object.hasOwn(y, name) && alike((x as Record<string, unknown>)[name], (y as Record<string, unknown>)[name]))
    );
  };
  return a.issues.length === b.issues.length && alike(plans(a), plans(b)) ? found : undefined;
}

const isLiteral = (value: object): value is Extract<Expr, { kind: 'lit' }> => 'kind' in value && value.kind === 'lit';
