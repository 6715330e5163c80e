import './field.css';
import { Field as Base } from '@base-ui/react/field';
import type { ReactNode } from 'react';
import { Coded } from './coded.tsx';

export interface FieldProps {
  label: string;
  /** A word at the right of the label: "guessed", "8 of 33 columns". */
  hint?: string | undefined;
  /** One line below the control. An error takes its place. */
  description?: ReactNode;
  error?: string | undefined;
  /** One control of this kit; it takes its name, description and validity from the field. */
  children: ReactNode;
}

export function Field({ label, hint, description, error, children }: FieldProps) {
  return (
    <Base.Root className="ui-field" invalid={error !== undefined}>
      <div className="ui-field-head">
        <Base.Label>{label}</Base.Label>
        {hint && <span className="ui-field-hint">{hint}</span>}
      </div>
      {children}
      {error !== undefined ? (
        <Base.Error className="ui-help" data-kind="error" match>
          {error}
        </Base.Error>
      ) : (
        description !== undefined && (
          <Base.Description className="ui-help">
            <Coded text={description} />
          </Base.Description>
        )
      )}
    </Base.Root>
  );
}
