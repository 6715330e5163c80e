import { Columns3Cog } from 'lucide-react';
import { useState } from 'react';
import { isTable } from '../../core/plan.ts';
import type { Schema } from '../../core/schema.ts';
import { useEditorState } from '../editor.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { TYPE_LABELS } from '../ui/chip.tsx';
import { Popover } from '../ui/popover.tsx';
import { rank } from '../ui/rank.ts';
import { TextInput } from '../ui/text-input.tsx';
import { opOf, type DockPort } from './dock-ports.ts';
import { hideColumns, lookOf, useLook } from './grid-looks.ts';
import { count } from './numbers.ts';
import { hiddenOf } from './shown-columns.ts';

/** Which columns of a port's table are shown. */
export function ColumnsMenu({ port }: { port: DockPort }) {
  const place = useEditorState((s) => lookOf(s.id, port));
  const op = useEditorState((s) => opOf(s, port));
  const { hidden } = useLook(place);
  if (!op || !isTable(op)) return null;
  const gone = hiddenOf(op.schema, hidden);
  const label = gone.length ? `Columns, ${count(gone.length)} hidden` : 'Columns';
  return (
    <Popover
      trigger={<IconButton small tooltipSide="top" icon={Columns3Cog} label={label} pressed={gone.length > 0} />}
      title="Columns"
      side="top"
      align="end"
    >
      <Columns place={place} schema={op.schema} gone={new Set(gone)} />
    </Popover>
  );
}

/** As many are listed at once; more are found by their name. */
const MOST_LISTED = 200;

function Columns({ place, schema, gone }: { place: string; schema: Schema; gone: ReadonlySet<string> }) {
  const [search, setSearch] = useState('');
  const found = search.trim() ? rank(schema, search.trim(), (c) => c.name) : schema;
  const names = found.map((c) => c.name);
  const shown = schema.length - gone.size;
  return (
    <div className="columns-menu">
      <TextInput label="Find a column" placeholder="Find a column" value={search} onChange={setSearch} />
      <div className="columns-menu-list">
        {found.slice(0, MOST_LISTED).map(({ name, type }) => (
          <div key={name} className="filter-value" title={name}>
            <Checkbox
              label={name}
              checked={!gone.has(name)}
              disabledReason={shown === 1 && !gone.has(name) ? 'One column has to stay' : undefined}
              onChange={(on) => hideColumns(place, [name], !on)}
            />
            <span className="mono dim">{TYPE_LABELS[type]}</span>
          </div>
        ))}
        {found.length > MOST_LISTED && <p className="filter-note">{count(found.length - MOST_LISTED)} more: find them by name</p>}
        {!found.length && <p className="filter-note">No column found</p>}
      </div>
      <footer>
        <span className="num">
          {count(shown)} of {count(schema.length)} shown
        </span>
        {search.trim() && names.length > 0 && names.length < schema.length && (
          <Button
            small
            onClick={() => {
              hideColumns(
                place,
                schema.map((c) => c.name),
                true,
              );
              hideColumns(place, names, false);
            }}
          >
            Only these
          </Button>
        )}
        <Button small disabledReason={gone.size ? undefined : 'None is hidden'} onClick={() => hideColumns(place, [...gone], false)}>
          Show all
        </Button>
      </footer>
    </div>
  );
}
