import './start.css';
import { FileUp, FlaskConical, FolderOpen, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { EMPTY, type Workflow } from '../../core/workflow.ts';
import { nodeTypes } from '../../../nodes/index.ts';
import { keysOf } from '../commands/keys.ts';
import { runNodes } from '../commands/run-commands.ts';
import { DropZone } from '../files/drop-zone.tsx';
import { chooseData, openFiles, openNew } from '../files/open.ts';
import { doing, useShell } from '../shell/shell-state.ts';
import { ThemeToggle } from '../shell/theme-toggle.tsx';
import type { Editor } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/feedback.tsx';
import { BrandMark, Icon } from '../ui/icons.tsx';
import { RecentWorkflows } from './recent-workflows.tsx';
import { customersOf, openTemplate, templates, type Template } from './templates.ts';
import { WorkflowPicture } from './workflow-picture.tsx';

/** Where everything begins: an example, a file, a workflow of before. */
export function Start({ begin }: { begin: () => Promise<Editor> }) {
  const open = (what: string, work: (editor: Editor) => Promise<void>): void => void doing(what, async () => work(await begin()));
  const busy = useShell((s) => s.busy);
  const choose = (): void => open('Opening', async (editor) => openFiles(editor, await chooseData()));

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (keysOf(event) !== 'Ctrl+O') return;
      event.preventDefault();
      void doing('Opening', async () => openFiles(await begin(), await chooseData()));
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [begin]);

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
        <section className="start-templates" aria-labelledby="templates-title">
          <div className="start-head">
            <div>
              <h1 id="templates-title">Start from a template</h1>
              <p className="muted">Each comes with its data, runs at once and shows the numbers to expect.</p>
            </div>
            <Button icon={Plus} onClick={() => open('Opening', (editor) => openNew(editor, EMPTY))}>
              Blank workflow
            </Button>
          </div>
          <ul className="start-grid">
            {templates.map((template) => (
              <li key={template.id}>
                <TemplateCard
                  template={template}
                  onOpen={() => open(`Opening ${template.workflow.title}`, (editor) => openTemplate(editor, template))}
                />
              </li>
            ))}
          </ul>
        </section>
        <aside className="start-side" aria-label="Files and recent workflows">
          <section className="start-drop">
            <Icon of={FileUp} size={20} />
            <div>
              <h2>Drop a CSV anywhere</h2>
              <p>A reader for it opens on a new canvas. Also Excel, Parquet, Arrow and .clade.json files.</p>
            </div>
            <div className="start-drop-buttons">
              <Button onClick={choose}>Choose file</Button>
              <Button kind="ghost" icon={FlaskConical} onClick={() => open('Making sample data', openSample)}>
                Use sample data
              </Button>
            </div>
          </section>
          <RecentWorkflows />
        </aside>
      </main>
      <DropZone hint="Drop to open it on a new canvas" onFiles={(files) => open('Opening', (editor) => openFiles(editor, files))} />
    </div>
  );
}

const counted = new Intl.NumberFormat('en');

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
          {customers !== undefined && <span>{counted.format(customers)} customers</span>}
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
  await openNew(editor, workflow);
  editor.select([node]);
  editor.showPort(node, 'customers');
  void runNodes(editor);
}
