import './inspector.css';
import { BookOpen, CirclePlay, Download, MoreHorizontal } from 'lucide-react';
import { useState } from 'react';
import { nodeTypes } from '../../../nodes/index.ts';
import type { AnyNodeType } from '../../core/node.ts';
import { nodeById, type WorkflowNode } from '../../core/workflow.ts';
import { commandNamed, perform } from '../commands/commands.ts';
import { runNodes } from '../commands/run-commands.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { exportFiles } from '../files/save.ts';
import { labelOf } from '../node-state.ts';
import { familyOf, firstSentence } from '../palette/families.ts';
import { doing } from '../shell/shell-state.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Badge } from '../ui/chip.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { FamilyIcon } from '../ui/icons.tsx';
import { Menu } from '../ui/menu.tsx';
import { Popover } from '../ui/popover.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { labelOfParam } from './form.ts';
import { Notes, useNotes } from './notes.tsx';
import { Result } from './result.tsx';
import { SelectionSummary } from './selection-summary.tsx';
import { Settings } from './settings.tsx';
import { WorkflowPanel } from './workflow-panel.tsx';

/** What is selected, to read and to change: a node, several, or else the workflow. */
export function Inspector() {
  const selected = useEditorState((s) => s.selected);
  const node = useEditorState((s) => (s.selected.length === 1 ? nodeById(s.workflow, s.selected[0]!) : undefined));
  return (
    <section className="inspector" aria-label="Inspector" data-inspector="">
      {node ? <NodePanel key={node.id} node={node} /> : selected.length > 1 ? <SelectionSummary ids={selected} /> : <WorkflowPanel />}
    </section>
  );
}

type Tab = 'settings' | 'result' | 'notes';

function NodePanel({ node }: { node: WorkflowNode }) {
  const [tab, setTab] = useState<Tab>('settings');
  const notes = useNotes(node.id).length;
  return (
    <>
      <Header node={node} type={nodeTypes.get(node.type)} />
      <Tabs<Tab>
        label="About the node"
        value={tab}
        onChange={setTab}
        tabs={[
          { id: 'settings', label: 'Settings' },
          { id: 'result', label: 'Result' },
          { id: 'notes', label: 'Notes', badge: notes > 0 && <Badge kind="warn">{String(notes)}</Badge> },
        ]}
      >
        <div className="inspector-body">
          <ErrorBoundary what="This part" resetKey={`${node.id} ${tab}`}>
            {tab === 'settings' && <Settings node={node} />}
            {tab === 'result' && <Result node={node} />}
            {tab === 'notes' && <Notes node={node.id} />}
          </ErrorBoundary>
        </div>
      </Tabs>
      <Footer node={node} type={nodeTypes.get(node.type)} />
    </>
  );
}

function Header({ node, type }: { node: WorkflowNode; type: AnyNodeType | undefined }) {
  const editor = useEditor();
  const [renaming, setRenaming] = useState(false);
  const act = (id: string, label: string, onSelect = () => perform(id, editor)) => ({
    label,
    shortcut: commandNamed(id).keys,
    icon: commandNamed(id).icon,
    onSelect,
  });
  return (
    <header className="inspector-head">
      <div className="inspector-title">
        <FamilyIcon family={node.disabled ? 'unknown' : familyOf(type)} icon={type?.icon ?? ''} />
        {renaming ? (
          <NameInput node={node} onDone={() => setRenaming(false)} />
        ) : (
          <h2 className="ellipsis" title={labelOf(node)} onDoubleClick={() => setRenaming(true)}>
            {labelOf(node)}
          </h2>
        )}
        {type && <Help type={type} />}
        <Menu
          align="end"
          trigger={<IconButton icon={MoreHorizontal} label="Node menu" />}
          items={[
            act('rename', 'Rename', () => setRenaming(true)),
            act('disable', node.disabled ? 'Enable' : 'Disable'),
            act('duplicate', 'Duplicate'),
            'separator',
            { ...act('delete', 'Delete'), danger: true },
          ]}
        />
      </div>
      <p>{type ? firstSentence(type) : `This version has no "${node.type}" node. It is kept as it is.`}</p>
    </header>
  );
}

function NameInput({ node, onDone }: { node: WorkflowNode; onDone: () => void }) {
  const editor = useEditor();
  const commit = (text: string): void => {
    const label = text.trim() || undefined;
    if (label !== labelOf(node)) editor.editNode('Rename', node.id, (n) => ({ ...n, label }));
    onDone();
  };
  return (
    <input
      className="inspector-name"
      aria-label="Name of the node"
      defaultValue={labelOf(node)}
      ref={(input) => input?.select()}
      onBlur={(event) => commit(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') onDone();
      }}
    />
  );
}

function Help({ type }: { type: AnyNodeType }) {
  const params = Object.entries(type.params);
  return (
    <Popover title={type.title} align="end" trigger={<IconButton icon={BookOpen} label={`About ${type.title}`} />}>
      <div className="inspector-help">
        <p>{type.doc.replace(/\s+/g, ' ')}</p>
        {params.length > 0 && (
          <dl>
            {params.map(([name, param]) => (
              <div key={name}>
                <dt>{labelOfParam(name, param)}</dt>
                <dd>{param.doc}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </Popover>
  );
}

function Footer({ node, type }: { node: WorkflowNode; type: AnyNodeType | undefined }) {
  const editor = useEditor();
  const running = useEditorState((s) => s.running);
  const writes = useEditorState((s) => s.compiled.nodes.get(node.id)?.sink !== undefined);
  return (
    <footer className="inspector-foot">
      <Button
        icon={CirclePlay}
        shortcut="Shift+Enter"
        disabledReason={running ? 'Something is running' : undefined}
        onClick={() => void runNodes(editor, [node.id])}
      >
        Run to here
      </Button>
      {type?.view && <Button onClick={() => editor.openView(node.id)}>Open view</Button>}
      {writes && (
        <Button
          icon={Download}
          disabledReason={running ? 'Something is running' : undefined}
          onClick={() => void doing(undefined, () => exportFiles(editor, [node.id]))}
        >
          Save file
        </Button>
      )}
    </footer>
  );
}
