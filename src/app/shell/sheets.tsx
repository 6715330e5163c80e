import './sheets.css';
import { lazy, Suspense } from 'react';
import { nodeTypes } from '../../../nodes/index.ts';
import { canvasView } from '../canvas/canvas-view.ts';
import { COMMAND_GROUPS } from '../commands/command.ts';
import { commandEntry } from '../commands/command-entry.ts';
import { commands, perform } from '../commands/commands.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { labelOf, nodeState } from '../node-state.ts';
import { ExportDialog } from '../export/export-dialog.tsx';
import { familyOf } from '../palette/families.ts';
import { prefer, usePreference } from '../preferences.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { CommandList, type CommandGroup } from '../ui/command-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FamilyIcon, Icon } from '../ui/icons.tsx';
import { Kbd } from '../ui/kbd.tsx';
import type { State } from '../store.ts';
import { openSheet, useShell } from './shell-state.ts';

const ShareDialog = lazy(async () => ({ default: (await import('../share/share-dialog.tsx')).ShareDialog }));
const HistoryDialog = lazy(async () => ({ default: (await import('../history/history-dialog.tsx')).HistoryDialog }));
const RelinkDialog = lazy(async () => ({ default: (await import('../files/relink-dialog.tsx')).RelinkDialog }));

/** The lists and sheets that open over the window. */
export function Sheets() {
  const open = useShell((s) => s.open);
  return (
    <>
      {open === 'commands' && <CommandPalette />}
      {open === 'nodes' && <FindNode />}
      <ShortcutSheet open={open === 'shortcuts'} />
      {(open === 'pyspark' || open === 'sql') && <ExportDialog language={open} />}
      <Suspense>
        {open === 'share' && <ShareDialog />}
        {open === 'history' && <HistoryDialog />}
        {open === 'relink' && <RelinkDialog />}
      </Suspense>
    </>
  );
}

const close = (): void => openSheet(undefined);

function CommandPalette() {
  const editor = useEditor();
  const state = useEditorState((s) => s);
  const items = commands
    .filter(({ id }) => id !== 'commands')
    .map(({ id, group, title, keys, icon, isOn }) => ({
      id,
      group,
      title,
      detail: keys ?? (isOn?.() ? 'On' : undefined),
      icon: icon && <Icon of={icon} />,
      disabledReason: commandEntry(id, editor).disabledReason,
    }));
  const possible = items.filter((item) => item.disabledReason === undefined);
  const groups: CommandGroup[] = [
    ...COMMAND_GROUPS.map((label) => ({ label, items: possible.filter(({ group }) => group === label) })),
    nodeGroup(state),
    { label: 'Not possible now', items: items.filter((item) => item.disabledReason !== undefined) },
  ];
  const choose = (id: string): void => {
    if (id.startsWith(NODE)) goToNode(id.slice(NODE.length));
    else perform(id, editor);
  };
  return (
    <CommandList
      open
      onClose={close}
      onChoose={choose}
      label="Find a command or a node"
      groups={groups.filter((group) => group.items.length)}
    />
  );
}

function FindNode() {
  const state = useEditorState((s) => s);
  return (
    <CommandList
      open
      onClose={close}
      onChoose={(id) => goToNode(id.slice(NODE.length))}
      label="Find a node of this workflow"
      groups={[nodeGroup(state)]}
    />
  );
}

const NODE = 'node ';

const goToNode = (id: string): void => canvasView()?.focus(id);

function nodeGroup(state: State): CommandGroup {
  return {
    label: 'Nodes of this workflow',
    items: state.workflow.nodes.map((node) => {
      const type = nodeTypes.get(node.type);
      return {
        id: NODE + node.id,
        title: labelOf(node),
        description: nodeState(state, node.id).line,
        keywords: type?.title,
        icon: <FamilyIcon family={familyOf(type)} icon={type?.icon ?? ''} />,
      };
    }),
  };
}

type KeyGroup = readonly [group: string, keys: readonly (readonly [keys: string, does: string])[]];

/** Keys that no command has: the canvas and the grid know them themselves. */
const MORE_KEYS: readonly KeyGroup[] = [
  [
    'Pointer',
    [
      ['Space', 'Hold and drag to move the canvas'],
      ['Ctrl', 'Hold and turn the wheel to zoom'],
      ['Shift', 'Hold and click to add to the selection'],
    ],
  ],
  [
    'Window',
    [
      ['F6', 'Go to the next part of the window'],
      ['Shift+F6', 'Go to the one before'],
    ],
  ],
];

function ShortcutSheet({ open }: { open: boolean }) {
  const singleKeys = usePreference('singleKeys');
  const groups = COMMAND_GROUPS.map((group): KeyGroup => [
    group,
    commands.flatMap((c) => (c.group === group && c.keys ? [[c.keys, c.title] as const] : [])),
  ]);
  return (
    <Dialog open={open} onClose={close} title="Keyboard shortcuts">
      <div className="sheet-hint">
        <Checkbox
          label="Single keys work while the canvas has the focus"
          checked={singleKeys}
          onChange={(on) => prefer({ singleKeys: on })}
        />
      </div>
      <div className="sheet-keys">
        {[...groups, ...MORE_KEYS]
          .filter(([, keys]) => keys.length > 0)
          .map(([group, keys]) => (
            <section key={group}>
              <h3>{group}</h3>
              <dl>
                {keys.map(([key, does]) => (
                  <div key={key}>
                    <dt>{does}</dt>
                    <dd>
                      <Kbd keys={key} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
      </div>
    </Dialog>
  );
}
