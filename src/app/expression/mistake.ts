/** What is wrong in a text, and where as character offsets. */
export interface Mistake {
  readonly message: string;
  /** What to do about it. */
  readonly fix?: string | undefined;
  readonly from: number;
  readonly to: number;
  /** The name that was probably meant there, unquoted. */
  readonly meant?: string | undefined;
}

/** A mistake as one text. */
export const mistakeText = ({ message, fix, meant }: Mistake): string =>
  [message, meant === undefined ? fix : `Did you mean "${meant}"?`].filter(Boolean).join(' ');
