import { nodeTypes } from '../../../nodes/index.ts';
import type { Compiled, CompiledNode } from '../../core/compile.ts';
import { renamesBetween, type NameChange, type Origin } from '../../core/follow-names.ts';
import { isTable } from '../../core/plan.ts';
import type { FileSource } from '../../core/source.ts';
import type { Workflow, WorkflowNode } from '../../core/workflow.ts';
import { follow } from '../follow.ts';
import type { State } from '../store.ts';

/** Columns that an edit gave other names, and the settings behind it that use the old ones. */
export interface RenameOffer {
  readonly origins: readonly Origin[];
  readonly before: Compiled;
  readonly changes: readonly NameChange[];
}

/** How each node was when it last gave something, and with which sources. */
export interface Baseline {
  readonly nodes: ReadonlyMap<
    string,
    { readonly node: WorkflowNode; readonly made: CompiledNode; readonly sources: readonly FileSource[] }
  >;
}

/** The baseline after edits: a node that gives nothing now stays as it was when it did. */
export function baselineOf({ workflow, compiled }: Pick<State, 'workflow' | 'compiled'>, before?: Baseline): Baseline {
  return {
    nodes: new Map(
      workflow.nodes.flatMap((node) => {
        const made = compiled.nodes.get(node.id);
        const known = made ? { node, made, sources: sourcesOf(node, workflow) } : before?.nodes.get(node.id);
        return known ? [[node.id, known] as const] : [];
      }),
    ),
  };
}

const sourcesOf = ({ params }: WorkflowNode, { sources }: Workflow): FileSource[] =>
  sources.filter(({ name }) => params.some(([, value]) => value === name));

/** What follows from the edits since a baseline; nothing where no column has another name, or nobody uses the old one. */
export function offerFor(baseline: Baseline, { workflow, compiled }: Pick<State, 'workflow' | 'compiled'>): RenameOffer | undefined {
  const origins = workflow.nodes.flatMap((node): Origin[] => {
    const was = baseline.nodes.get(node.id);
    const made = compiled.nodes.get(node.id);
    if (!was || !made || (was.node.params === node.params && sameSources(was.sources, sourcesOf(node, workflow)))) return [];
    return Object.keys(nodeTypes.get(node.type)?.outputs ?? {}).flatMap((port) => {
      const [old, now] = [was.made.outputs.get(port), made.outputs.get(port)];
      if (!old || !now || !isTable(old) || !isTable(now)) return [];
      return renamesBetween(old.schema, now.schema).map(({ from, to }) => ({ side: 'out' as const, node: node.id, port, from, to }));
    });
  });
  if (!origins.length) return undefined;
  const before: Compiled = { nodes: new Map([...baseline.nodes].map(([id, { made }]) => [id, made])), issues: [] };
  const { changes } = follow(workflow, origins, { before });
  return changes.length ? { origins, before, changes } : undefined;
}

const sameSources = (a: readonly FileSource[], b: readonly FileSource[]): boolean =>
  a.length === b.length && a.every((source, i) => source.columns === b[i]!.columns);

export const changeKey = ({ node, path }: Pick<NameChange, 'node' | 'path'>): string => JSON.stringify([node, path]);

/** The workflow with the new names in the settings of an offer, but for those left out. */
export function followed(workflow: Workflow, { origins, before }: RenameOffer, leave: ReadonlySet<string> = new Set()) {
  return follow(workflow, origins, { before, skip: (node, path) => leave.has(changeKey({ node, path })) });
}

/** What has another name, in a few words. */
export function renameWords({ origins }: RenameOffer): string {
  const pairs = [...new Map(origins.map(({ from, to }) => [JSON.stringify([from, to]), { from, to }])).values()];
  return pairs.length === 1 ? `${pairs[0]!.from} is now ${pairs[0]!.to}` : `${pairs.length} columns have other names now`;
}

export const countNodes = (changes: readonly NameChange[]): number => new Set(changes.map(({ node }) => node)).size;
