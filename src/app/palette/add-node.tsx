import { useStore } from 'zustand';
import { nodeTypes } from '../../../nodes/index.ts';
import type { AnyNodeType, OutputPort } from '../../core/node.ts';
import { isTable } from '../../core/plan.ts';
import { nodeById } from '../../core/workflow.ts';
import { canvasView } from '../canvas/canvas-view.ts';
import { inputFor, outputFor } from '../edits.ts';
import { schemaOut } from '../schemas.ts';
import { useEditor } from '../editor.ts';
import { nameOf } from '../node-state.ts';
import type { State } from '../store.ts';
import { CommandList, type CommandGroup, type CommandItem } from '../ui/command-list.tsx';
import { FamilyIcon } from '../ui/icons.tsx';
import { addNodeDialog, closeAddNode, type NewNode } from './add-node-state.ts';
import { familyOf, firstSentence, sectionsOf } from './families.ts';
import { suggestions, type Suggestion } from './suggest.ts';

const MOST_GUESSED = 4;

/** Asks which node to add at a place, those that fit the wire first. */
export function AddNodeDialog() {
  const editor = useEditor();
  const wish = useStore(addNodeDialog, (s) => s.wish);
  if (!wish) return null;
  const state = editor.getState();
  const add = (type: string): void => canvasView()?.focus(editor.addNode(type, wish.at, { from: wish.from, to: wish.to }));
  return (
    <CommandList
      open
      onClose={closeAddNode}
      onChoose={add}
      label={labelFor(state, wish)}
      groups={groupsFor(state, wish)}
      at={canvasView()?.toClient(wish.at)}
      empty="No such node"
    />
  );
}

function labelFor({ workflow }: State, { from, to }: NewNode): string {
  const name = (id: string): string => nameOf(workflow, id);
  if (from && to) return `Add a node between ${name(from.node)} and ${name(to.node)}`;
  if (from) return `Add a node after ${name(from.node)}`;
  return to ? `Add a node before ${name(to.node)}` : 'Add a node';
}

function groupsFor(state: State, wish: NewNode): CommandGroup[] {
  const all = [...nodeTypes.values()];
  if (!wish.from && !wish.to)
    return sectionsOf(all).map(({ title, types }) => ({ label: title, items: types.map((type) => itemOf(type)) }));
  const fits = all.filter((type) => misfit(type, wish) === undefined);
  const node = nodeById(state.workflow, wish.from?.node ?? '');
  const schema = wish.from && schemaOut(state.compiled, wish.from.node, wish.from.port);
  const ordered: readonly Suggestion[] = wish.from
    ? suggestions(fits, nodeTypes.get(node?.type ?? ''), wish.from.kind, () => schema)
    : fits.map((type) => ({ type }));
  const able = ordered.filter(({ lack }) => lack === undefined);
  return [
    { label: fitsWhat(state, wish), items: able.slice(0, MOST_GUESSED).map(suggested) },
    { label: 'All that can run on it', items: able.slice(MOST_GUESSED).map(suggested) },
    { label: 'Not without more columns', items: ordered.filter(({ lack }) => lack !== undefined).map(suggested) },
    {
      label: 'Does not fit',
      items: all.flatMap((type) => itemOf(type, misfit(type, wish)) ?? []).filter((item) => item.disabledReason !== undefined),
    },
  ].filter((group) => group.items.length > 0);
}

/** With what it would find, or what the table lacks for it. */
const suggested = ({ type, why, lack }: Suggestion): CommandItem => ({
  ...itemOf(type),
  description: lack ?? [why, firstSentence(type)].filter(Boolean).join('. '),
});

function itemOf(type: AnyNodeType, disabledReason?: string): CommandItem {
  return {
    id: type.type,
    title: type.title,
    description: firstSentence(type),
    icon: <FamilyIcon family={familyOf(type)} icon={type.icon} />,
    keywords: [...(type.words ?? []), type.group].join(' '),
    disabledReason,
  };
}

/** Why a type can't take the wire, or give it on. */
function misfit(type: AnyNodeType, { from, to }: NewNode): string | undefined {
  if (from && inputFor(type, from.kind) === undefined) return needs(type, from.kind);
  if (to && outputFor(type, to.kind) === undefined) return `Gives no ${to.kind === 'model' ? 'model' : 'table'}`;
  return undefined;
}

function needs({ inputs }: AnyNodeType, kind: OutputPort): string {
  if (!Object.keys(inputs).length) return 'Takes no input: it begins a workflow';
  return kind === 'table' ? 'Needs a model: drag from a diamond' : 'Needs a table: drag from a circle';
}

function fitsWhat({ compiled }: State, { from, to }: NewNode): string {
  if (!from) return to?.kind === 'model' ? 'Gives a model' : 'Gives a table';
  const op = compiled.nodes.get(from.node)?.outputs.get(from.port);
  if (!op || !isTable(op)) return `Fits this ${from.kind}`;
  return `Fits this table: ${op.schema.length} ${op.schema.length === 1 ? 'column' : 'columns'}`;
}
