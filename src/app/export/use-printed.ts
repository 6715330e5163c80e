import { useEffect, useState } from 'react';
import { useEditor } from '../editor.ts';
import type { Language } from './gaps.ts';
import { printed, type Printed } from './print.ts';

export type Shown = { readonly language: Language } & (Printed | { readonly kind: 'failed'; readonly message: string });

/** The workflow in a language, printed anew once a run has ended; until it is there, what was shown before. */
export function usePrinted(language: Language): { readonly shown: Shown | undefined; readonly busy: boolean } {
  const editor = useEditor();
  const [shown, setShown] = useState<Shown>();
  const [busy, setBusy] = useState(true);
  useEffect(() => {
    let latest: object | undefined;
    const print = async (): Promise<void> => {
      const turn = (latest = {});
      setBusy(true);
      await painted();
      if (turn !== latest) return;
      const next = await printed(editor.engine, editor.getState(), language).catch(failed);
      if (turn !== latest) return;
      setShown({ language, ...next });
      setBusy(false);
    };
    void print();
    const unsubscribe = editor.subscribe((now, before) => {
      if (now.compiled !== before.compiled || (before.running && !now.running)) void print();
    });
    return () => {
      latest = undefined;
      unsubscribe();
    };
  }, [editor, language]);
  return { shown, busy };
}

const failed = (error: unknown) => ({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }) as const;

/** Printing takes a while where a forest is part of it; what was pressed shows first. */
const painted = (): Promise<void> => new Promise((resolve) => void requestAnimationFrame(() => setTimeout(resolve)));
