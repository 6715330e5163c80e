import { Keyboard } from 'lucide-react';
import { openSheet } from '../shell/shell-state.ts';
import type { Command } from './command.ts';

export const helpCommands: readonly Command[] = [
  { id: 'shortcuts', title: 'Keyboard shortcuts', keys: '?', group: 'Help', icon: Keyboard, run: () => openSheet('shortcuts') },
];
