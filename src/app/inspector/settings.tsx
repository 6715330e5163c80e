import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { nodeTypes } from '../../../nodes/index.ts';
import { paramOf } from '../../core/workflow-nodes.ts';
import type { WorkflowNode } from '../../core/workflow.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { Fixes } from '../fix-buttons.tsx';
import { issueOf } from '../node-state.ts';
import { TYPE_LABELS } from '../ui/chip.tsx';
import { Note } from '../ui/feedback.tsx';
import { Icon } from '../ui/icons.tsx';
import { ParamField } from './fields.tsx';
import { isShown, issueText, sectionsOf, valueIn } from './form.ts';
import { ScopeProvider } from './scope.ts';
import { addedBy } from './added.ts';
import { KeepNames } from './keep-names.tsx';

/** The form of a node, made from the params that its type describes. */
export function Settings({ node }: { node: WorkflowNode }) {
  const editor = useEditor();
  const type = nodeTypes.get(node.type);
  const issue = useEditorState((s) => issueOf(s.compiled, node.id));
  if (!type) return <Note kind="error">Its settings are kept, but this version cannot show them.</Note>;
  const shown = (name: string): boolean => isShown(type.params[name]!, type.params, node.params);
  const scope = {
    node: node.id,
    read: (name: string) => (type.params[name] ? valueIn(node.params, name, type.params[name]) : undefined),
    issue,
  };
  const elsewhere = issue && (issue.param === undefined || !paramOf(type, issue.param) || !shown(issue.param));
  return (
    <ScopeProvider value={scope}>
      {elsewhere && (
        <div className="settings-note">
          <Note kind={issue.level === 'wait' ? 'info' : 'error'}>{issueText(issue)}</Note>
          <Fixes issue={issue} />
        </div>
      )}
      {sectionsOf(type.params).map(({ title, fields }) => {
        const visible = fields.filter(({ name }) => shown(name));
        return (
          visible.length > 0 && (
            <Section key={title} title={title} forced={visible.some(({ name }) => name === issue?.param)}>
              <div className="settings-grid">
                {visible.map(({ name, param }) => (
                  <ParamField
                    key={name}
                    name={name}
                    param={param}
                    value={valueIn(node.params, name, param)}
                    set={(value, burst) => editor.setParam(node.id, name, value, burst)}
                  />
                ))}
              </div>
            </Section>
          )
        );
      })}
      {Object.keys(type.params).length === 0 && <p className="muted">There is nothing to set.</p>}
      {type.type === 'name-segments' && <KeepNames node={node} />}
      <NewColumns node={node.id} />
    </ScopeProvider>
  );
}

/** A part of the form that can be shut; one with a mistake in it stays open. */
function Section({ title, forced, children }: { title: string; forced: boolean; children: ReactNode }) {
  const [open, setOpen] = useState(true);
  if (title === '') return children;
  const shows = open || forced;
  return (
    <section className="settings-section">
      <h3>
        <button type="button" aria-expanded={shows} onClick={() => setOpen(!shows)}>
          <Icon of={shows ? ChevronDown : ChevronRight} size={14} />
          {title}
        </button>
      </h3>
      {shows && children}
    </section>
  );
}

function NewColumns({ node }: { node: string }) {
  const compiled = useEditorState((s) => s.compiled.nodes.get(node));
  const added = compiled && addedBy(compiled);
  if (!added?.length) return null;
  return (
    <section className="settings-section">
      <h3>New columns</h3>
      <ul className="settings-new">
        {added.map(({ name, type }) => (
          <li key={name} className="ui-chip">
            <span className="ui-chip-type">{TYPE_LABELS[type]}</span>
            <span className="ellipsis">{name}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
