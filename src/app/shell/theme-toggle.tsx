import { Moon, Sun, SunMoon } from 'lucide-react';
import { IconButton } from '../ui/button.tsx';
import { cycleTheme, useTheme, type Theme } from '../ui/theme.ts';

const THEME_ICONS = { system: SunMoon, light: Sun, dark: Moon } as const;
export const THEME_NAMES: Readonly<Record<Theme, string>> = { system: 'Like the system', light: 'Light', dark: 'Dark' };

export function ThemeToggle() {
  const theme = useTheme();
  return <IconButton icon={THEME_ICONS[theme]} label={`Theme: ${THEME_NAMES[theme].toLowerCase()}`} onClick={() => cycleTheme()} />;
}
