/** A Python function that a script carries if it calls it. */
export interface Helper {
  /** Helpers that it calls itself. */
  readonly after?: readonly string[];
  /** Import lines that it needs beyond those that every script may have. */
  readonly imports?: readonly string[];
  readonly code: string;
}

export const helper = (code: string, more: Omit<Helper, 'code'> = {}): Helper => ({ code: code.trim(), ...more });
