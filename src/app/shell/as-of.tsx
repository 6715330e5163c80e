import { Calendar } from 'lucide-react';
import { useState } from 'react';
import type { WorkflowParam } from '../../core/params.ts';
import type { Workflow } from '../../core/workflow.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { Button } from '../ui/button.tsx';
import { DateInput } from './date-input.tsx';
import { useShell } from './shell-state.ts';
import { Field } from '../ui/field.tsx';
import { Popover } from '../ui/popover.tsx';

const AS_OF = 'asOf';

/** The day that a workflow looks back from, as a parameter that nodes refer to. */
export const asOfParam = ({ params }: Workflow): WorkflowParam | undefined => params.find((p) => p.name === AS_OF && p.type === 'date');

/** The workflow with its as-of day set, or left open with an empty one. */
export function withAsOf(workflow: Workflow, day: string): Workflow {
  const param: WorkflowParam = { ...(asOfParam(workflow) ?? { name: AS_OF, type: 'date' }), value: day || null };
  const others = workflow.params.filter((p) => p.name !== AS_OF);
  return { ...workflow, params: [param, ...others] };
}

const written = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** A day as people write it: 31 Oct 2026. */
export const dayText = (iso: string): string => written.format(new Date(`${iso}T00:00:00Z`));

export function AsOf() {
  const editor = useEditor();
  const value = useEditorState((s) => asOfParam(s.workflow)?.value);
  const frozen = useShell((s) => s.viewOnly);
  const [open, setOpen] = useState(false);
  const day = typeof value === 'string' ? value : '';
  const set = (next: string): void => editor.edit('Set the as-of day', (w) => withAsOf(w, next), 'as-of');
  return (
    <Popover
      title="As of"
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button
          kind="ghost"
          icon={Calendar}
          tooltip="The day that the workflow looks back from"
          disabledReason={frozen ? 'View only' : undefined}
        >{`As of ${day ? dayText(day) : 'last day'}`}</Button>
      }
    >
      <Field
        label="Day"
        description="Recency and age are counted from this day. Without one, it is the day after the last one in the data."
      >
        <DateInput value={day} onChange={set} />
      </Field>
      <Button small disabledReason={day ? undefined : 'No day is set'} onClick={() => set('')}>
        Clear
      </Button>
    </Popover>
  );
}
