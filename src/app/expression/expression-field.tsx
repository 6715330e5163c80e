import './expression.css';
import '../ui/field.css';
import { useEffect, useId, useLayoutEffect, useRef, useState, type ComponentProps, type ComponentType } from 'react';
import { LinkButton } from '../ui/button.tsx';
import { whyNot, type ControlProps } from '../ui/why-not.ts';
import type { EditorHandle, EditorProps } from './editor.tsx';
import { spelled } from './marks.ts';
import type { Mistake } from './mistake.ts';
import type { Names } from './proposals.ts';

export interface ExpressionFieldProps extends ControlProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Offered while a name is typed. */
  readonly names: Names;
  /** It is shown here, with its fix where one is known. */
  readonly mistake?: Mistake | undefined;
  /** What may be written; a mistake takes its place. */
  readonly description?: string | undefined;
  readonly placeholder?: string;
}

const loaded: { Editor?: ComponentType<EditorProps> } = {};
let loading: Promise<unknown> | undefined;

/** Loads the editor, which the first paint does without. Where that fails the plain field stays. */
export function loadEditor(): Promise<unknown> {
  loading ??= import('./editor.tsx').then(
    (module) => (loaded.Editor = module.default),
    () => (loading = undefined),
  );
  return loading;
}

function useIsLoaded(): boolean {
  const [is, setIs] = useState(loaded.Editor !== undefined);
  useEffect(() => {
    if (!is) void loadEditor().then(() => setIs(loaded.Editor !== undefined));
  }, [is]);
  return is;
}

/** A formula: coloured, completed and checked as it is typed. */
export function ExpressionField({
  label,
  value,
  onChange,
  names,
  mistake,
  description,
  placeholder = '',
  disabledReason,
}: ExpressionFieldProps) {
  const id = useId();
  const editor = useRef<EditorHandle>(null);
  const isLoaded = useIsLoaded();
  /** Where the caret is in the plain field while that has the focus. */
  const [caret, setCaret] = useState<number>();
  const [focused, setFocused] = useState(false);
  const shown = useCalm(mistake, focused);

  const aria = {
    'aria-label': label,
    'aria-autocomplete': 'list',
    ...(shown && { 'aria-invalid': 'true', 'aria-errormessage': `${id}-mistake` }),
    ...(description !== undefined && { 'aria-describedby': `${id}-doc` }),
    ...(disabledReason !== undefined && { 'aria-disabled': 'true', 'aria-readonly': 'true', 'aria-description': disabledReason }),
  };
  const put = (name: string, { from, to }: Mistake): void => {
    const text = spelled(value, from, name);
    if (editor.current) editor.current.replace(from, to, text);
    else onChange(value.slice(0, from) + text + value.slice(to));
  };

  return (
    <div className="expression" onFocus={() => setFocused(true)} onBlur={() => setFocused(false)}>
      <div
        className="expression-box"
        data-invalid={shown !== undefined || undefined}
        data-off={disabledReason !== undefined || undefined}
        title={disabledReason}
      >
        {isLoaded && loaded.Editor ? (
          <loaded.Editor
            ref={editor}
            value={value}
            onChange={onChange}
            names={names}
            mistake={shown}
            aria={aria}
            readOnly={disabledReason !== undefined}
            placeholder={placeholder}
            caret={caret}
          />
        ) : (
          <Plain
            {...whyNot(disabledReason)}
            {...(aria as object)}
            value={value}
            placeholder={placeholder}
            readOnly={disabledReason !== undefined}
            onChange={(event) => onChange(event.target.value)}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
            onBlur={() => setCaret(undefined)}
          />
        )}
      </div>
      <div id={`${id}-mistake`} aria-live="polite">
        {shown && (
          <p className="ui-help" data-kind="error">
            {shown.message}{' '}
            {shown.meant === undefined || shown !== mistake || disabledReason !== undefined ? (
              shown.fix
            ) : (
              <>
                Did you mean <LinkButton onClick={() => put(shown.meant!, shown)}>{shown.meant}</LinkButton>?
              </>
            )}
          </p>
        )}
      </div>
      {description !== undefined && (
        <p id={`${id}-doc`} className={shown ? 'sr-only' : 'ui-help'}>
          {description}
        </p>
      )}
    </div>
  );
}

/** Stands there until the editor is loaded, with the same measures. */
function Plain(props: ComponentProps<'textarea'>) {
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    if (!area.current) return;
    area.current.style.height = 'auto';
    area.current.style.height = `${area.current.scrollHeight}px`;
  });
  return <textarea {...props} ref={area} rows={1} className="expression-plain" spellCheck={false} autoComplete="off" />;
}

const CALM_MS = 700;

/** A mistake that waits for a pause while somebody types: a name that is not whole yet is none. That it is gone shows at once. */
function useCalm(mistake: Mistake | undefined, typing: boolean): Mistake | undefined {
  const [calm, setCalm] = useState(mistake);
  useEffect(() => {
    const wait = setTimeout(() => setCalm(mistake), typing && mistake ? CALM_MS : 0);
    return () => clearTimeout(wait);
  }, [mistake, typing]);
  return mistake === undefined ? undefined : typing ? calm : mistake;
}
