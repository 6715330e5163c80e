import { nodeTypes } from '../../../nodes/index.ts';
import { isTable } from '../../core/plan.ts';
import { PlanError } from '../../core/schema.ts';
import type { Workflow } from '../../core/workflow.ts';
import type { LocalEngine } from '../../engines/local/local.ts';
import { slugOf } from '../files/formats.ts';
import { stamped, type State } from '../store.ts';
import { learnedIn, nodesOf } from './fitted.ts';
import { gapsOf, type Language } from './gaps.ts';

/** Something that stands in the way of a script. */
export interface Obstacle {
  readonly node?: string | undefined;
  readonly message: string;
  readonly fix?: string | undefined;
}

export type Printed =
  | { readonly kind: 'script'; readonly text: string; /** Nodes that wait for a wire. */ readonly leftOut: readonly string[] }
  /** These nodes have to run first; the learners among them are what to speak of. */
  | { readonly kind: 'unfitted'; readonly nodes: readonly string[]; readonly learners: readonly string[] }
  /** `gaps` of the language are among the obstacles, or not. */
  | { readonly kind: 'refused'; readonly obstacles: readonly Obstacle[]; readonly gaps: boolean };

type Printable = Pick<State, 'workflow' | 'compiled' | 'stamps'>;

/** A workflow as a script that applies what has been learned, or why there is none. */
export async function printed(engine: LocalEngine, state: Printable, language: Language): Promise<Printed> {
  const { compiled } = state;
  const workflow = stamped(state);
  const gaps = await gapsOf(state, language);
  const obstacles = [...compiled.issues.filter((issue) => issue.level === 'error'), ...gaps];
  if (obstacles.length) return { kind: 'refused', obstacles, gaps: gaps.length > 0 };

  const { fitted, missing } = await learnedIn(engine, compiled);
  const request = { workflow, compiled, types: nodeTypes, file: `${slugOf(workflow.title)}.clade.json`, fitted };
  const print = await printerOf(language);
  try {
    const text = print(request);
    if (!missing.size) return { kind: 'script', text, leftOut: compiled.issues.map((issue) => issue.node) };
  } catch (error) {
    if (!missing.size) {
      if (error instanceof PlanError) return { kind: 'refused', obstacles: [{ message: error.message, fix: error.fix }], gaps: false };
      throw error;
    }
  }
  const ops = [...missing.values()];
  const fits = ops.filter((op) => !isTable(op));
  return { kind: 'unfitted', nodes: nodesOf(compiled, ops), learners: nodesOf(compiled, fits.length ? fits : ops) };
}

async function printerOf(language: Language) {
  if (language === 'sql') return (await import('../../engines/sql/workflow-sql.ts')).workflowSql;
  const { workflowScript } = await import('../../engines/spark/workflow-script.ts');
  return (request: Parameters<typeof workflowScript>[0]): string => workflowScript(request).text;
}

/** The name of a script's file; Python can import its own. */
export const scriptFile = ({ title }: Workflow, language: Language): string =>
  language === 'sql' ? `${slugOf(title)}.sql` : `${slugOf(title).replaceAll('-', '_')}.py`;

/** How a script is run, in the folder that its files lie in. */
export const runLine = (file: string, language: Language): string =>
  language === 'sql' ? `duckdb < ${file}` : `spark-submit ${file} --out results`;
