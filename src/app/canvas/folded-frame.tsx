import './frame-card.css';
import { Handle, Position as Side, type NodeProps } from '@xyflow/react';
import { Layers } from 'lucide-react';
import { memo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { perform } from '../commands/commands.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { Icon, StateIcon } from '../ui/icons.tsx';
import type { FoldedNode } from './frame-graph.ts';
import type { FramePort } from './frame-ports.ts';
import { contentsOf, frameState } from './frame-state.ts';
import { FrameTitle } from './frame-title.tsx';

/** Ports are placed from inside the card's border. */
const BORDER = 1;

/** A frame that is folded into a card: what is in it, how that stands, and the wires in and out. */
export const FoldedFrame = memo(function FoldedFrame({ id, data: { frame, number, ports }, selected }: NodeProps<FoldedNode>) {
  const editor = useEditor();
  const state = useEditorState(useShallow((s) => frameState(s, id)));
  const contents = useEditorState((s) => contentsOf(s.workflow, id));
  const words = [`Folded frame ${number}`, frame.title, contents, state?.line, selected && 'selected'];
  return (
    <div
      className="card folded"
      role="group"
      tabIndex={-1}
      aria-label={words.filter(Boolean).join(', ')}
      title={state?.line}
      data-state={state?.kind}
      data-selected={selected || undefined}
      onDoubleClick={() => perform('fold', editor)}
    >
      <div className="card-title">
        <span className="folded-tile">
          <Icon of={Layers} size={12} />
        </span>
        <FrameTitle frame={frame} number={number} />
      </div>
      <div className="card-summary ellipsis">{contents}</div>
      <div className="card-foot num">{state && <StateIcon state={state.kind} words={state.line} />}</div>
      {ports.map((port) => (
        <FramePortMark key={`${port.side} ${port.name}`} port={port} crowded={ports.filter((p) => p.side === port.side).length > 3} />
      ))}
    </div>
  );
});

function FramePortMark({ port: { name, side, kind, y, label }, crowded }: { port: FramePort; crowded: boolean }) {
  const isInput = side === 'in';
  return (
    <Handle
      id={name}
      type={isInput ? 'target' : 'source'}
      position={isInput ? Side.Left : Side.Right}
      className="port"
      style={{ top: y - BORDER }}
      isConnectable={false}
      data-kind={kind}
      data-side={side}
      data-full=""
      data-crowded={crowded || undefined}
    >
      <span className="port-mark" />
      <span className="port-name">
        <span className="sr-only">{`${isInput ? 'Input' : 'Output'}, ${kind}, connected: `}</span>
        {label}
      </span>
    </Handle>
  );
}
