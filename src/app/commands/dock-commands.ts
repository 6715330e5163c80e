import { ChartColumn, Columns2 } from 'lucide-react';
import { nodeTypes } from '../../../nodes/index.ts';
import { portsOf, type DockPort } from '../dock/dock-ports.ts';
import { dock, openTab, toggleBeside } from '../dock/dock-state.ts';
import type { State } from '../store.ts';
import { selectedNodes, type Command } from './command.ts';

/** The node whose ports the dock shows: the selected one, or the last. */
function portsOnShow(state: State): DockPort[] {
  const [only, ...more] = selectedNodes(state);
  const node = only !== undefined && !more.length ? only : dock.getState().node;
  return node === undefined ? [] : portsOf(state.workflow, node);
}

const outputsOnShow = (state: State): DockPort[] => portsOnShow(state).filter((port) => port.id.startsWith('out:'));

const MOST_OUTPUTS = Math.min(Math.max(...[...nodeTypes.values()].map((type) => Object.keys(type.outputs).length)), 9);

export const dockCommands: readonly Command[] = [
  ...Array.from({ length: MOST_OUTPUTS }, (_, i): Command => ({
    id: `output-${i + 1}`,
    title: `Show output ${i + 1}`,
    keys: `Shift+Alt+${i + 1}`,
    group: 'View',
    when: (state) => outputsOnShow(state).length > i,
    needs: i ? `needs a node with ${i + 1} outputs` : 'needs a node',
    run: (editor) => {
      const port = outputsOnShow(editor.getState())[i];
      if (port) openTab(port.id);
    },
  })),
  {
    id: 'beside',
    title: 'Show the input beside the output',
    keys: 'Shift+Alt+I',
    group: 'View',
    icon: Columns2,
    isOn: () => dock.getState().beside,
    run: toggleBeside,
  },
  {
    id: 'show-chart',
    title: 'Chart the rows',
    group: 'View',
    icon: ChartColumn,
    when: (state) => portsOnShow(state).some((port) => port.kind === 'table'),
    needs: 'needs a node with a table',
    run: () => openTab('chart'),
  },
];
