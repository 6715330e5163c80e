import './chip.css';
import { useState } from 'react';
import { likelyColumns } from '../../core/likely-columns.ts';
import type { Column, Schema } from '../../core/schema.ts';
import { TYPE_LABELS } from './chip.tsx';
import { Menu, type MenuEntry } from './menu.tsx';

/** What is known of a column that is missing, and how to put another in its place elsewhere too. */
export interface Mapping {
  /** What it was when it was last there. */
  was(name: string): Column | undefined;
  /** How many other settings miss it. */
  others(name: string): number;
  everywhere(name: string, by: string): void;
}

export interface MapToProps {
  name: string;
  /** The columns that can take its place. */
  columns: Schema;
  mapping?: Mapping | undefined;
  onMap: (by: string) => void;
  onRemove?: (() => void) | undefined;
  tabStop?: boolean;
}

/** The menu of a column that is missing: what is probably meant, then all that fit, then to do without it. */
export function MapTo({ name, columns, mapping, onMap, onRemove, tabStop = true }: MapToProps) {
  const [all, setAll] = useState(true);
  const others = mapping?.others(name) ?? 0;
  const { best, others: rest } = likelyColumns(name, columns, mapping?.was(name));
  const choose = (by: string): void => (mapping && others > 0 && all ? mapping.everywhere(name, by) : onMap(by));
  const entry = (column: Column): MenuEntry => ({
    label: column.name,
    detail: [TYPE_LABELS[column.type], column.role].filter(Boolean).join(', '),
    onSelect: () => choose(column.name),
  });
  const items: MenuEntry[] = [
    ...(best.length ? [{ heading: 'Probably meant' }, ...best.map(entry)] : []),
    ...(rest.length ? [{ heading: best.length ? 'Other columns' : `Map ${name} to` }, ...rest.map(entry)] : []),
    ...(columns.length ? [] : [{ heading: 'No columns of a type that fits' }]),
    ...(others > 0 || onRemove ? (['separator'] as const) : []),
    ...(others > 0
      ? [
          {
            label: others === 1 ? 'Also in the other setting that uses it' : `Also in ${others} other settings that use it`,
            checked: all,
            stays: true,
            onSelect: () => setAll(!all),
          },
        ]
      : []),
    ...(onRemove ? [{ label: `Remove ${name}`, danger: true, onSelect: onRemove }] : []),
  ];
  return (
    <Menu
      items={items}
      trigger={
        <button type="button" className="ui-chip-fix" tabIndex={tabStop ? undefined : -1} aria-label={`Map ${name} to another column`}>
          Map to…
        </button>
      }
    />
  );
}
