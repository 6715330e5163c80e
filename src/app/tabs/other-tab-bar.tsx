import { Copy, Eye, Pencil } from 'lucide-react';
import { useEditor, useEditorState } from '../editor.ts';
import { takeOver, useHolder } from '../files/lock.ts';
import { openCopy } from '../files/open.ts';
import { Bar } from '../shell/bar.tsx';
import { doing } from '../shell/shell-state.ts';
import { Button } from '../ui/button.tsx';

/** Says that another tab of this browser edits the workflow, and what can be done here. */
export function OtherTabBar() {
  const editor = useEditor();
  const id = useEditorState((s) => s.id);
  if (useHolder(id) !== 'another tab') return null;
  return (
    <Bar
      kind="warn"
      icon={Eye}
      actions={
        <>
          <Button small icon={Pencil} onClick={() => void doing('Taking over', () => takeOver(id))}>
            Take over here
          </Button>
          <Button small icon={Copy} onClick={() => void doing(undefined, () => openCopy(editor))}>
            Open a copy
          </Button>
        </>
      }
    >
      <strong>Open in another tab.</strong> It is view-only here and follows what is changed there.
    </Bar>
  );
}
