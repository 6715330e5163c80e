import './dock.css';
import { Columns2, Maximize2, MousePointerClick, PanelBottomClose, PanelBottomOpen, Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo } from 'react';
import { nodeTypes } from '../../../nodes/index.ts';
import { keyOf } from '../../core/key.ts';
import { isTable } from '../../core/plan.ts';
import { nodeById } from '../../core/workflow.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { RunLog } from '../shell/run-log.tsx';
import { IconButton } from '../ui/button.tsx';
import { Empty, Spinner } from '../ui/feedback.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { NodeResult } from '../views/node-result.tsx';
import { BesidePanel } from './beside-panel.tsx';
import { ColumnsMenu } from './columns-menu.tsx';
import { besideOf, opOf, portsOf, type DockPort } from './dock-ports.ts';
import { openTab, showNode, toggleBeside, toggleDock, useDock } from './dock-state.ts';
import { lookOf, setLook } from './grid-looks.ts';
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
    ...(port?.kind === 'table'
      ? [
          { id: 'profile', label: 'Profile' },
          { id: 'chart', label: 'Chart' },
        ]
      : []),
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
        aside={
          <Aside
            node={node}
            port={tab === 'log' ? undefined : port}
            ports={ports}
            tab={tab}
            hasView={type?.view !== undefined}
            open={open}
          />
        }
      >
        {open && <Panel tab={tab} node={node} port={port} ports={ports} />}
      </Tabs>
    </section>
  );
}

const ChartPanel = lazy(async () => ({ default: (await import('./chart/chart-panel.tsx')).ChartPanel }));

interface PanelProps {
  tab: string;
  node: string | undefined;
  port: DockPort | undefined;
  ports: readonly DockPort[];
}

function Panel({ tab, node, port, ports }: PanelProps) {
  const sides = useSides(port, ports);
  if (tab === 'log') return <RunLog />;
  if (node === undefined || !port)
    return <Empty icon={MousePointerClick} title="Nothing is selected" text="Select a node to see its rows here." />;
  const key = `${port.owner} ${port.output}`;
  if (tab === 'view') return <NodeResult key={node} node={node} />;
  if (tab === 'profile') return <ProfilePanel key={key} port={port} />;
  if (tab === 'chart')
    return (
      <Suspense fallback={<Waiting />}>
        <ChartPanel key={key} port={port} />
      </Suspense>
    );
  if (sides) return <BesidePanel key={node} {...sides} />;
  return port.kind === 'table' ? <TablePanel key={key} port={port} /> : <ModelPanel port={port} />;
}

const Waiting = () => (
  <div className="dock-waiting">
    <Spinner label="Opening the chart" />
  </div>
);

/** The input and the output that stand side by side, if they shall. */
function useSides(port: DockPort | undefined, ports: readonly DockPort[]): ReturnType<typeof besideOf> {
  const beside = useDock((s) => s.beside);
  const input = useDock((s) => s.input);
  return useMemo(() => (beside && port ? besideOf(ports, port, input) : undefined), [beside, port, ports, input]);
}

interface AsideProps extends PanelProps {
  hasView: boolean;
  open: boolean;
}

function Aside({ node, port, ports, tab, hasView, open }: AsideProps) {
  const editor = useEditor();
  const shape = useShape(port);
  const isTableTab = open && port?.kind === 'table' && tab === port.id;
  return (
    <>
      {shape && <span className="dock-shape num">{shape}</span>}
      {isTableTab && <TableTools port={port} ports={ports} />}
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

function TableTools({ port, ports }: { port: DockPort; ports: readonly DockPort[] }) {
  const place = useEditorState((s) => lookOf(s.id, port));
  const beside = useDock((s) => s.beside);
  const canBeside = besideOf(ports, port, undefined) !== undefined;
  return (
    <>
      <IconButton
        small
        tooltipSide="top"
        icon={Search}
        label="Find in the rows"
        onClick={() => setLook(place, () => ({ finding: true }))}
      />
      <ColumnsMenu port={port} />
      <IconButton
        small
        tooltipSide="top"
        icon={Columns2}
        label="Input beside output"
        shortcut="Shift+Alt+I"
        pressed={beside}
        disabledReason={canBeside ? undefined : 'This node has no table at both ends'}
        onClick={toggleBeside}
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
