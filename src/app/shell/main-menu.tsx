import { MoreHorizontal } from 'lucide-react';
import { commandEntry } from '../commands/command-entry.ts';
import { useEditor } from '../editor.ts';
import { IconButton } from '../ui/button.tsx';
import { Menu, type MenuEntry } from '../ui/menu.tsx';
import { setTheme, useTheme } from '../ui/theme.ts';
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
  const items = (): MenuEntry[] => [
    ...PARTS.flatMap((part): MenuEntry[] => [...part.map((id) => commandEntry(id, editor)), 'separator']),
    { heading: 'Theme' },
    ...(['system', 'light', 'dark'] as const).map((one) => ({
      label: THEME_NAMES[one],
      checked: theme === one,
      onSelect: () => setTheme(one),
    })),
  ];
  return <Menu align="end" trigger={<IconButton icon={MoreHorizontal} label="Menu" />} items={items} />;
}
