import './preview.css';
import { Check, ChevronDown, ChevronRight, CircleHelp, Minus } from 'lucide-react';
import { useId, useState } from 'react';
import type { Cell } from '../../core/engine.ts';
import type { TableOp } from '../../core/plan.ts';
import { cellFormat } from '../dock/cell-format.ts';
import { count } from '../dock/numbers.ts';
import { cellAt, rowsOf } from '../dock/table.ts';
import { LinkButton } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { usePreview, type Preview as Found } from './use-preview.ts';

export interface PreviewProps {
  readonly label: string;
  readonly table: TableOp | undefined;
  readonly text: string;
  readonly condition: boolean;
  readonly startsOpen: boolean;
  /** Computes what the expression reads. */
  readonly onRun: () => void;
}

/** The first rows with what an expression makes of them. It keeps its height, whatever is in it. */
export function Preview({ label, table, text, condition, startsOpen, onRun }: PreviewProps) {
  const id = useId();
  const [chosen, setChosen] = useState<boolean>();
  const [first] = useState(text);
  const open = chosen ?? (startsOpen || text !== first);
  const preview = usePreview(table, text, condition, open);
  if (!table) return null;
  return (
    <section className="preview" aria-label={`Preview of ${label}`}>
      <header>
        <button type="button" aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setChosen(!open)}>
          <Icon of={open ? ChevronDown : ChevronRight} size={12} />
          Preview
        </button>
        {open && <output className="num">{asideOf(preview)}</output>}
      </header>
      {open && (
        <div
          ref={letScroll}
          id={id}
          className="preview-rows"
          role="group"
          aria-label={`First rows, ${label}`}
          data-old={preview.isOld || undefined}
        >
          <Content preview={preview} text={text} condition={condition} onRun={onRun} />
        </div>
      )}
    </section>
  );
}

/** What cannot be seen whole can be scrolled by keyboard. */
const letScroll = (rows: HTMLElement | null): void => {
  if (rows) rows.tabIndex = rows.scrollWidth > rows.clientWidth ? 0 : -1;
};

const asideOf = ({ counts, isStuck }: Found): string =>
  counts ? `${count(counts.pass)} of ${count(counts.all)} rows pass` : isStuck ? 'Previous result' : '';

function Content({ preview, text, condition, onRun }: { preview: Found } & Pick<PreviewProps, 'text' | 'condition' | 'onRun'>) {
  if (!preview.ready)
    return (
      <p>
        <LinkButton onClick={onRun}>Run to here</LinkButton> to see a preview
      </p>
    );
  if (preview.problem !== undefined) return <p>{preview.problem}</p>;
  if (text.trim() === '') return <p>{condition ? 'Without a condition every row passes' : 'Write an expression to see what it gives'}</p>;
  if (!preview.rows) return <p>{preview.isOld ? 'No rows yet' : ''}</p>;
  if (!preview.rows.table.rows) return <p>The table has no rows</p>;
  return <Rows rows={preview.rows} condition={condition} />;
}

function Rows({ rows: { table, columns, result }, condition }: { rows: NonNullable<Found['rows']>; condition: boolean }) {
  const formats = columns.map((column) => cellFormat(column, table.columns.get(column.name) ?? []));
  return (
    <table>
      <thead>
        <tr>
          {columns.map(({ name }, i) => (
            <th key={name} scope="col" title={name} data-right={formats[i]!.right || undefined} data-result={name === result || undefined}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rowsOf(table).map((row) => (
          <tr key={row}>
            {columns.map(({ name }, i) => {
              const value = cellAt(table, name, row);
              return (
                <td
                  key={name}
                  className="num"
                  data-right={formats[i]!.right || undefined}
                  data-mono={formats[i]!.mono || undefined}
                  data-result={name === result || undefined}
                >
                  {condition && name === result ? (
                    <Verdict value={value} />
                  ) : value === null ? (
                    <span className="grid-missing" role="img" aria-label="missing" />
                  ) : (
                    formats[i]!.text(value)
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A row of which it is not known whether it passes does not: a value is missing. */
function Verdict({ value }: { value: Cell }) {
  const [icon, word] = value === null ? [CircleHelp, 'unknown'] : value === true ? [Check, 'yes'] : [Minus, 'no'];
  return (
    <span className="preview-verdict" data-passes={value === true || undefined}>
      <Icon of={icon} size={12} />
      {word}
    </span>
  );
}
