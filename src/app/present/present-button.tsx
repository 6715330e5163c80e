import { Presentation } from 'lucide-react';
import { perform } from '../commands/commands.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { IconButton } from '../ui/button.tsx';

export function PresentButton() {
  const editor = useEditor();
  const empty = useEditorState((s) => s.workflow.nodes.length === 0);
  return (
    <IconButton
      icon={Presentation}
      label="Present"
      shortcut="Shift+P"
      disabledReason={empty ? 'There is no node to present' : undefined}
      onClick={() => perform('present', editor)}
    />
  );
}
