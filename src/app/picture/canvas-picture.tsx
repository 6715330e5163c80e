import { Layers, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { nodeTypes } from '../../../nodes/index.ts';
import { keyOf } from '../../core/key.ts';
import type { Frame, Note, Position, WorkflowNode } from '../../core/workflow.ts';
import { contentsOf, frameState } from '../canvas/frame-state.ts';
import { portAt, shownPorts, wireSource } from '../canvas/graph.ts';
import { settingsLine } from '../canvas/node-card.tsx';
import { CARD, portsOf } from '../canvas/ports.ts';
import { BESIDE_PORT, labelPlace, pathOf, route } from '../canvas/route.ts';
import { wireLabel } from '../canvas/wire-label.ts';
import { boxAround, boxOf, isFolded, shownItems, type Box } from '../frames.ts';
import { labelOf, nodeState, type NodeStateKind } from '../node-state.ts';
import { familyOf } from '../palette/families.ts';
import type { State } from '../store.ts';
import { nodeIcon, stateIcon } from '../ui/icons.tsx';
import { fittedText, plainText, wrappedText, type Measure } from './fitted-text.ts';

/** How a picture looks: what a token such as `--surface` is, and how wide texts are. */
export interface Look {
  readonly colour: (token: string) => string;
  readonly font: string;
  readonly measure: Measure;
}

const MARGIN = 32;

/** The canvas as one SVG that needs nothing else: no styles, no fonts of its own, no scripts. */
export function CanvasPicture({ state, look }: { state: State; look: Look }) {
  const { workflow } = state;
  const items = shownItems(workflow);
  const wires = wiresOf(state);
  const corners: Box[] = wires.flatMap(({ corners: points }) => points.map((at) => ({ at, size: [0, 0] as const })));
  const { at, size } = boxAround([...items.map(boxOf), ...corners]) ?? { at: [0, 0], size: [CARD.width, CARD.height] };
  const [x, y, width, height] = [at[0] - MARGIN, at[1] - MARGIN, size[0] + 2 * MARGIN, size[1] + 2 * MARGIN].map(Math.round) as [
    number,
    number,
    number,
    number,
  ];
  const open = items.filter((item): item is Frame => 'title' in item && !isFolded(item));
  const folded = items.filter((item): item is Frame => 'title' in item && isFolded(item));
  const notes = items.filter((item): item is Note => 'text' in item && !('title' in item));
  const nodes = items.filter((item): item is WorkflowNode => 'type' in item);
  const { colour } = look;
  return (
    <svg width={width} height={height} viewBox={`${x} ${y} ${width} ${height}`} fontFamily={look.font} role="img">
      <title>{plainText(workflow.title)}</title>
      <rect x={x} y={y} width={width} height={height} fill={colour('--canvas')} />
      {open
        .toSorted((a, b) => b.size[0] * b.size[1] - a.size[0] * a.size[1])
        .map((frame) => (
          <OpenFrame key={frame.id} frame={frame} number={workflow.frames.indexOf(frame) + 1} look={look} />
        ))}
      {wires.map((wire) => (
        <path
          key={wire.id}
          d={pathOf(wire.corners)}
          fill="none"
          stroke={colour('--control')}
          strokeWidth={wire.kind === 'model' ? 2.5 : 1.5}
          strokeDasharray={wire.current ? undefined : '4 4'}
        />
      ))}
      {wires.map((wire) => wire.label && <WireLabel key={wire.id} corners={wire.corners} text={wire.label} look={look} />)}
      {notes.map((note) => (
        <NotePaper key={note.id} note={note} look={look} />
      ))}
      {folded.map((frame) => (
        <FoldedCard key={frame.id} frame={frame} state={state} look={look} />
      ))}
      {nodes.map((node) => (
        <NodeDrawing key={node.id} node={node} state={state} look={look} />
      ))}
    </svg>
  );
}

interface DrawnWire {
  readonly id: string;
  readonly corners: readonly Position[];
  readonly kind: 'table' | 'model';
  readonly current: boolean;
  readonly label: string;
}

function wiresOf({ workflow, compiled, statuses }: State): DrawnWire[] {
  const stops = shownPorts(workflow);
  return wireSource()(workflow, [], undefined).flatMap(({ id, data }): DrawnWire[] => {
    const { ends, edge, kind, gutter, labelled } = data!;
    const [from, to] = [portAt(stops, ends.source, ends.sourceHandle, 'out'), portAt(stops, ends.target, ends.targetHandle, 'in')];
    if (!from || !to) return [];
    const op = compiled.nodes.get(edge.from[0])?.outputs.get(edge.from[1]);
    const status = op && statuses.get(keyOf(op));
    const current = status?.kind === 'done';
    return [{ id, corners: route(from, to, gutter), kind, current, label: labelled ? wireLabel(op, status) : '' }];
  });
}

interface TextProps {
  readonly at: Position;
  readonly size: number;
  readonly weight?: number;
  readonly colour: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly struck?: boolean;
  readonly children: string;
}

const Text = ({ at: [x, y], size, weight = 400, colour, anchor = 'start', struck, children }: TextProps) => (
  <text
    x={x}
    y={y}
    fontSize={size}
    fontWeight={weight}
    fill={colour}
    textAnchor={anchor}
    textDecoration={struck ? 'line-through' : undefined}
  >
    {children}
  </text>
);

const Glyph = ({ of: Shape, at: [x, y], colour }: { of: LucideIcon; at: Position; colour: string }) => (
  <Shape x={x} y={y} size={12} color={colour} strokeWidth={2} />
);

function WireLabel({ corners, text, look }: { corners: readonly Position[]; text: string; look: Look }) {
  const [middle, y] = labelPlace(corners);
  const [from, to] = [corners[0]!, corners.at(-1)!];
  const width = look.measure(text, 11, 400) + 4;
  const x = y === from[1] && from[0] < to[0] ? Math.max(middle, from[0] + BESIDE_PORT + width / 2) : middle;
  return (
    <>
      <rect x={x - width / 2} y={y - 8} width={width} height={16} fill={look.colour('--canvas')} />
      <Text at={[x, y + 4]} size={11} colour={look.colour('--text-2')} anchor="middle">
        {text}
      </Text>
    </>
  );
}

function OpenFrame({ frame: { at, size, title }, number, look }: { frame: Frame; number: number; look: Look }) {
  const { colour, measure } = look;
  const name = fittedText(`${number}  ${title}`, size[0] - 24, (text) => measure(text, 13, 500));
  return (
    <>
      <rect
        x={at[0] + 0.5}
        y={at[1] + 0.5}
        width={size[0] - 1}
        height={size[1] - 1}
        rx={8}
        fill={colour('--frame')}
        stroke={colour('--line-strong')}
      />
      <Text at={[at[0] + 13, at[1] + 19]} size={13} weight={500} colour={colour('--text-2')}>
        {name}
      </Text>
    </>
  );
}

const NOTE_LINE = 18;

function NotePaper({ note: { at, size, text }, look: { colour, measure } }: { note: Note; look: Look }) {
  const most = Math.max(1, Math.floor((size[1] - 14) / NOTE_LINE));
  const lines = wrappedText(text, size[0] - 24, most, (line) => measure(line, 12, 400));
  return (
    <>
      <rect
        x={at[0] + 0.5}
        y={at[1] + 0.5}
        width={size[0] - 1}
        height={size[1] - 1}
        rx={6}
        fill={colour('--note')}
        stroke={colour('--note-line')}
      />
      {lines.map((line, i) => (
        <Text key={i} at={[at[0] + 12, at[1] + 21 + i * NOTE_LINE]} size={12} colour={colour('--text')}>
          {line}
        </Text>
      ))}
    </>
  );
}

interface CardProps {
  readonly at: Position;
  readonly kind: NodeStateKind | undefined;
  readonly tile: ReactNode;
  readonly title: string;
  readonly summary: string;
  readonly line: string;
  readonly icon: LucideIcon | undefined;
  readonly aside?: string | undefined;
  readonly look: Look;
}

const LINE_COLOURS: ReadonlyMap<NodeStateKind | undefined, string> = new Map([
  ['stale', '--warn'],
  ['error', '--err'],
  ['running', '--accent'],
  ['disabled', '--text-3'],
]);
const FOOT_COLOURS: ReadonlyMap<NodeStateKind | undefined, string> = new Map([
  ['stale', '--warn-weak'],
  ['error', '--err-weak'],
]);

function Card({ at: [x, y], kind, tile, title, summary, line, icon, aside, look }: CardProps) {
  const { colour, measure } = look;
  const isOff = kind === 'disabled';
  const border = kind === 'error' ? '--err-line' : kind === 'unconfigured' ? '--control' : isOff ? '--line' : '--line-strong';
  const foot = FOOT_COLOURS.get(kind);
  const asideWidth = aside ? measure(aside, 11, 400) + 8 : 0;
  const words = colour(LINE_COLOURS.get(kind) ?? '--text-2');
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect x={0.5} y={0.5} width={CARD.width - 1} height={CARD.height - 1} rx={5.5} fill={colour(isOff ? '--canvas' : '--surface')} />
      {foot && <path d={`M1 49h${CARD.width - 2}v17a5 5 0 0 1 -5 5h-${CARD.width - 12}a5 5 0 0 1 -5 -5z`} fill={colour(foot)} />}
      <rect
        x={0.5}
        y={0.5}
        width={CARD.width - 1}
        height={CARD.height - 1}
        rx={5.5}
        fill="none"
        stroke={colour(border)}
        strokeWidth={kind === 'error' ? 2 : 1}
        strokeDasharray={kind === 'unconfigured' ? '3 3' : undefined}
      />
      {tile}
      <Text at={[38, 24.5]} size={13} weight={500} colour={colour(isOff ? '--text-3' : '--text')} struck={isOff}>
        {fittedText(title, CARD.width - 48, (text) => measure(text, 13, 500))}
      </Text>
      <Text at={[10, 44]} size={12} colour={colour(isOff ? '--text-3' : '--text-2')}>
        {fittedText(summary, CARD.width - 20, (text) => measure(text, 12, 400))}
      </Text>
      {icon && <Glyph of={icon} at={[10, 54]} colour={kind === 'done' ? colour('--ok') : words} />}
      <Text at={[26, 64]} size={11} colour={words}>
        {fittedText(line, CARD.width - 36 - asideWidth, (text) => measure(text, 11, 400))}
      </Text>
      {aside && (
        <Text at={[CARD.width - 10, 64]} size={11} colour={colour('--text-3')} anchor="end">
          {plainText(aside)}
        </Text>
      )}
    </g>
  );
}

function NodeDrawing({ node, state, look }: { node: WorkflowNode; state: State; look: Look }) {
  const type = nodeTypes.get(node.type);
  const now = nodeState(state, node.id);
  const family = now.kind === 'disabled' ? 'unknown' : familyOf(type);
  const { colour } = look;
  const [tile, glyph] = family === 'unknown' ? ['--control', '--surface'] : [`--fam-${family}`, '--on-fam'];
  return (
    <>
      <Card
        at={node.at}
        kind={now.kind}
        tile={
          <>
            <rect x={10} y={10} width={20} height={20} rx={4} fill={colour(tile)} />
            <Glyph of={nodeIcon(type?.icon ?? '')} at={[14, 14]} colour={colour(glyph)} />
          </>
        }
        title={labelOf(node)}
        summary={state.compiled.nodes.get(node.id)?.summary ?? settingsLine(node)}
        line={now.line}
        icon={stateIcon(now.pinned && now.kind === 'done' ? 'pinned' : now.kind)}
        aside={now.aside}
        look={look}
      />
      {portsOf(node, state.workflow.edges).map((port) => (
        <PortDrawing key={`${port.side} ${port.name}`} card={node.at} {...port} look={look} />
      ))}
    </>
  );
}

function FoldedCard({ frame, state, look }: { frame: Frame; state: State; look: Look }) {
  const { workflow } = state;
  const now = frameState(state, frame.id);
  const { colour } = look;
  const [x, y] = frame.at;
  return (
    <>
      <rect
        x={x + 5.5}
        y={y + 64.5}
        width={CARD.width - 11}
        height={12}
        rx={6}
        fill={colour('--surface-2')}
        stroke={colour('--line-strong')}
      />
      <Card
        at={frame.at}
        kind={now?.kind}
        tile={
          <>
            <rect x={10.5} y={10.5} width={19} height={19} rx={3} fill={colour('--surface-2')} stroke={colour('--line-strong')} />
            <Glyph of={Layers} at={[14, 14]} colour={colour('--text-2')} />
          </>
        }
        title={`${workflow.frames.indexOf(frame) + 1}  ${frame.title}`}
        summary={contentsOf(workflow, frame.id)}
        line={now?.line ?? ''}
        icon={now && stateIcon(now.kind)}
        look={look}
      />
      {(shownPorts(workflow).get(frame.id)?.ports ?? []).map((port) => (
        <PortDrawing key={`${port.side} ${port.name}`} card={frame.at} kind="table" full minor={false} {...port} look={look} />
      ))}
    </>
  );
}

interface PortProps {
  readonly card: Position;
  readonly side: 'in' | 'out';
  readonly y: number;
  readonly kind: 'table' | 'model';
  readonly full: boolean;
  readonly minor: boolean;
  readonly look: Look;
}

function PortDrawing({ card, side, y, kind, full, minor, look: { colour } }: PortProps) {
  const [cx, cy] = [card[0] + (side === 'out' ? CARD.width : 0), card[1] + y];
  const stroke = colour(minor ? '--control' : '--text-2');
  const mark = { fill: full ? stroke : colour('--surface'), stroke, strokeWidth: minor ? 1.5 : 2 };
  if (kind === 'table') return <circle cx={cx} cy={cy} r={minor ? 3.25 : 4} {...mark} />;
  return <rect x={cx - 3.5} y={cy - 3.5} width={7} height={7} transform={`rotate(45 ${cx} ${cy})`} {...mark} />;
}
