import './inspector.css';
import { BookOpen, CirclePlay, Download, Footprints, MoreHorizontal } from 'lucide-react';
import { useState } from 'react';
import { nodeTypes } from '../../../nodes/index.ts';
import type { AnyNodeType } from '../../core/node.ts';
import { nodeById, type WorkflowNode } from '../../core/workflow.ts';
import { commandEntry } from '../commands/command-entry.ts';
import { commandNamed } from '../commands/commands.ts';
import { runNodes } from '../commands/run-commands.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { exportFiles } from '../files/save.ts';
import { frameById, noteById } from '../frames.ts';
import { labelOf } from '../node-state.ts';
import { withItemName } from '../outline/item-name.ts';
import { familyOf, firstSentence } from '../palette/families.ts';
import { doing, useShell } from '../shell/shell-state.ts';
import { isWatchable, watchNode } from '../steps/watched-node.ts';
import { Coded } from '../ui/coded.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Badge } from '../ui/chip.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { FamilyIcon } from '../ui/icons.tsx';
import { Menu } from '../ui/menu.tsx';
import { Popover } from '../ui/popover.tsx';
import { selectText } from '../ui/select-text.ts';
import { Tabs } from '../ui/tabs.tsx';
import { FramePanel, NotePanel } from './frame-panel.tsx';
import { labelOfParam } from './form.ts';
import { Notes, useNotes } from './notes.tsx';
import { Result } from './result.tsx';
import { SelectionSummary } from './selection-summary.tsx';
import { Settings } from './settings.tsx';
import { WorkflowPanel } from './workflow-panel.tsx';

/** What is selected, to read and to change: a node, a frame, a note, several, or else the workflow. */
export function Inspector() {
  const selected = useEditorState((s) => s.selected);
  return (
    <section className="inspector" aria-label="Inspector" data-inspector="">
      {selected.length > 1 ? (
        <SelectionSummary ids={selected} />
      ) : selected[0] === undefined ? (
        <WorkflowPanel />
      ) : (
        <OnePanel id={selected[0]} />
      )}
    </section>
  );
}

function OnePanel({ id }: { id: string }) {
  const node = useEditorState((s) => nodeById(s.workflow, id));
  const frame = useEditorState((s) => frameById(s.workflow, id));
  const note = useEditorState((s) => noteById(s.workflow, id));
  if (node) return <NodePanel key={id} node={node} />;
  if (frame) return <FramePanel key={id} frame={frame} />;
  return note ? <NotePanel key={id} note={note} /> : <WorkflowPanel />;
}

type Tab = 'settings' | 'result' | 'notes';

function NodePanel({ node }: { node: WorkflowNode }) {
  const locked = useShell((s) => s.viewOnly);
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
            {tab === 'settings' && (
              <fieldset className="inspector-fields" disabled={locked}>
                <Settings node={node} />
              </fieldset>
            )}
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
  const frozen = useShell((s) => s.viewOnly);
  return (
    <header className="inspector-head">
      <div className="inspector-title">
        <FamilyIcon family={node.disabled ? 'unknown' : familyOf(type)} icon={type?.icon ?? ''} />
        {renaming ? (
          <NameInput node={node} onDone={() => setRenaming(false)} />
        ) : (
          <h2 className="ellipsis" title={labelOf(node)} onDoubleClick={() => setRenaming(!frozen)}>
            {labelOf(node)}
          </h2>
        )}
        {type && <Help type={type} />}
        <Menu
          align="end"
          trigger={<IconButton icon={MoreHorizontal} label="Node menu" />}
          items={() => [
            commandEntry('rename', editor, { onSelect: () => setRenaming(true) }),
            commandEntry('disable', editor, { label: node.disabled ? 'Enable' : 'Disable' }),
            ...(commandNamed('fix').when?.(editor.getState()) ? [commandEntry('fix', editor)] : []),
            'separator',
            ...['copy', 'cut', 'paste', 'duplicate'].map((id) => commandEntry(id, editor)),
            'separator',
            commandEntry('delete-reconnect', editor),
            commandEntry('delete', editor, { danger: true }),
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
    editor.edit('Rename node', (w) => withItemName(w, node.id, text));
    onDone();
  };
  return (
    <input
      className="inspector-name"
      aria-label="Name of the node"
      defaultValue={labelOf(node)}
      ref={selectText}
      onBlur={(event) => commit(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.stopPropagation();
        if (event.key === 'Escape') event.currentTarget.value = labelOf(node);
        event.currentTarget.closest('.inspector-title')?.querySelector<HTMLElement>('[aria-haspopup="menu"]')?.focus();
      }}
    />
  );
}

function Help({ type }: { type: AnyNodeType }) {
  const params = Object.entries(type.params);
  return (
    <Popover title={type.title} align="end" trigger={<IconButton icon={BookOpen} label={`About ${type.title}`} />}>
      <div className="inspector-help">
        <p>
          <Coded text={type.doc.replace(/\s+/g, ' ')} />
        </p>
        {params.length > 0 && (
          <dl>
            {params.map(([name, param]) => (
              <div key={name}>
                <dt>{labelOfParam(name, param)}</dt>
                <dd>
                  <Coded text={param.doc} />
                </dd>
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
      {isWatchable(node.type) && (
        <Button icon={Footprints} onClick={() => watchNode(node.id)}>
          Watch it work
        </Button>
      )}
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
