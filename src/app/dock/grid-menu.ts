import {
  ArrowDown,
  ArrowDownUp,
  ArrowUp,
  ChartColumn,
  ClipboardList,
  Copy,
  EyeOff,
  Filter,
  FilterX,
  ListFilter,
  MoveHorizontal,
  Pin,
  PinOff,
  TableProperties,
  X,
} from 'lucide-react';
import type { Cell } from '../../core/engine.ts';
import type { SortKey } from '../../core/plan.ts';
import type { Column } from '../../core/schema.ts';
import type { MenuEntry } from '../ui/menu.tsx';
import { canCompare, filterWords, type ColumnFilter, type Peek } from './peek.ts';

export interface ColumnActions {
  sort(key: SortKey, add: boolean): void;
  unsort(): void;
  filter(): void;
  unfilter(): void;
  hide(): void;
  freeze(on: boolean): void;
  fit(): void;
  copyName(): void;
  copyValues(): void;
  profile(): void;
}

export interface ColumnPlace {
  readonly column: Column;
  readonly peek: Peek;
  /** It is the last of the columns that stay in sight. */
  readonly isLastFrozen: boolean;
  /** It is the one column left. */
  readonly isOnly: boolean;
}

/** What can be done with a column, from its head. */
export function columnMenu({ column: { name }, peek, isLastFrozen, isOnly }: ColumnPlace, act: ColumnActions): MenuEntry[] {
  const sorted = peek.order.find((key) => key.column === name);
  const isFiltered = peek.filters.some((f) => f.column === name);
  const others = peek.order.some((key) => key.column !== name);
  const only = (key: SortKey): boolean => peek.order.length === 1 && sorted !== undefined && Boolean(sorted.desc) === Boolean(key.desc);
  const by = (desc: boolean): SortKey => (desc ? { column: name, desc } : { column: name });
  return [
    { label: 'Sort ascending', icon: ArrowUp, detail: only(by(false)) ? 'sorted' : undefined, onSelect: () => act.sort(by(false), false) },
    { label: 'Sort descending', icon: ArrowDown, detail: only(by(true)) ? 'sorted' : undefined, onSelect: () => act.sort(by(true), false) },
    ...(others && !sorted
      ? [
          { label: 'Add to sort, ascending', icon: ArrowDownUp, shortcut: 'Shift+Enter', onSelect: () => act.sort(by(false), true) },
          { label: 'Add to sort, descending', icon: ArrowDownUp, onSelect: () => act.sort(by(true), true) },
        ]
      : []),
    ...(sorted ? [{ label: 'Remove from sort', icon: X, onSelect: act.unsort }] : []),
    'separator',
    { label: isFiltered ? 'Change filter…' : 'Filter…', icon: ListFilter, onSelect: act.filter },
    ...(isFiltered ? [{ label: 'Remove filter', icon: FilterX, onSelect: act.unfilter }] : []),
    'separator',
    { label: 'Hide column', icon: EyeOff, disabledReason: isOnly ? 'the last one' : undefined, onSelect: act.hide },
    isLastFrozen
      ? { label: 'Unfreeze columns', icon: PinOff, onSelect: () => act.freeze(false) }
      : { label: 'Freeze up to here', icon: Pin, onSelect: () => act.freeze(true) },
    { label: 'Fit width', icon: MoveHorizontal, onSelect: act.fit },
    'separator',
    { label: 'Copy column name', icon: Copy, onSelect: act.copyName },
    { label: 'Copy values', icon: ClipboardList, onSelect: act.copyValues },
    { label: 'Profile of this column', icon: ChartColumn, onSelect: act.profile },
  ];
}

export interface CellActions {
  copy(withNames: boolean): void;
  filter(filter: ColumnFilter): void;
  filterColumn(): void;
}

/** What can be done with the selected cells of a column. */
export function cellMenu(column: Column, values: readonly Cell[], act: CellActions): MenuEntry[] {
  const name = column.name;
  const reason = !values.length ? 'not read yet' : values.every((v) => canCompare(v, column)) ? undefined : 'not a value to filter by';
  const is = { column: name, kind: 'is', values } as const;
  const not = { column: name, kind: 'not', values } as const;
  const these = values.length > 1 ? `these ${values.length} values` : 'this value';
  const detail = values.length === 1 && !reason ? clipped(filterWords(is, column).slice('is '.length)) : undefined;
  return [
    { label: 'Copy', icon: Copy, shortcut: 'Ctrl+C', onSelect: () => act.copy(false) },
    { label: 'Copy with column names', icon: TableProperties, onSelect: () => act.copy(true) },
    'separator',
    { label: `Filter to ${these}`, icon: Filter, detail, disabledReason: reason, onSelect: () => act.filter(is) },
    { label: `Exclude ${these}`, icon: FilterX, disabledReason: reason, onSelect: () => act.filter(not) },
    { label: `Filter ${clipped(name)}…`, icon: ListFilter, onSelect: act.filterColumn },
  ];
}

const clipped = (text: string): string => (text.length > 24 ? `${text.slice(0, 23)}…` : text);
