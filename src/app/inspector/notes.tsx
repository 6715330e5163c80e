import { NotebookPen } from 'lucide-react';
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useEditorState } from '../editor.ts';
import { gapText, useGaps } from '../export/spark-check.tsx';
import { findingsOf } from '../node-state.ts';
import type { Finding } from '../store.ts';
import { Empty, Note } from '../ui/feedback.tsx';

/** What the last run found out about the node's data, after what of it cannot run on Spark while that is checked. */
export function useNotes(node: string): readonly Finding[] {
  const found = useEditorState(useShallow((s) => findingsOf(s, node)));
  const gaps = useGaps(node);
  return useMemo(() => [...(gaps ?? []).map((gap): Finding => ({ level: 'warn', message: gapText(gap) })), ...found], [gaps, found]);
}

/** What is worth knowing about a node. */
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
