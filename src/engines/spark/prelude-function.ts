/** A Python function that a script carries if it calls it. */
export interface PythonFunction {
  /** Others that it calls itself. */
  readonly after?: readonly string[];
  /** Import lines that it needs beyond those that every script may have. */
  readonly imports?: readonly string[];
  readonly code: string;
}

export const python = (code: string, more: Omit<PythonFunction, 'code'> = {}): PythonFunction => ({ code: code.trim(), ...more });
