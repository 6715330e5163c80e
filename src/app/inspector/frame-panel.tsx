import './frame-panel.css';
import { ArrowDown, ArrowUp, FoldVertical, Frame as FrameIcon, Maximize, StickyNote, Trash2, Ungroup, UnfoldVertical } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import type { Frame, Note, Position } from '../../core/workflow.ts';
import { canvasView } from '../canvas/canvas-view.ts';
import { withText } from '../canvas/note-size.ts';
import { perform } from '../commands/commands.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { isFolded, membersOf, withBox, withFrameChanged, withFrameFitted, withFrameOrder, withNoteChanged } from '../frames.ts';
import { useShell } from '../shell/shell-state.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Icon } from '../ui/icons.tsx';
import { NumberInput } from '../ui/number-input.tsx';
import { TextInput } from '../ui/text-input.tsx';
import { ItemLine } from './item-line.tsx';
import { useBurst } from './use-burst.ts';

const VIEW_ONLY = 'View only';

/** A frame as a step: its title, what is said about it, its place in the order, and what is in it. */
export function FramePanel({ frame }: { frame: Frame }) {
  const editor = useEditor();
  const burst = useBurst();
  const count = useEditorState((s) => s.workflow.frames.length);
  const number = useEditorState((s) => s.workflow.frames.findIndex((one) => one.id === frame.id)) + 1;
  const locked = useShell((s) => s.viewOnly) ? VIEW_ONLY : undefined;
  const set = (label: string, change: Partial<Frame>): void =>
    editor.edit(label, (w) => withFrameChanged(w, frame.id, (f) => ({ ...f, ...change })), burst.name(label));
  const order = (by: -1 | 1): void => editor.edit(by < 0 ? 'Move step earlier' : 'Move step later', (w) => withFrameOrder(w, frame.id, by));
  return (
    <>
      <header className="inspector-head">
        <div className="inspector-title">
          <Icon of={FrameIcon} />
          <h2 className="ellipsis" title={frame.title}>
            {frame.title}
          </h2>
        </div>
        <p>Frames in their order are the steps of a presentation.</p>
      </header>
      <div className="inspector-body frame-panel" onBlur={burst.end}>
        <Field label="Title">
          <TextInput value={frame.title} onChange={(title) => set('Rename frame', { title })} disabledReason={locked} />
        </Field>
        <Field label="Step notes" description="What is said about this step. It stands beside it while presenting.">
          <TextInput
            rows={6}
            value={frame.text ?? ''}
            onChange={(text) => set('Write step notes', { text: text || undefined })}
            disabledReason={locked}
          />
        </Field>
        <div className="frame-order" role="group" aria-label="Position in the order">
          <span>{`Step ${number} of ${count}`}</span>
          <IconButton
            icon={ArrowUp}
            label="Move earlier"
            kind="default"
            disabledReason={locked ?? (number === 1 ? 'It is the first step' : undefined)}
            onClick={() => order(-1)}
          />
          <IconButton
            icon={ArrowDown}
            label="Move later"
            kind="default"
            disabledReason={locked ?? (number === count ? 'It is the last step' : undefined)}
            onClick={() => order(1)}
          />
        </div>
        {!isFolded(frame) && (
          <Size item={frame} what="frame" locked={locked} onFit={() => editor.edit('Fit frame', (w) => withFrameFitted(w, frame.id))} />
        )}
        <Members frame={frame} />
      </div>
      <footer className="inspector-foot">
        <FoldButton frame={frame} locked={locked} />
        <Button icon={Ungroup} tooltip="What is in it stays" disabledReason={locked} onClick={() => perform('unframe', editor)}>
          Remove frame
        </Button>
      </footer>
    </>
  );
}

function FoldButton({ frame, locked }: { frame: Frame; locked: string | undefined }) {
  const editor = useEditor();
  const empty = useEditorState((s) => membersOf(s.workflow, frame).length === 0);
  return (
    <Button
      icon={isFolded(frame) ? UnfoldVertical : FoldVertical}
      shortcut="Alt+C"
      disabledReason={locked ?? (empty ? 'Nothing is in it' : undefined)}
      onClick={() => perform('fold', editor)}
    >
      {isFolded(frame) ? 'Unfold' : 'Fold'}
    </Button>
  );
}

interface SizeProps {
  item: Frame | Note;
  what: string;
  locked: string | undefined;
  onFit?: () => void;
}

function Size({ item: { id, at, size }, what, locked, onFit }: SizeProps) {
  const editor = useEditor();
  const set = (next: Position): void => editor.edit(`Resize ${what}`, (w) => withBox(w, id, { at, size: next }));
  return (
    <div className="frame-size">
      <Field label="Width">
        <NumberInput
          value={size[0]}
          min={96}
          step={8}
          unit="px"
          disabledReason={locked}
          onChange={(width) => set([Math.max(96, width), size[1]])}
        />
      </Field>
      <Field label="Height">
        <NumberInput
          value={size[1]}
          min={48}
          step={8}
          unit="px"
          disabledReason={locked}
          onChange={(height) => set([size[0], Math.max(48, height)])}
        />
      </Field>
      {onFit && <IconButton icon={Maximize} label="Fit to what is in it" kind="default" disabledReason={locked} onClick={onFit} />}
    </div>
  );
}

function Members({ frame }: { frame: Frame }) {
  const ids = useEditorState(useShallow((s) => membersOf(s.workflow, frame)));
  return (
    <section aria-label="In this frame">
      <h3 className="frame-members">{ids.length ? 'In this frame' : 'Nothing is in this frame'}</h3>
      <ul className="selection-list">
        {ids.map((id) => (
          <ItemLine key={id} id={id} onChoose={() => canvasView()?.focus(id)} />
        ))}
      </ul>
    </section>
  );
}

/** A note: its text and its size. */
export function NotePanel({ note }: { note: Note }) {
  const editor = useEditor();
  const burst = useBurst();
  const locked = useShell((s) => s.viewOnly) ? VIEW_ONLY : undefined;
  return (
    <>
      <header className="inspector-head">
        <div className="inspector-title">
          <Icon of={StickyNote} />
          <h2>Note</h2>
        </div>
      </header>
      <div className="inspector-body frame-panel" onBlur={burst.end}>
        <Field label="Text">
          <TextInput
            rows={10}
            value={note.text}
            disabledReason={locked}
            onChange={(text) =>
              editor.edit('Write note', (w) => withNoteChanged(w, note.id, (n) => withText(n, text)), burst.name(note.id))
            }
          />
        </Field>
        <Size item={note} what="note" locked={locked} />
      </div>
      <footer className="inspector-foot">
        <Button icon={Trash2} disabledReason={locked} onClick={() => perform('delete', editor)}>
          Delete note
        </Button>
      </footer>
    </>
  );
}
