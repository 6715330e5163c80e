import './tour-offer.css';
import { Compass } from 'lucide-react';
import { useEditor, useEditorState } from '../editor.ts';
import { prefer, usePreference } from '../preferences.ts';
import { useShell, doing } from '../shell/shell-state.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icons.tsx';
import { startTour, stopAsking, useAsking, useTourStop } from './tour-state.ts';

/** Offers the tour on the first visit of the editor, and never again once it was taken or declined. */
export function TourOffer() {
  const editor = useEditor();
  const toured = usePreference('toured');
  const isTouring = useTourStop() !== undefined;
  const isShown = useShell((s) => !s.viewOnly && s.step === undefined);
  return (
    <>
      {!toured && !isTouring && isShown && (
        <aside className="tour-offer" aria-label="Tour">
          <Icon of={Compass} />
          <span>New here?</span>
          <Button small kind="primary" onClick={() => startTour(editor)}>
            Take the tour (1 minute)
          </Button>
          <Button small kind="ghost" onClick={() => prefer({ toured: true })}>
            No thanks
          </Button>
        </aside>
      )}
      <AskForTemplate />
    </>
  );
}

function AskForTemplate() {
  const editor = useEditor();
  const asking = useAsking();
  const empty = useEditorState((s) => s.workflow.nodes.length === 0);
  const open = async (): Promise<void> => {
    const { openTemplate, templates } = await import('../start/templates.ts');
    const template = templates.find((t) => t.id === 'rfm');
    if (!template) throw new Error('The template of the tour is not there.');
    await openTemplate(editor, template);
    startTour(editor);
  };
  return (
    <Dialog
      open={asking}
      onClose={stopAsking}
      title="Take the tour"
      size="small"
      footer={
        <>
          <Button onClick={stopAsking}>Not now</Button>
          <Button kind="primary" onClick={() => void doing('Opening the template', open)}>
            Open the template
          </Button>
        </>
      }
    >
      <p>
        {empty ? 'There is nothing here to show it on yet.' : 'The tour is taken on a workflow with k-Means, and this one has none.'} It can
        open the template RFM segmentation with its data. This workflow stays among yours.
      </p>
    </Dialog>
  );
}
