import { nodeById } from '../../core/workflow.ts';
import { canvasView } from '../canvas/canvas-view.ts';
import { commandEntry } from '../commands/command-entry.ts';
import { frameById, isFolded } from '../frames.ts';
import { focusInspector } from '../shell/regions.ts';
import { viewOnly } from '../shell/shell-state.ts';
import type { Editor } from '../store.ts';
import type { MenuEntry } from '../ui/menu.tsx';
import { offersOf, wiresOf, type OutlineRow } from './outline-rows.ts';

export interface RowActions {
  rename(): void;
  remove(): void;
  wires(kind: 'connect' | 'remove'): void;
  /** Something is about to come that is to have the focus in the outline. */
  expect(): void;
}

/** All that can be done with a line of the outline. */
export function rowMenu(editor: Editor, { id, kind }: OutlineRow, actions: RowActions): MenuEntry[] {
  const { workflow } = editor.getState();
  const frozen = viewOnly() ? 'View only' : undefined;
  const command = (name: string, label?: string): MenuEntry => commandEntry(name, editor, label === undefined ? {} : { label });
  const isNode = kind === 'node';
  const fits = isNode && offersOf(workflow, id).some((output) => output.offers.length);
  const wired = isNode && wiresOf(workflow, id).length > 0;
  const frame = frameById(workflow, id);
  const onNode: MenuEntry[] = [
    'separator',
    { label: 'Connect to…', disabledReason: frozen ?? (fits ? undefined : 'Nothing fits'), onSelect: () => actions.wires('connect') },
    { label: 'Remove a wire…', disabledReason: frozen ?? (wired ? undefined : 'It has none'), onSelect: () => actions.wires('remove') },
    {
      label: 'Add after…',
      disabledReason: frozen,
      onSelect() {
        actions.expect();
        canvasView()?.addAfter(id);
      },
    },
    'separator',
    command('run-to-here'),
    command('disable', nodeById(workflow, id)?.disabled ? 'Enable' : 'Disable'),
  ];
  return [
    { label: 'Settings', shortcut: 'Enter', onSelect: () => setTimeout(focusInspector) },
    { label: 'Rename', shortcut: 'F2', disabledReason: frozen, onSelect: actions.rename },
    ...(isNode ? onNode : []),
    ...(frame ? (['separator', command('fold', isFolded(frame) ? 'Unfold on the canvas' : 'Fold on the canvas')] as const) : []),
    'separator',
    command('copy'),
    command('duplicate'),
    { label: 'Delete', shortcut: 'Del', danger: true, disabledReason: frozen, onSelect: actions.remove },
  ];
}
