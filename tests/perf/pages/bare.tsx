import '../../../src/app/ui/tokens.css';
import '../../../src/app/ui/base.css';
import '../../../src/app/canvas/canvas.css';
import '../../../src/app/canvas/node-card.css';
import '@xyflow/react/dist/base.css';
import { Background, Handle, Position, ReactFlow, useNodesState, type Edge, type Node } from '@xyflow/react';
import { createRoot } from 'react-dom/client';
import { manyNodes } from '../many-nodes.ts';

const CARD = { width: 168, height: 72 };

/** What a card of the editor shows, with nothing behind it. */
function Card({ data }: { data: { title: string } }) {
  return (
    <div className="card" data-state="ready">
      <div className="card-title">
        <span className="ui-family" data-family="prepare" data-look="tile" />
        <b className="ellipsis">{data.title}</b>
      </div>
      <div className="card-summary ellipsis">One setting</div>
      <div className="card-foot num">
        <span className="ui-state" data-state="ready">
          Ready
        </span>
      </div>
      <Handle type="target" position={Position.Left} className="port" />
      <Handle type="source" position={Position.Right} className="port" />
    </div>
  );
}

const nodeTypes = { card: Card };
const workflow = manyNodes(Number(new URLSearchParams(location.search).get('nodes') ?? 1000));
const cards: Node<{ title: string }>[] = workflow.nodes.map(({ id, type, at: [x, y] }) => ({
  id,
  type: 'card',
  position: { x, y },
  data: { title: type },
  ...CARD,
  measured: CARD,
}));
const wires: Edge[] = workflow.edges.map(({ from, to }) => ({ id: `${from[0]} ${to[0]}`, source: from[0], target: to[0] }));

function Bare() {
  const [nodes, , onNodesChange] = useNodesState(cards);
  return (
    <div className="canvas" style={{ position: 'fixed', inset: 0 }}>
      <ReactFlow
        nodes={nodes}
        edges={wires}
        onNodesChange={onNodesChange}
        nodeTypes={nodeTypes}
        panOnScroll
        minZoom={0.1}
        onlyRenderVisibleElements
        elevateNodesOnSelect={false}
      >
        <Background gap={16} size={1.5} color="var(--dot)" />
      </ReactFlow>
    </div>
  );
}

createRoot(document.getElementById('root')!).render(<Bare />);
