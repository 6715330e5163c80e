import './node-card.css';
import { Handle, Position as Side, type NodeProps } from '@xyflow/react';
import { TriangleAlert } from 'lucide-react';
import { createContext, memo, useContext, type CSSProperties } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { nodeTypes } from '../../../nodes/index.ts';
import type { WorkflowNode } from '../../core/workflow.ts';
import { perform } from '../commands/commands.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { gapText, useGaps } from '../export/spark-check.tsx';
import { labelOf, nodeState, type NodeState } from '../node-state.ts';
import { withItemName } from '../outline/item-name.ts';
import { familyOf } from '../palette/families.ts';
import { Badge } from '../ui/chip.tsx';
import { FamilyIcon, StateIcon, stateWords } from '../ui/icons.tsx';
import { selectText } from '../ui/select-text.ts';
import { CardFix } from './card-fix.tsx';
import { rename, shownCanvas } from './canvas-view.ts';
import { offerKey } from './connecting.ts';
import type { CardNode } from './graph.ts';
import type { Port } from './ports.ts';

/** The ports that the wire being drawn can go to; nothing while none is drawn. */
export const Offers = createContext<ReadonlySet<string> | undefined>(undefined);

/** Ports are placed from inside the card's border. */
const BORDER = 1;

export const NodeCard = memo(function NodeCard({ id, data: { node, ports }, selected }: NodeProps<CardNode>) {
  const editor = useEditor();
  const state = useEditorState(useShallow((s) => nodeState(s, id)));
  const summary = useEditorState((s) => s.compiled.nodes.get(id)?.summary) ?? settingsLine(node);
  const renaming = useStore(shownCanvas, (s) => s.renaming === id);
  const gap = useGaps(id)?.map(gapText).join('\n');
  const type = nodeTypes.get(node.type);
  return (
    <div
      className="card"
      role="group"
      tabIndex={-1}
      aria-label={cardLabel(node, state, gap, selected)}
      title={[state.line, state.fix].filter(Boolean).join('\n')}
      data-state={state.kind}
      data-selected={selected || undefined}
      data-family={familyOf(type)}
      data-gap={gap && ''}
    >
      <div className="card-title">
        <FamilyIcon family={state.kind === 'disabled' ? 'unknown' : familyOf(type)} icon={type?.icon ?? ''} />
        {renaming ? (
          <NameInput node={node} />
        ) : (
          <b className="ellipsis" onDoubleClick={() => perform('rename', editor)}>
            {labelOf(node)}
          </b>
        )}
      </div>
      <div className="card-summary ellipsis">{summary}</div>
      <div className="card-foot num">
        <StateIcon state={state.pinned && state.kind === 'done' ? 'pinned' : state.kind} words={state.line} />
        {state.aside && <span className="card-aside">{state.aside}</span>}
      </div>
      {state.kind === 'running' && (
        <div
          className="card-bar"
          data-unknown={state.share === undefined || undefined}
          style={{ '--share': state.share } as CSSProperties}
        />
      )}
      {gap && (
        <div className="card-gap" title={gap}>
          <Badge kind="warn" icon={TriangleAlert}>
            {NOT_ON_SPARK}
          </Badge>
        </div>
      )}
      {selected && (state.kind === 'error' || state.kind === 'unconfigured') && <CardFix node={id} />}
      {ports.map((port) => (
        <PortMark key={`${port.side} ${port.name}`} node={id} port={port} crowded={ports.filter((p) => p.side === port.side).length > 3} />
      ))}
    </div>
  );
});

const NOT_ON_SPARK = 'Not on Spark';

function cardLabel(node: WorkflowNode, { kind, line, aside, pinned }: NodeState, gap: string | undefined, selected: boolean): string {
  const title = nodeTypes.get(node.type)?.title ?? `Unknown node ${node.type}`;
  const words = [
    title,
    node.label,
    stateWords(kind),
    line === stateWords(kind) ? undefined : line,
    aside,
    pinned && 'Pinned',
    gap && `${NOT_ON_SPARK}: ${gap}`,
    selected && 'selected',
  ];
  return words.filter(Boolean).join(', ');
}

/** Stands in for the summary of a node that cannot be compiled yet. */
export function settingsLine({ params, type }: WorkflowNode): string {
  if (!nodeTypes.has(type)) return `"${type}" is not known here`;
  if (!params.length) return 'Nothing chosen yet';
  return params.length === 1 ? '1 setting chosen' : `${params.length} settings chosen`;
}

function NameInput({ node }: { node: WorkflowNode }) {
  const editor = useEditor();
  const name = labelOf(node);
  const finish = (text: string): void => {
    rename(undefined);
    editor.edit('Rename node', (w) => withItemName(w, node.id, text));
  };
  return (
    <input
      className="card-name nodrag nopan"
      aria-label="Name"
      defaultValue={name}
      spellCheck={false}
      ref={selectText}
      onBlur={(e) => finish(e.currentTarget.value)}
      onKeyDown={(e) => {
        if (e.key !== 'Enter' && e.key !== 'Escape') return;
        e.stopPropagation();
        if (e.key === 'Escape') e.currentTarget.value = name;
        e.currentTarget.closest<HTMLElement>('.card')?.focus();
      }}
    />
  );
}

function PortMark({ node, port, crowded }: { node: string; port: Port; crowded: boolean }) {
  const offers = useContext(Offers);
  const isInput = port.side === 'in';
  return (
    <Handle
      id={port.name}
      type={isInput ? 'target' : 'source'}
      position={isInput ? Side.Left : Side.Right}
      className="port"
      style={{ top: port.y - BORDER }}
      data-kind={port.kind}
      data-side={port.side}
      data-full={port.full || undefined}
      data-minor={port.minor || undefined}
      data-crowded={crowded || undefined}
      data-offer={offers && (offers.has(offerKey(port.side, node, port.name)) ? 'yes' : 'no')}
    >
      <span className="port-mark" />
      <span className="port-name">
        <span className="sr-only">{`${isInput ? 'Input' : 'Output'}, ${port.kind}${port.full ? ', connected' : ''}: `}</span>
        {port.name}
      </span>
    </Handle>
  );
}
