import { nodeTypes } from '../../../nodes/index.ts';
import type { Position, Workflow } from '../../core/workflow.ts';
import { CARD } from '../canvas/ports.ts';
import { familyOf } from '../palette/families.ts';

const MARGIN = 8;

/** A workflow in small: its cards in their places and colours, and its wires. */
export function WorkflowPicture({ workflow: { nodes, edges }, height: high = 64 }: { workflow: Workflow; height?: number }) {
  if (!nodes.length) return null;
  const left = Math.min(...nodes.map((n) => n.at[0]));
  const top = Math.min(...nodes.map((n) => n.at[1]));
  const width = Math.max(...nodes.map((n) => n.at[0])) - left + CARD.width;
  const height = Math.max(...nodes.map((n) => n.at[1])) - top + CARD.height;
  const places = new Map(nodes.map((n) => [n.id, n.at]));
  const wires = edges.flatMap(({ from, to }) => {
    const [a, b] = [places.get(from[0]), places.get(to[0])];
    return a && b ? [wire(a, b)] : [];
  });
  return (
    <svg
      className="picture"
      height={high}
      viewBox={`${left - MARGIN} ${top - MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}`}
      aria-hidden="true"
    >
      {wires.map((path) => (
        <path key={path} d={path} />
      ))}
      {nodes.map(({ id, type, at: [x, y] }) => (
        <rect
          key={id}
          x={x + INSET}
          y={y + INSET}
          width={CARD.width - 2 * INSET}
          height={CARD.height - 2 * INSET}
          rx={10}
          data-family={familyOf(nodeTypes.get(type))}
        />
      ))}
    </svg>
  );
}

const INSET = 8;

function wire([ax, ay]: Position, [bx, by]: Position): string {
  const [x1, y1, x2, y2] = [ax + CARD.width - INSET, ay + CARD.height / 2, bx + INSET, by + CARD.height / 2];
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}
