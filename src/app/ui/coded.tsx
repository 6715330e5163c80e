import type { ReactNode } from 'react';

/** A text in which what stands between backticks is code; anything else as it is. */
export const Coded = ({ text }: { text: ReactNode }): ReactNode =>
  typeof text === 'string' ? text.split('`').map((part, i) => (i % 2 ? <code key={i}>{part}</code> : part)) : text;
