import './dock.css';
import { Maximize2, MousePointerClick, PanelBottomClose, PanelBottomOpen } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { nodeTypes } from '../../../nodes/index.ts';
import { keyOf } from '../../core/key.ts';
import { isTable } from '../../core/plan.ts';
import { nodeById } from '../../core/workflow.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { RunLog } from '../shell/run-log.tsx';
import { IconButton } from '../ui/button.tsx';
import { Empty } from '../ui/feedback.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { NodeResult } from '../views/node-result.tsx';
import { opOf, portsOf, type DockPort } from './dock-ports.ts';
import { openTab, showNode, toggleDock, useDock } from './dock-state.ts';
import { ModelPanel } from './model-panel.tsx';
import { count } from './numbers.ts';
import { ProfilePanel } from './profile-panel.tsx';
import { TablePanel } from './table-panel.tsx';

/** What flows through the selected node: the rows of its ports, what is in their columns, its drawn result, and the log. */
export function Dock() {
  const open = useDock((s) => s.open);
  const node = useNode();
  const workflow = useEditorState((s) => s.workflow);
  const ports = useMemo(() => (node === undefined ? [] : portsOf(workflow, node)), [workflow, node]);
  const port = usePortOnShow(ports);
  const type = useEditorState((s) => (node === undefined ? undefined : nodeTypes.get(nodeById(s.workflow, node)?.type ?? '')));
  const tabs = [
    ...ports.map(({ id, label }) => ({ id, label })),
    ...(type?.view && type.view !== 'table' ? [{ id: 'view', label: 'View' }] : []),
    ...(port?.kind === 'table' ? [{ id: 'profile', label: 'Profile' }] : []),
    { id: 'log', label: 'Log' },
  ];
  const wish = useDock((s) => s.tab);
  const tab = tabs.some((t) => t.id === wish) ? wish : (port?.id ?? 'log');

  return (
    <section className="dock" aria-label="Dock" data-closed={!open || undefined}>
      <Tabs
        label="Data and log"
        tabs={tabs}
        value={tab}
        onChange={openTab}
        aside={<Aside node={node} port={tab === 'log' ? undefined : port} hasView={type?.view !== undefined} open={open} />}
      >
        {open && <Panel tab={tab} node={node} port={port} />}
      </Tabs>
    </section>
  );
}

function Panel({ tab, node, port }: { tab: string; node: string | undefined; port: DockPort | undefined }) {
  if (tab === 'log') return <RunLog />;
  if (node === undefined || !port)
    return <Empty icon={MousePointerClick} title="Nothing is selected" text="Select a node to see its rows here." />;
  if (tab === 'view') return <NodeResult key={node} node={node} />;
  if (tab === 'profile') return <ProfilePanel key={`${port.owner} ${port.output}`} port={port} />;
  return port.kind === 'table' ? <TablePanel key={`${port.owner} ${port.output}`} port={port} /> : <ModelPanel port={port} />;
}

function Aside({ node, port, hasView, open }: { node: string | undefined; port: DockPort | undefined; hasView: boolean; open: boolean }) {
  const editor = useEditor();
  const shape = useShape(port);
  return (
    <>
      {shape && <span className="dock-shape num">{shape}</span>}
      {node !== undefined && hasView && <IconButton small icon={Maximize2} label="Open view" onClick={() => editor.openView(node)} />}
      <IconButton
        small
        icon={open ? PanelBottomClose : PanelBottomOpen}
        label={open ? 'Hide the dock' : 'Show the dock'}
        shortcut="O"
        aria-expanded={open}
        onClick={toggleDock}
      />
    </>
  );
}

/** Rows and columns of a table, as far as they are known. */
function useShape(port: DockPort | undefined): string | undefined {
  const { engine } = useEditor();
  const op = useEditorState((s) => port && opOf(s, port));
  const status = useEditorState((s) => op && s.statuses.get(keyOf(op)));
  if (!op || !isTable(op)) return undefined;
  const rows = engine.rows(op) ?? (status?.kind === 'done' ? status.rows : undefined);
  const columns = `${op.schema.length} ${op.schema.length === 1 ? 'column' : 'columns'}`;
  return rows === undefined ? columns : `${count(rows)} ${rows === 1 ? 'row' : 'rows'} × ${columns}`;
}

/** The one that is selected, or was last, as long as it is there. */
function useNode(): string | undefined {
  const selected = useEditorState((s) => (s.selected.length === 1 ? s.selected[0] : undefined));
  const shown = useEditorState((s) => s.shown);
  const last = useDock((s) => s.node);
  const node = selected ?? last;
  const isThere = useEditorState((s) => node !== undefined && nodeById(s.workflow, node) !== undefined);
  useEffect(() => {
    if (selected !== undefined) showNode(selected);
  }, [selected]);
  useEffect(() => {
    if (!shown) return;
    showNode(shown.node);
    openTab(`out:${shown.port}`);
  }, [shown]);
  return isThere ? node : undefined;
}

/** The port that was chosen; of a node that has none of that name, its first table. */
function usePortOnShow(ports: readonly DockPort[]): DockPort | undefined {
  const wish = useDock((s) => s.port);
  return ports.find((p) => p.id === wish) ?? ports.find((p) => p.kind === 'table') ?? ports[0];
}
