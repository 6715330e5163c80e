import './note-card.css';
import type { NodeProps } from '@xyflow/react';
import { memo, useState } from 'react';
import { useStore } from 'zustand';
import type { Note } from '../../core/workflow.ts';
import { perform } from '../commands/commands.ts';
import { useEditor } from '../editor.ts';
import { firstBurst, withNoteChanged } from '../frames.ts';
import { rename, shownCanvas } from './canvas-view.ts';
import { FrameCorners } from './frame-corners.tsx';
import type { NoteNode } from './frame-graph.ts';
import { withText } from './note-size.ts';

/** A text on the canvas, as it was written: nothing in it is a link or a format. */
export const NoteCard = memo(function NoteCard({ id, data: { note }, selected }: NodeProps<NoteNode>) {
  const editor = useEditor();
  const writing = useStore(shownCanvas, (s) => s.renaming === id);
  return (
    <div
      className="note"
      role="note"
      tabIndex={-1}
      aria-label={['Note', note.text || 'empty', selected && 'selected'].filter(Boolean).join(', ')}
      data-selected={selected || undefined}
      onDoubleClick={() => perform('rename', editor)}
    >
      {writing ? (
        <NoteInput note={note} />
      ) : (
        <p className="note-text" data-empty={!note.text || undefined}>
          {note.text || 'Double-click to write'}
        </p>
      )}
      {selected && !writing && <FrameCorners minWidth={96} minHeight={48} />}
    </div>
  );
});

function NoteInput({ note: { id, text } }: { note: Note }) {
  const editor = useEditor();
  const [burst] = useState(() => (text === '' ? firstBurst(id) : `write ${id} ${editor.getState().past.length}`));
  return (
    <textarea
      className="note-text nodrag nopan nowheel nokey"
      aria-label="Text of the note"
      placeholder="Write a note"
      defaultValue={text}
      ref={toItsEnd}
      onChange={({ target }) => editor.edit('Write note', (w) => withNoteChanged(w, id, (note) => withText(note, target.value)), burst)}
      onBlur={() => rename(undefined)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' && !(event.key === 'Enter' && (event.ctrlKey || event.metaKey))) return;
        event.preventDefault();
        event.stopPropagation();
        event.currentTarget.closest<HTMLElement>('.note')?.focus();
      }}
    />
  );
}

function toItsEnd(area: HTMLTextAreaElement | null): void {
  area?.focus({ preventScroll: true });
  area?.setSelectionRange(area.value.length, area.value.length);
}
