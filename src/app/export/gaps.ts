import { nodeTypes } from '../../../nodes/index.ts';
import type { Compiled } from '../../core/compile.ts';
import type { NodeGap } from '../../engines/spark/workflow-script.ts';
import type { State } from '../store.ts';

export type Language = 'pyspark' | 'sql';

type Gaps = Promise<readonly NodeGap[]>;

const known = { pyspark: new WeakMap<Compiled, Gaps>(), sql: new WeakMap<Compiled, Gaps>() } satisfies Record<Language, unknown>;

/** What of a workflow a language cannot say; it is found out once for each compiled workflow. */
export function gapsOf({ workflow, compiled }: Pick<State, 'workflow' | 'compiled'>, language: Language): Gaps {
  let gaps = known[language].get(compiled);
  if (!gaps) {
    gaps = finderOf(language).then((find) => find(workflow, compiled, nodeTypes));
    known[language].set(compiled, gaps);
    gaps.catch(() => known[language].delete(compiled));
  }
  return gaps;
}

async function finderOf(language: Language) {
  if (language === 'sql') return (await import('../../engines/sql/workflow-sql.ts')).sqlGaps;
  return (await import('../../engines/spark/workflow-script.ts')).sparkGaps;
}
