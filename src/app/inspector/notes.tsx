import { NotebookPen } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import { useEditorState } from '../editor.ts';
import { findingsOf } from '../node-state.ts';
import type { Finding } from '../store.ts';
import { Empty, Note } from '../ui/feedback.tsx';

export const useNotes = (node: string): readonly Finding[] => useEditorState(useShallow((s) => findingsOf(s, node)));

/** What the last run found out about the node's data. */
export function Notes({ node }: { node: string }) {
  const notes = useNotes(node);
  if (!notes.length)
    return (
      <Empty
        icon={NotebookPen}
        title="Nothing to note"
        text="A run writes down here what is worth knowing about the data: rows dropped, values that could not be read, columns that say nothing."
      />
    );
  return (
    <ul className="inspector-notes">
      {notes.map(({ level, message }) => (
        <li key={message}>
          <Note kind={level}>{message}</Note>
        </li>
      ))}
    </ul>
  );
}
