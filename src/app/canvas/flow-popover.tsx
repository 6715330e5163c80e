import './flow-popover.css';
import { Search } from 'lucide-react';
import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { createPortal } from 'react-dom';
import { nodeTypes } from '../../../nodes/index.ts';
import { algorithm } from '../../core/algorithms.ts';
import type { CompiledNode } from '../../core/compile.ts';
import { keyOf } from '../../core/key.ts';
import { isTable, type ModelOp, type TableOp } from '../../core/plan.ts';
import type { Column } from '../../core/schema.ts';
import { nodeById } from '../../core/workflow.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { nameOf } from '../node-state.ts';
import { Badge, TYPE_LABELS } from '../ui/chip.tsx';
import { rank } from '../ui/rank.ts';
import { TextInput } from '../ui/text-input.tsx';
import { useFlowLook, type FlowLook } from './use-flow-look.ts';

/** What flows through the wire or port that is looked at, before and after a run. */
export function FlowPopover({ root }: { root: RefObject<HTMLElement | null> }) {
  const box = useRef<HTMLDivElement>(null);
  const look = useFlowLook(root, box);
  if (!look) return null;
  return createPortal(<Placed key={`${look.node} ${look.port}`} look={look} box={box} />, document.body);
}

function Placed({ look, box }: { look: FlowLook; box: RefObject<HTMLDivElement | null> }) {
  const { node, port, more } = look;
  const made = useEditorState((s) => s.compiled.nodes.get(node));
  const name = useEditorState((s) => nameOf(s.workflow, node));
  const several = useEditorState((s) => Object.keys(nodeTypes.get(nodeById(s.workflow, node)?.type ?? '')?.outputs ?? {}).length > 1);
  const op = made?.outputs.get(port);
  const [place, setPlace] = useState<readonly [x: number, y: number]>();
  useLayoutEffect(() => {
    if (box.current) setPlace(placeFor(box.current.getBoundingClientRect(), look));
  }, [box, look]);
  return (
    <div
      className="flow-popover"
      ref={box}
      style={place ? { translate: `${place[0]}px ${place[1]}px` } : { visibility: 'hidden' }}
      role="group"
      aria-label={`What flows from ${name}, ${port}`}
    >
      <header>
        <b className="ellipsis">{name}</b>
        {several && <span className="flow-port">{port}</span>}
        {more > 0 && <span className="flow-more num">{`and ${more} more ${more === 1 ? 'wire' : 'wires'}`}</span>}
      </header>
      {!op && <p className="flow-none">Not known yet: something before it is not set up</p>}
      {op && (isTable(op) ? <Columns op={op} made={made!} /> : <Learned op={op} />)}
    </div>
  );
}

function Learned({ op }: { op: ModelOp }) {
  const { features } = op.spec as { readonly features?: readonly string[] };
  return (
    <p className="flow-none">
      {`A model: ${algorithm(op.algorithm).title}`}
      {features && features.length > 0 && `, learned from ${features.length === 1 ? features[0] : `${features.length} columns`}`}
    </p>
  );
}

const MANY = 20;
const MOST = 300;

function Columns({ op, made }: { op: TableOp; made: CompiledNode }) {
  const { engine } = useEditor();
  const status = useEditorState((s) => s.statuses.get(keyOf(op)));
  const [query, setQuery] = useState('');
  const rows = engine.rows(op) ?? (status?.kind === 'done' ? status.rows : undefined);
  const before = new Set([...made.inputs.values()].flat().flatMap((input) => (isTable(input) ? input.schema.map((c) => c.name) : [])));
  const found = rank(
    op.schema,
    query,
    (column) => column.name,
    (column) => `${TYPE_LABELS[column.type]} ${column.role ?? ''}`,
  );
  const columns = `${op.schema.length} ${op.schema.length === 1 ? 'column' : 'columns'}`;
  return (
    <>
      <p className="flow-shape num">
        {rows === undefined ? `${columns}, not run yet` : `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'} × ${columns}`}
      </p>
      {op.schema.length > MANY && (
        <TextInput label="Find a column" placeholder="Find a column" icon={Search} value={query} onChange={setQuery} />
      )}
      <ul className="flow-columns" aria-label="Columns">
        {found.slice(0, MOST).map((column) => (
          <Line key={column.name} column={column} isNew={before.size > 0 && !before.has(column.name)} />
        ))}
      </ul>
      {found.length === 0 && <p className="flow-none">No column found</p>}
      {found.length > MOST && <p className="flow-none num">{`and ${found.length - MOST} more`}</p>}
    </>
  );
}

function Line({ column: { name, type, role }, isNew }: { column: Column; isNew: boolean }) {
  return (
    <li>
      <span className="ui-chip-type">{TYPE_LABELS[type]}</span>
      <span className="ellipsis" title={name}>
        {name}
      </span>
      {role && <span className="flow-role">{role}</span>}
      {isNew && <Badge kind="accent">new here</Badge>}
    </li>
  );
}

const GAP = 8;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Below what is pointed at, else above it, within the window; and beside the wire's buttons where it would cover them. */
export function placeFor(
  { width, height }: { readonly width: number; readonly height: number },
  { near, keep }: { readonly near: Box; readonly keep: readonly Box[] },
  window: { readonly width: number; readonly height: number } = { width: innerWidth, height: innerHeight },
): [x: number, y: number] {
  const x = Math.max(GAP, Math.min(near.left, window.width - width - GAP));
  const covers = (y: number): Box | undefined =>
    keep.find((one) => one.left - GAP < x + width && one.right + GAP > x && one.top - GAP < y + height && one.bottom + GAP > y);
  const below = covers(near.bottom + GAP)?.bottom ?? near.bottom;
  const above = covers(near.top - GAP - height)?.top ?? near.top;
  if (below + GAP + height <= window.height - GAP) return [x, below + GAP];
  return [x, Math.max(GAP, above - GAP - height)];
}
