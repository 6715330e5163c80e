import './chip.css';
import './menu.css';
import { Combobox } from '@base-ui/react/combobox';
import { Check, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { findColumn, type Schema } from '../../core/schema.ts';
import { TYPE_LABELS } from './chip.tsx';
import { Icon } from './icons.tsx';

export interface ColumnListProps {
  columns: Schema;
  label: string;
  footer?: ReactNode;
}

/** The searchable popup of columns with their types that both pickers open, inside their Combobox. */
export function ColumnList({ columns, label, footer }: ColumnListProps) {
  return (
    <Combobox.Portal>
      <Combobox.Positioner className="ui-layer" align="start" sideOffset={4} collisionPadding={8}>
        <Combobox.Popup className="ui-menu ui-columns-popup" aria-label={label}>
          <div className="ui-columns-search">
            <Icon of={Search} size={14} />
            <Combobox.Input aria-label={label} placeholder="Find a column" spellCheck={false} />
          </div>
          <Combobox.Empty className="ui-columns-empty">
            {columns.length === 0 ? 'No columns of a type that fits' : 'No column found'}
          </Combobox.Empty>
          <Combobox.List className="ui-columns-list">
            {(name: string) => <ColumnItem key={name} name={name} columns={columns} />}
          </Combobox.List>
          {footer && <div className="ui-columns-foot">{footer}</div>}
        </Combobox.Popup>
      </Combobox.Positioner>
    </Combobox.Portal>
  );
}

function ColumnItem({ name, columns }: { name: string; columns: Schema }) {
  const column = findColumn(columns, name);
  return (
    <Combobox.Item className="ui-menu-item" value={name}>
      <span className="ui-menu-check">
        <Combobox.ItemIndicator>
          <Icon of={Check} size={14} />
        </Combobox.ItemIndicator>
      </span>
      <span className="ellipsis">{name}</span>
      {column && <span className="ui-chip-type">{TYPE_LABELS[column.type]}</span>}
      {column?.role && <span className="ui-menu-aside">{column.role}</span>}
    </Combobox.Item>
  );
}
