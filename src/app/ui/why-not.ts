/** What every control of the kit can be told besides its value. */
export interface ControlProps {
  /** Its name where no Field gives it one. */
  label?: string | undefined;
  /** Why it can't be changed now. It stays focusable and readable, and says why. */
  disabledReason?: string | undefined;
}

export const whyNot = (reason: string | undefined) =>
  reason === undefined ? undefined : ({ 'aria-disabled': true, 'aria-description': reason, title: reason } as const);
