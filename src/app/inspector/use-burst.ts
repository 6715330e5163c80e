import { useId, useRef } from 'react';

/** Names the bursts of a field: what is typed until the focus leaves undoes as one. */
export function useBurst(): { readonly name: (of: string) => string; readonly end: () => void } {
  const id = useId();
  const count = useRef(0);
  return {
    name: (of) => `${id}${of}${count.current}`,
    end: () => void count.current++,
  };
}
