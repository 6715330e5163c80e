import './icons.css';
import {
  ArrowDownUp,
  Ban,
  ChartScatter,
  Check,
  Circle,
  CircleAlert,
  CircleDashed,
  Columns3,
  CopyX,
  Database,
  FileOutput,
  FileSpreadsheet,
  FileText,
  FlaskConical,
  Gauge,
  Grid3x3,
  History,
  Hourglass,
  IdCard,
  ListFilter,
  ListPlus,
  Loader,
  Merge,
  PieChart,
  Pin,
  Puzzle,
  Ruler,
  ScanSearch,
  Sigma,
  Signpost,
  Split,
  SquareDashed,
  SquareFunction,
  TableProperties,
  Tags,
  Trees,
  type LucideIcon,
} from 'lucide-react';

/** The palette's groups. A tile's colour, its icon and the title say the same thing three times. */
export type Family = 'input' | 'prepare' | 'clean' | 'features' | 'cluster' | 'model' | 'explain' | 'output';

export type NodeState = 'unconfigured' | 'ready' | 'queued' | 'running' | 'sampled' | 'done' | 'stale' | 'error' | 'disabled' | 'pinned';

const NODE_ICONS: ReadonlyMap<string, LucideIcon> = new Map([
  ['file-text', FileText],
  ['file-spreadsheet', FileSpreadsheet],
  ['database', Database],
  ['flask-conical', FlaskConical],
  ['columns-3', Columns3],
  ['list-filter', ListFilter],
  ['square-function', SquareFunction],
  ['sigma', Sigma],
  ['arrow-down-up', ArrowDownUp],
  ['merge', Merge],
  ['list-plus', ListPlus],
  ['square-dashed', SquareDashed],
  ['copy-x', CopyX],
  ['grid-3x3', Grid3x3],
  ['ruler', Ruler],
  ['chart-scatter', ChartScatter],
  ['id-card', IdCard],
  ['tags', Tags],
  ['split', Split],
  ['trees', Trees],
  ['signpost', Signpost],
  ['gauge', Gauge],
  ['scan-search', ScanSearch],
  ['table-properties', TableProperties],
  ['file-output', FileOutput],
]);

const STATES: Readonly<Record<NodeState, { icon: LucideIcon; words: string }>> = {
  unconfigured: { icon: CircleDashed, words: 'Not set up' },
  ready: { icon: Circle, words: 'Ready' },
  queued: { icon: Hourglass, words: 'Queued' },
  running: { icon: Loader, words: 'Running' },
  sampled: { icon: PieChart, words: 'Sample' },
  done: { icon: Check, words: 'Done' },
  stale: { icon: History, words: 'Stale' },
  error: { icon: CircleAlert, words: 'Error' },
  disabled: { icon: Ban, words: 'Disabled' },
  pinned: { icon: Pin, words: 'Pinned' },
};

export interface IconProps {
  of: LucideIcon;
  size?: 10 | 12 | 14 | 16 | 20 | 24;
}

/** A decorative icon; whatever holds it carries the words. */
export function Icon({ of: Shape, size = 16 }: IconProps) {
  return <Shape className="ui-icon" size={size} strokeWidth={size <= 12 ? 2 : 1.75} aria-hidden="true" />;
}

export const nodeIcon = (name: string): LucideIcon => NODE_ICONS.get(name) ?? Puzzle;
export const stateIcon = (state: NodeState): LucideIcon => STATES[state].icon;

/** The icon of a node type by its Lucide name; a puzzle piece where the name is unknown. */
function NodeIcon({ name, size = 16 }: { name: string; size?: IconProps['size'] }) {
  return <Icon of={nodeIcon(name)} size={size} />;
}

export interface FamilyIconProps {
  /** `unknown` is the grey tile of a placeholder or a disabled node. */
  family: Family | 'unknown';
  icon: string;
  /** `tile` is 20 px with the family's colour behind the icon, `glyph` is 16 px with the icon in that colour. */
  look?: 'tile' | 'glyph';
}

export function FamilyIcon({ family, icon, look = 'tile' }: FamilyIconProps) {
  return (
    <span className="ui-family" data-family={family} data-look={look}>
      <NodeIcon name={icon} size={look === 'tile' ? 12 : 16} />
    </span>
  );
}

/** A node's state as an icon and words: `words` where there is more to say than the name of the state. */
export function StateIcon({ state, words }: { state: NodeState; words?: string | undefined }) {
  return (
    <span className="ui-state" data-state={state}>
      <Icon of={STATES[state].icon} size={12} />
      <span className="ellipsis">{words ?? STATES[state].words}</span>
    </span>
  );
}

export const stateWords = (state: NodeState): string => STATES[state].words;

export function BrandMark() {
  return (
    <svg
      className="ui-brand"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="square"
      aria-hidden="true"
    >
      <path d="M1 10h5M6 5v10M6 5h5M6 15h12M11 2v6M11 2h7M11 8h7" />
    </svg>
  );
}
