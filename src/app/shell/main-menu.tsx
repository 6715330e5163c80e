import { MoreHorizontal } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import { commandNamed, isPossible, perform } from '../commands/commands.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { IconButton } from '../ui/button.tsx';
import { Menu, type MenuEntry } from '../ui/menu.tsx';
import { setTheme, useTheme } from '../ui/theme.ts';
import { useShell } from './shell-state.ts';
import { THEME_NAMES } from './theme-toggle.tsx';

/** The commands of the menu, by id, in parts. */
const PARTS: readonly (readonly string[])[] = [
  ['new', 'open', 'rfm-from-file', 'save'],
  ['share', 'history', 'relink'],
  ['export', 'export-pyspark', 'export-sql', 'export-png', 'export-svg'],
  ['add-note', 'frame'],
  ['outline', 'beside', 'show-chart', 'zen', 'view-only'],
  ['check-spark'],
  ['commands', 'shortcuts', 'tour'],
];

export function MainMenu() {
  const editor = useEditor();
  const theme = useTheme();
  useShell((s) => s);
  useEditorState(useShallow((s) => PARTS.flat().map((id) => commandNamed(id).when?.(s) ?? true)));
  const entry = (id: string): MenuEntry => {
    const command = commandNamed(id);
    const { title, keys, icon, needs } = command;
    const disabledReason = isPossible(command, editor) ? undefined : (needs ?? 'not now');
    return { label: title, icon, shortcut: keys, disabledReason, checked: command.isOn?.(), onSelect: () => perform(id, editor) };
  };
  const items: MenuEntry[] = [
    ...PARTS.flatMap((part): MenuEntry[] => [...part.map(entry), 'separator']),
    { heading: 'Theme' },
    ...(['system', 'light', 'dark'] as const).map((one) => ({
      label: THEME_NAMES[one],
      checked: theme === one,
      onSelect: () => setTheme(one),
    })),
  ];
  return <Menu align="end" trigger={<IconButton icon={MoreHorizontal} label="Menu" />} items={items} />;
}
