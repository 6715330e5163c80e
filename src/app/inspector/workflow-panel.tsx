import { useEditor, useEditorState } from '../editor.ts';
import { nameOf } from '../node-state.ts';
import { useShell } from '../shell/shell-state.ts';
import { Field } from '../ui/field.tsx';
import { Note } from '../ui/feedback.tsx';
import { LinkButton } from '../ui/button.tsx';
import { TextInput } from '../ui/text-input.tsx';
import { useBurst } from './use-burst.ts';

/** About the workflow, while no node is selected. */
export function WorkflowPanel() {
  const editor = useEditor();
  const workflow = useEditorState((s) => s.workflow);
  const { description } = workflow;
  const [nodes, wires] = [workflow.nodes.length, workflow.edges.length];
  const issues = useEditorState((s) => s.compiled.issues);
  const errors = issues.filter((issue) => issue.level === 'error');
  const locked = useShell((s) => s.viewOnly) ? 'View only' : undefined;
  const burst = useBurst();
  return (
    <>
      <header className="inspector-head">
        <div className="inspector-title">
          <h2>This workflow</h2>
        </div>
        <p className="num">
          {nodes === 0
            ? 'Nothing is in it yet.'
            : `${nodes} ${nodes === 1 ? 'node' : 'nodes'}, ${wires} ${wires === 1 ? 'wire' : 'wires'}. Select a node to see its settings.`}
        </p>
      </header>
      <div className="inspector-body" onBlur={burst.end}>
        <Field label="Description" description="What it is for, for whoever opens it next.">
          <TextInput
            rows={5}
            value={description}
            disabledReason={locked}
            onChange={(text) => editor.edit('Change the description', (w) => ({ ...w, description: text }), burst.name('description'))}
          />
        </Field>
        {errors.length > 0 && (
          <ul className="inspector-notes" aria-label="Mistakes">
            {errors.map(({ node, message }) => (
              <li key={node}>
                <Note kind="error">
                  <LinkButton onClick={() => editor.select([node])}>{nameOf(workflow, node)}</LinkButton>: {message}
                </Note>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}
