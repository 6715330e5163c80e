import { notify } from './ui/toasts.tsx';

/** Puts a text on the clipboard and says what it was, or why it could not be. */
export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify({ text: `Copied ${what}` });
  } catch {
    notify({
      kind: 'error',
      text: 'Nothing was copied',
      detail: 'The browser did not let the page write to the clipboard. Click into the page and try again.',
    });
  }
}
