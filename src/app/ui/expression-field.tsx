import './field.css';
import './menu.css';
import { Field } from '@base-ui/react/field';
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { findColumn, type Schema } from '../../core/schema.ts';
import { TYPE_LABELS } from './chip.tsx';
import { rank } from './rank.ts';
import { whyNot, type ControlProps } from './why-not.ts';

export interface ExpressionFieldProps extends ControlProps {
  value: string;
  onChange: (value: string) => void;
  /** Offered while a name is typed. */
  columns: Schema;
  /** How the name of a column is written inside an expression. */
  spell?: (name: string) => string;
  /** What is wrong, and where as character offsets. It is shown here, so a Field around it needs no error of its own. */
  error?: { message: string; from: number; to: number } | undefined;
  placeholder?: string;
}

/** A name being typed: where it starts and ends in the text, and what it may become. */
interface Completion {
  from: number;
  to: number;
  names: readonly string[];
}

export function ExpressionField({
  value,
  onChange,
  columns,
  spell = (name) => name,
  error,
  placeholder,
  label,
  disabledReason,
}: ExpressionFieldProps) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const caret = useRef<number>(undefined);
  const [completion, setCompletion] = useState<Completion>();
  const [active, setActive] = useState(0);

  useLayoutEffect(() => {
    if (area.current) fitHeight(area.current);
    if (caret.current !== undefined) area.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });

  const type = (text: string) => {
    onChange(text);
    setCompletion(completionAt(text, area.current?.selectionStart ?? text.length, columns));
    setActive(0);
  };

  const accept = ({ from, to }: Completion, name: string) => {
    const written = spell(name);
    caret.current = from + written.length;
    onChange(value.slice(0, from) + written + value.slice(to));
    setCompletion(undefined);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!completion) return;
    const name = completion.names[active];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setActive((active + (event.key === 'ArrowDown' ? 1 : completion.names.length - 1)) % completion.names.length);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && name !== undefined) {
      accept(completion, name);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      setCompletion(undefined);
    } else {
      return;
    }
    event.preventDefault();
  };

  return (
    <div className="ui-expression">
      <Field.Control
        {...whyNot(disabledReason)}
        render={<textarea ref={area} rows={1} />}
        className="ui-input"
        value={value}
        onValueChange={type}
        onKeyDown={onKeyDown}
        onBlur={() => setCompletion(undefined)}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        readOnly={disabledReason !== undefined}
        aria-label={label}
        aria-invalid={error !== undefined || undefined}
        aria-errormessage={error && `${id}-error`}
        aria-autocomplete="list"
        aria-controls={completion && `${id}-list`}
        aria-activedescendant={completion && `${id}-${active}`}
      />
      {completion && (
        <div id={`${id}-list`} className="ui-expression-list" role="listbox" aria-label="Columns">
          {completion.names.map((name, i) => (
            <div
              key={name}
              id={`${id}-${i}`}
              className="ui-menu-item"
              role="option"
              aria-selected={i === active}
              data-selected={i === active || undefined}
              onMouseDown={(event) => {
                event.preventDefault();
                accept(completion, name);
              }}
            >
              <span className="ellipsis mono">{name}</span>
              <span className="ui-menu-aside">{TYPE_LABELS[findColumn(columns, name)?.type ?? 'string']}</span>
            </div>
          ))}
        </div>
      )}
      {error && <Mistake id={`${id}-error`} text={value} {...error} />}
    </div>
  );
}

function Mistake({ id, text, message, from, to }: { id: string; text: string; message: string; from: number; to: number }) {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const end = text.indexOf('\n', to);
  return (
    <div id={id} aria-live="polite">
      <p className="ui-help" data-kind="error">
        {message}
      </p>
      {to > from && (
        <div className="ui-expression-error" aria-hidden="true">
          {text.slice(start, from)}
          <mark>{text.slice(from, to)}</mark>
          {text.slice(to, end < 0 ? undefined : end)}
        </div>
      )}
    </div>
  );
}

function fitHeight(area: HTMLTextAreaElement): void {
  area.style.height = 'auto';
  area.style.height = `${area.scrollHeight + 2}px`;
}

/** The columns that the name before the caret may become, none inside quotes or once the name is whole. */
function completionAt(text: string, caret: number, columns: Schema): Completion | undefined {
  const before = text.slice(0, caret);
  const prefix = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(before)?.[0];
  if (!prefix || inQuotes(before)) return undefined;
  const names = rank(columns, prefix, (column) => column.name)
    .slice(0, 8)
    .map((column) => column.name);
  if (names.length === 0 || (names.length === 1 && names[0] === prefix)) return undefined;
  return { from: caret - prefix.length, to: caret, names };
}

const inQuotes = (text: string): boolean => /^(?:[^'"]|'[^']*'|"[^"]*")*(?:'[^']*|"[^"]*)$/.test(text);
