import './tooltip.css';

/** A shortcut as it is pressed: "Ctrl+Enter". */
export const Kbd = ({ keys }: { keys: string }) => <kbd className="ui-kbd">{keys}</kbd>;

/** The spelling of a shortcut that `aria-keyshortcuts` asks for. */
export const ariaShortcut = (keys: string | undefined): string | undefined =>
  keys
    ?.replace(/\bCtrl\b/g, 'Control')
    .replace(/\bDel\b/g, 'Delete')
    .replace(/\bEsc\b/g, 'Escape');
