import { chooseSource } from './files/choose-source.ts';
import type { Fix } from './fixes.ts';
import type { Editor } from './store.ts';

/** Does what a fix of a node says. */
export function applyFix(editor: Editor, node: string, fix: Fix): void {
  if ('apply' in fix) editor.edit(fix.label, fix.apply);
  else void chooseSource(editor, node);
}
