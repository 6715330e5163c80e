import '../dock/dock.css';
import './view.css';
import { ChevronRight, Copy, Minimize2 } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { nodeTypes } from '../../../nodes/index.ts';
import { nodeById, type WorkflowNode } from '../../core/workflow.ts';
import { canvasView } from '../canvas/canvas-view.ts';
import { copyText } from '../copy-text.ts';
import { portsOf } from '../dock/dock-ports.ts';
import { textTableOf, type Table } from '../dock/table.ts';
import { TablePanel } from '../dock/table-panel.tsx';
import { tableText } from '../dock/text-table.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { labelOf } from '../node-state.ts';
import { familyOf } from '../palette/families.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Empty } from '../ui/feedback.tsx';
import { FamilyIcon, Icon, StateIcon } from '../ui/icons.tsx';
import { useEscape } from '../ui/use-escape.ts';
import { ResultPanel } from './node-result.tsx';
import { useResult } from './use-result.ts';

/** A node's result over the whole window, until Escape leads back to the canvas. */
export function NodeView() {
  const node = useEditorState((s) => (s.view === undefined ? undefined : nodeById(s.workflow, s.view)));
  const open = useEditorState((s) => s.view !== undefined);
  if (!open) return null;
  return node ? <FullView key={node.id} node={node} /> : <Gone />;
}

function FullView({ node }: { node: WorkflowNode }) {
  const close = useClose();
  const workflow = useEditorState((s) => s.workflow);
  const result = useResult(node.id);
  const type = nodeTypes.get(node.type);
  const rows = useMemo(() => portsOf(workflow, node.id).find((p) => p.kind === 'table'), [workflow, node.id]);
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  return (
    <section className="node-view" aria-label={labelOf(node)} data-region="View">
      <header className="node-view-bar">
        <nav aria-label="Breadcrumb">
          <LinkButton onClick={close}>Canvas</LinkButton>
          <Icon of={ChevronRight} size={14} />
          <FamilyIcon family={familyOf(type)} icon={type?.icon ?? ''} />
          <b className="ellipsis">{labelOf(node)}</b>
        </nav>
        <span className="node-view-state num">
          <StateIcon state={result.state.kind} words={result.state.line} />
        </span>
        <span className="node-view-space" />
        {result.tables && (
          <Button kind="ghost" icon={Copy} onClick={() => void copyText(allText(result.tables!), `the tables of ${labelOf(node)}`)}>
            Copy as text
          </Button>
        )}
        <Button ref={back} icon={Minimize2} shortcut="Esc" onClick={close}>
          Back to canvas
        </Button>
      </header>
      <div className="node-view-body">
        {result.view ? (
          <ResultPanel id={node.id} result={result} />
        ) : rows ? (
          <div className="node-view-rows">
            <TablePanel port={rows} />
          </div>
        ) : (
          <Empty title="Nothing is connected" text="Connect a table to see its rows here." />
        )}
      </div>
    </section>
  );
}

function Gone() {
  const close = useClose();
  return (
    <Empty
      title="The node is gone"
      text="It was deleted."
      action={
        <Button small onClick={close}>
          Back to canvas
        </Button>
      }
    />
  );
}

/** Leads back to the node's card on the canvas; so does Escape, unless something that is open takes it first. */
function useClose(): () => void {
  const editor = useEditor();
  const close = useCallback((): void => {
    const { view = '', workflow } = editor.getState();
    editor.openView(undefined);
    if (nodeById(workflow, view)) canvasView()?.focus(view);
  }, [editor]);
  useEscape(close);
  return close;
}

const allText = (tables: ReadonlyMap<string, Table>): string =>
  [...tables].map(([name, table]) => `${name}\n${tableText(textTableOf(table))}`).join('\n\n');
