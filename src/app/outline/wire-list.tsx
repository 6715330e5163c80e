import { edgeId } from '../../core/workflow.ts';
import { withoutEdge, withWire } from '../edits.ts';
import { useEditor } from '../editor.ts';
import { nameOf } from '../node-state.ts';
import { CommandList, type CommandGroup } from '../ui/command-list.tsx';
import { offersOf, wiresOf } from './outline-rows.ts';

/** What is to be done with a wire of a node. */
export interface WireWish {
  readonly kind: 'connect' | 'remove';
  readonly node: string;
}

/** Asks where a wire of a node is to lead, or which one is to go. */
export function WireList({ wish: { kind, node }, onClose }: { wish: WireWish; onClose: () => void }) {
  const editor = useEditor();
  const { workflow } = editor.getState();
  const edges = new Map(
    [...offersOf(workflow, node).flatMap((output) => output.offers), ...wiresOf(workflow, node)].map(({ edge }) => [edgeId(edge), edge]),
  );
  const choose = (id: string): void => {
    const edge = edges.get(id)!;
    if (kind === 'connect') editor.edit('Connect', (w) => withWire(w, edge.from, edge.to));
    else editor.edit('Remove wire', (w) => withoutEdge(w, edge));
  };
  const groups: CommandGroup[] =
    kind === 'connect'
      ? offersOf(workflow, node).map(({ output, offers }) => ({
          label: `From ${output} to`,
          items: offers.map(({ edge, text, instead }) => ({
            id: edgeId(edge),
            title: text,
            description: instead && `In place of ${instead}`,
          })),
        }))
      : [{ label: 'Wires', items: wiresOf(workflow, node).map(({ edge, text }) => ({ id: edgeId(edge), title: text })) }];
  return (
    <CommandList
      open
      onClose={onClose}
      onChoose={choose}
      label={kind === 'connect' ? `Connect ${nameOf(workflow, node)} to` : `Remove a wire of ${nameOf(workflow, node)}`}
      groups={groups.filter((group) => group.items.length)}
      empty="Nothing fits"
    />
  );
}
