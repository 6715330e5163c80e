import { useStore } from 'zustand';
import type { Frame } from '../../core/workflow.ts';
import { useEditor } from '../editor.ts';
import { firstBurst, withFrameChanged } from '../frames.ts';
import { rename, shownCanvas } from './canvas-view.ts';
import { selectText } from '../ui/select-text.ts';

/** The number of a frame among the steps, and its title, to be written anew on a double click. */
export function FrameTitle({ frame, number }: { frame: Frame; number: number }) {
  const renaming = useStore(shownCanvas, (s) => s.renaming === frame.id);
  return (
    <>
      <span className="frame-number num">{number}</span>
      {renaming ? (
        <TitleInput frame={frame} />
      ) : (
        <b className="ellipsis" title={frame.title}>
          {frame.title}
        </b>
      )}
    </>
  );
}

function TitleInput({ frame }: { frame: Frame }) {
  const editor = useEditor();
  const isNew = /^Step \d+$/.test(frame.title);
  const finish = (text: string): void => {
    rename(undefined);
    const title = text.trim() || frame.title;
    const change = (f: Frame): Frame => (f.title === title ? f : { ...f, title });
    editor.edit('Rename frame', (w) => withFrameChanged(w, frame.id, change), isNew ? firstBurst(frame.id) : undefined);
  };
  return (
    <input
      className="card-name frame-name nodrag nopan"
      aria-label="Title of the frame"
      defaultValue={frame.title}
      spellCheck={false}
      ref={selectText}
      onDoubleClick={(e) => e.stopPropagation()}
      onBlur={(e) => finish(e.currentTarget.value)}
      onKeyDown={(e) => {
        if (e.key !== 'Enter' && e.key !== 'Escape') return;
        e.stopPropagation();
        if (e.key === 'Escape') e.currentTarget.value = frame.title;
        e.currentTarget.closest<HTMLElement>('.frame, .card')?.focus();
      }}
    />
  );
}
