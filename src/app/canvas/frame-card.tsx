import './frame-card.css';
import type { NodeProps } from '@xyflow/react';
import { FoldVertical } from 'lucide-react';
import { memo, type MouseEvent } from 'react';
import { perform } from '../commands/commands.ts';
import { useEditor } from '../editor.ts';
import { IconButton } from '../ui/button.tsx';
import { FrameCorners } from './frame-corners.tsx';
import type { FrameNode } from './frame-graph.ts';
import { FrameTitle } from './frame-title.tsx';

/** An open frame: a border and a title to take hold of, and nothing in between. */
export const FrameCard = memo(function FrameCard({ id, data: { frame, number }, selected }: NodeProps<FrameNode>) {
  const editor = useEditor();
  const fold = (event: MouseEvent): void => {
    event.stopPropagation();
    editor.select([id]);
    perform('fold', editor);
  };
  return (
    <div
      className="frame"
      role="group"
      tabIndex={-1}
      aria-label={[`Frame ${number}`, frame.title, selected && 'selected'].filter(Boolean).join(', ')}
      data-selected={selected || undefined}
    >
      {(['top', 'right', 'bottom', 'left'] as const).map((side) => (
        <span key={side} className="frame-edge frame-grip" data-side={side} />
      ))}
      <div className="frame-title frame-grip" onDoubleClick={() => perform('rename', editor)}>
        <FrameTitle frame={frame} number={number} />
        <span className="frame-fold nodrag">
          <IconButton small tabIndex={-1} icon={FoldVertical} label={`Fold ${frame.title}`} shortcut="Alt+C" onClick={fold} />
        </span>
      </div>
      {selected && <FrameCorners minWidth={96} minHeight={64} />}
    </div>
  );
});
