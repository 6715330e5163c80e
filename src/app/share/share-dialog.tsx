import './share-dialog.css';
import { Copy, Eye, FileDown, Lock, Pencil, Presentation } from 'lucide-react';
import { useEffect, useState } from 'react';
import { copyText } from '../copy-text.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { saveAsFile } from '../files/save.ts';
import { lengthWarning, linkTo, type Look } from '../files/share-link.ts';
import { openSheet, sayError, viewOnly } from '../shell/shell-state.ts';
import { sizeText } from '../start/words.ts';
import type { State } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Note } from '../ui/feedback.tsx';
import { Field } from '../ui/field.tsx';
import { Icon } from '../ui/icons.tsx';
import { Segmented, type SegmentedProps } from '../ui/segmented.tsx';
import { TextInput } from '../ui/text-input.tsx';

const close = (): void => openSheet(undefined);

const LOOKS: SegmentedProps<Look>['options'] = [
  { value: 'edit', label: 'Can edit a copy', icon: Pencil },
  { value: 'view', label: 'View only', icon: Eye },
];
const PRESENT: SegmentedProps<Look>['options'] = [{ value: 'present', label: 'Present its steps', icon: Presentation }];

/** A link with the whole workflow in it, and what is in it and what is not. */
export function ShareDialog() {
  const editor = useEditor();
  const workflow = useEditorState((s) => s.workflow);
  const [look, setLook] = useState<Look>(viewOnly() ? 'view' : 'edit');
  const [link, setLink] = useState('');
  useEffect(() => {
    let current = true;
    linkTo(workflow, look, location.href).then((made) => current && setLink(made), sayError);
    return () => {
      current = false;
    };
  }, [workflow, look]);
  const warning = lengthWarning(link.length);
  return (
    <Dialog
      open
      onClose={close}
      title="Share this workflow"
      footer={
        <>
          <Button icon={FileDown} onClick={() => saveAsFile(editor)}>
            Save as file
          </Button>
          <Button
            kind="primary"
            icon={Copy}
            disabledReason={link ? undefined : 'The workflow is being packed'}
            onClick={() => void copyText(link, 'the link')}
          >
            Copy link
          </Button>
        </>
      }
    >
      <div className="share">
        <Segmented
          label="Who opens the link"
          value={look}
          options={workflow.nodes.length ? [...LOOKS, ...PRESENT] : LOOKS}
          onChange={setLook}
        />
        <Field label="Link" description={link ? `${sizeText(link.length)} long` : 'Packing the workflow'}>
          <TextInput value={link} disabledReason="The link is made of the workflow" onChange={() => undefined} />
        </Field>
        {warning && <Note kind="warn">{warning}</Note>}
        <div className="share-facts">
          <Icon of={Lock} />
          <div>
            <p>
              <strong>The data is not in the link, and nothing is sent to a server.</strong> The workflow itself stands behind the “#”,
              which browsers keep to themselves.
            </p>
            <p>{contentsOf(workflow)}</p>
          </div>
        </div>
      </div>
    </Dialog>
  );
}

/** What whoever has the link gets to know, and what they need. */
export function contentsOf({ nodes, sources, notes, frames }: State['workflow']): string {
  const also = [notes.length && 'notes', frames.length && 'frames', sources.length && 'the names and types of columns'].filter(Boolean);
  const parts = [nodes.length === 1 ? '1 node with its settings' : `${nodes.length} nodes with their settings`, ...also];
  const inside = parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : parts[0];
  const files = sources.map((s) => s.path).join(', ');
  return `In it: ${inside}. Passwords, keys and folders of this computer are left out.${files ? ` To run it, choose ${files} there.` : ''}`;
}
