import { usesOf, valueAt, withColumn, type Path } from './column-uses.ts';
import { sortNodes, type Compiled } from './compile.ts';
import type { NodeTypes } from './node.ts';
import type { Json, SavedParams } from './params.ts';
import { isTable } from './plan.ts';
import { columnsByName, type Schema } from './schema.ts';
import { nodeById, type Workflow } from './workflow.ts';

/** A column that has another name now. */
export interface Renamed {
  readonly from: string;
  readonly to: string;
}

/** Where another name begins: at an output, or at an input that gets it from somewhere. */
export interface Origin extends Renamed {
  readonly side: 'in' | 'out';
  readonly node: string;
  readonly port: string;
}

/** A setting that names a column by its old name, and what it is with the new one. */
export interface NameChange extends Renamed {
  readonly node: string;
  readonly path: Path;
  readonly before: Json;
  readonly after: Json;
}

export interface Followed {
  readonly workflow: Workflow;
  /** In the order in which data flows. */
  readonly changes: readonly NameChange[];
}

interface Following {
  readonly types: NodeTypes;
  readonly compile: (workflow: Workflow) => Compiled;
  /** What nodes gave under the old names, where that is known: what they make of a name follows too (`sum_amount`). */
  readonly before?: Compiled | undefined;
  /** Settings that keep the old name. */
  readonly skip?: ((node: string, path: Path) => boolean) | undefined;
}

/**
 * Carries new names of columns downstream: every setting behind an origin that uses an old name gets the new one, as far
 * as the name reaches. A setting whose input still has the old name is left alone.
 */
export function followNames(workflow: Workflow, origins: readonly Origin[], { types, compile, before, skip }: Following): Followed {
  const changes: NameChange[] = [];
  const outputs = new Map<string, readonly Renamed[]>();
  const key = (node: string, port: string): string => JSON.stringify([node, port]);
  const into = (side: Origin['side'], node: string, port: string): readonly Renamed[] =>
    origins.filter((o) => o.side === side && o.node === node && o.port === port);
  let now = workflow;
  let compiled = compile(now);

  for (const { id } of sortNodes(workflow).sorted) {
    const node = nodeById(now, id)!;
    const type = types.get(node.type);
    if (!type) continue;
    const renamings = Object.keys(type.inputs).flatMap((port) => {
      const wires = workflow.edges.filter(({ to }) => to[0] === id && to[1] === port);
      const tables = wires.flatMap(({ from }) => schemaOf(compiled, from[0], from[1]) ?? []);
      const came = [...into('in', id, port), ...wires.flatMap(({ from }) => outputs.get(key(...from)) ?? [])];
      return distinct(came)
        .filter(({ from }) => !tables.some((column) => column.name === from))
        .map((renamed) => ({ port, ...renamed }));
    });
    const own = Object.keys(type.outputs).some((port) => into('out', id, port).length > 0);
    if (!renamings.length && !own) continue;
    let params = node.params;
    for (const renaming of renamings) {
      const next = withColumn(type.params, params, renaming, (path) => !skip?.(id, path));
      changes.push(...changesOf(id, usesOf(type.params, params), params, next, renaming));
      params = next;
    }
    if (params !== node.params) {
      now = { ...now, nodes: now.nodes.map((n) => (n.id === id ? { ...n, params } : n)) };
      compiled = compile(now);
    }
    for (const port of Object.keys(type.outputs)) {
      const flows = [...into('out', id, port), ...renamedAt(id, port, renamings)];
      if (flows.length) outputs.set(key(id, port), distinct(flows));
    }
  }
  return { workflow: now, changes };

  function renamedAt(node: string, port: string, came: readonly Renamed[]): readonly Renamed[] {
    const schema = schemaOf(compiled, node, port);
    const was = before && schemaOf(before, node, port);
    if (!schema) return [];
    if (was) return renamesBetween(was, schema);
    const names = columnsByName(schema);
    return came.filter(({ from, to }) => names.has(to) && !names.has(from));
  }
}

function changesOf(
  node: string,
  uses: ReturnType<typeof usesOf>,
  before: SavedParams,
  after: SavedParams,
  { port, from, to }: Renamed & { readonly port: string },
): NameChange[] {
  if (before === after) return [];
  const paths = new Map(uses.filter((use) => use.port === port && use.column === from).map(({ path }) => [JSON.stringify(path), path]));
  return [...paths.values()].flatMap((path) => {
    const [was, is] = [valueAt(before, path) ?? from, valueAt(after, path)];
    return is === undefined || was === is ? [] : [{ node, path, from, to, before: was, after: is }];
  });
}

function schemaOf({ nodes }: Compiled, node: string, port: string): Schema | undefined {
  const op = nodes.get(node)?.outputs.get(port);
  return op && isTable(op) ? op.schema : undefined;
}

function distinct(renamed: readonly Renamed[]): Renamed[] {
  return [...new Map(renamed.map(({ from, to }) => [JSON.stringify([from, to]), { from, to }])).values()];
}

/**
 * The columns of a table that have another name now: one that is gone and one that is new, at the same place and of the
 * same type. Where most of the names are others it is another table, and nothing was renamed.
 */
export function renamesBetween(was: Schema, now: Schema): Renamed[] {
  const [before, after] = [columnsByName(was), columnsByName(now)];
  const gone = was.filter(({ name }) => !after.has(name));
  const fresh = now.filter(({ name }) => !before.has(name));
  if (!gone.length || gone.length !== fresh.length) return [];
  if (gone.length > 1 && gone.length * 2 > was.length) return [];
  return gone.flatMap((column, i) => {
    const match = was.length === now.length ? now[was.indexOf(column)]! : fresh[i]!;
    return match.type === column.type && !before.has(match.name) ? [{ from: column.name, to: match.name }] : [];
  });
}
