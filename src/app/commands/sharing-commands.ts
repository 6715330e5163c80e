import { FileSearch, History, Link, Share2 } from 'lucide-react';
import { copyText } from '../copy-text.ts';
import { linkTo } from '../files/share-link.ts';
import { doing, openSheet, viewOnly } from '../shell/shell-state.ts';
import { filled, type Command } from './command.ts';

export const sharingCommands: readonly Command[] = [
  { id: 'share', title: 'Share', group: 'File', icon: Share2, run: () => openSheet('share') },
  {
    id: 'copy-link',
    title: 'Copy link',
    group: 'File',
    icon: Link,
    when: filled,
    needs: 'needs a node',
    run: (editor) =>
      void doing(undefined, async () =>
        copyText(await linkTo(editor.getState().workflow, viewOnly() ? 'view' : 'edit', location.href), 'the link'),
      ),
  },
  { id: 'history', title: 'History', group: 'File', icon: History, run: () => openSheet('history') },
  {
    id: 'relink',
    title: 'Choose missing files',
    group: 'File',
    icon: FileSearch,
    edits: true,
    when: ({ missing }) => missing.length > 0,
    needs: 'all files are here',
    run: () => openSheet('relink'),
  },
];
