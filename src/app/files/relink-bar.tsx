import { FileSearch } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import { useEditorState } from '../editor.ts';
import { Bar } from '../shell/bar.tsx';
import { useShell } from '../shell/shell-state.ts';
import { Button } from '../ui/button.tsx';
import { askRelink } from './relink-state.ts';
import { missingText } from './relink-words.ts';

/** Says which files of the workflow are not in this browser. */
export function MissingFilesBar() {
  const paths = useEditorState(useShallow((s) => s.workflow.sources.flatMap(({ name, path }) => (s.missing.includes(name) ? [path] : []))));
  const locked = useShell((s) => s.locked);
  if (!paths.length || locked) return null;
  return (
    <Bar
      icon={FileSearch}
      actions={
        <Button small onClick={() => askRelink([])}>
          Choose files
        </Button>
      }
    >
      <strong>{missingText(paths.length)}:</strong> {paths.join(', ')}
    </Bar>
  );
}
