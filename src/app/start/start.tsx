import './start.css';
import { FileUp, FlaskConical, FolderOpen, Plus, Search } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { EMPTY, type Workflow } from '../../core/workflow.ts';
import { nodeTypes } from '../../../nodes/index.ts';
import { listenForPaste, openPasted } from '../clipboard.ts';
import { keysOf } from '../commands/pressed.ts';
import { runNodes } from '../commands/run-commands.ts';
import { count } from '../dock/numbers.ts';
import { DropZone } from '../files/drop-zone.tsx';
import { chooseData, openFiles, openNew } from '../files/open.ts';
import { doing, useShell } from '../shell/shell-state.ts';
import { ThemeToggle } from '../shell/theme-toggle.tsx';
import type { Editor } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/feedback.tsx';
import { BrandMark, Icon } from '../ui/icons.tsx';
import { rank } from '../ui/rank.ts';
import { TextInput } from '../ui/text-input.tsx';
import { RecentWorkflows } from './recent-workflows.tsx';
import { customersOf, openTemplate, templates, type Template } from './templates.ts';
import { WorkflowPicture } from './workflow-picture.tsx';

/** Where everything begins: an example, a file, a workflow of before. */
export function Start({ begin }: { begin: () => Promise<Editor> }) {
  const open = (what: string, work: (editor: Editor) => Promise<unknown>): void => void doing(what, async () => work(await begin()));
  const busy = useShell((s) => s.busy);
  const choose = (): void => open('Opening', async (editor) => openFiles(editor, await chooseData()));
  const onChoose = useEffectEvent(choose);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (keysOf(event) !== 'Ctrl+O') return;
      event.preventDefault();
      onChoose();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);

  useEffect(
    () =>
      listenForPaste(({ text, files }) => {
        if (files.length) void doing('Opening', async () => openFiles(await begin(), files));
        else if (text) void doing('Opening', () => openPasted(begin, text));
      }),
    [begin],
  );

  return (
    <div className="start">
      <header className="start-bar">
        <span className="start-brand">
          <BrandMark />
          Clade
        </span>
        <span className="start-space" />
        {busy && <Spinner label={busy} />}
        <Button kind="ghost" icon={FolderOpen} shortcut="Ctrl+O" onClick={choose}>
          Open workflow file
        </Button>
        <ThemeToggle />
      </header>
      <main className="start-main">
        <div className="start-begin">
          <FirstFile busy={busy} onChoose={choose} onSample={() => open('Making sample data', openSample)} />
          <Templates
            onOpen={(template) => open(`Opening ${template.workflow.title}`, (editor) => openTemplate(editor, template))}
            onBlank={() => open('Opening', (editor) => openNew(editor, EMPTY))}
          />
        </div>
        <aside className="start-side" aria-label="Recent workflows">
          <RecentWorkflows />
        </aside>
      </main>
      <DropZone hint="Drop to find the segments in it" onFiles={(files) => open('Opening', (editor) => openFiles(editor, files))} />
    </div>
  );
}

/** The first minute: from a file to its segments. */
function FirstFile({ busy, onChoose, onSample }: { busy: string | undefined; onChoose: () => void; onSample: () => void }) {
  return (
    <section className="start-drop" aria-labelledby="first-title">
      <span className="start-drop-icon">
        <Icon of={FileUp} size={20} />
      </span>
      <div className="start-drop-words">
        <h1 id="first-title">Drop your orders file</h1>
        <p>
          Clade finds customer, date and amount in it, asks you to check them, and shows named segments with their share of revenue in under
          a minute.
        </p>
        <div className="start-drop-buttons">
          <Button kind="primary" icon={FolderOpen} disabledReason={busy} onClick={onChoose}>
            Choose a file
          </Button>
          <Button kind="ghost" icon={FlaskConical} onClick={onSample}>
            Use sample data
          </Button>
          <small>CSV, Excel, Parquet or Arrow, from any shop system. It never leaves this browser.</small>
        </div>
      </div>
    </section>
  );
}

/** So many templates are found at a glance. */
const FEW = 6;

function Templates({ onOpen, onBlank }: { onOpen: (template: Template) => void; onBlank: () => void }) {
  const [query, setQuery] = useState('');
  const shown = rank(templates, query, ({ workflow, about, teaches }) => [workflow.title, about, teaches].join(' '));
  return (
    <section aria-labelledby="templates-title">
      <div className="start-head">
        <div>
          <h2 id="templates-title">Start from a template</h2>
          <p className="muted">Each comes with its data, runs at once and shows the numbers to expect.</p>
        </div>
        <div className="start-head-tools">
          {templates.length > FEW && (
            <TextInput label="Find a template" placeholder="Find a template" icon={Search} value={query} onChange={setQuery} />
          )}
          <Button icon={Plus} onClick={onBlank}>
            Blank workflow
          </Button>
        </div>
      </div>
      <ul className="start-grid">
        {shown.map((template) => (
          <li key={template.id}>
            <TemplateCard template={template} onOpen={() => onOpen(template)} />
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className="muted">Nothing found</p>}
    </section>
  );
}

function TemplateCard({ template, onOpen }: { template: Template; onOpen: () => void }) {
  const { workflow, about, teaches } = template;
  const [customers, setCustomers] = useState<number>();
  useEffect(() => {
    let current = true;
    customersOf(template).then(
      (n) => current && setCustomers(n),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [template]);
  return (
    <button type="button" className="template" onClick={onOpen}>
      <span className="template-picture">
        <WorkflowPicture workflow={workflow} />
      </span>
      <span className="template-text">
        <span className="template-title">
          <strong>{workflow.title}</strong>
          <span className="template-open" aria-hidden="true">
            Open
          </span>
        </span>
        <span className="template-about">{about}</span>
        {teaches && <span className="template-teaches">{teaches}</span>}
        <span className="template-facts num">
          <span>{workflow.nodes.length} nodes</span>
          {customers !== undefined && <span>{count(customers)} customers</span>}
        </span>
      </span>
    </button>
  );
}

async function openSample(editor: Editor): Promise<void> {
  const node = 'sample-data';
  const workflow: Workflow = {
    ...EMPTY,
    title: 'Sample data',
    nodes: [{ id: node, type: node, version: nodeTypes.get(node)!.version, params: [], at: [80, 80] }],
  };
  if ((await openNew(editor, workflow)) === undefined) return;
  editor.select([node]);
  editor.showPort(node, 'customers');
  void runNodes(editor);
}
