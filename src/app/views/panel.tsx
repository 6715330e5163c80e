import { Copy } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { copyText } from '../copy-text.ts';
import { tableText, type TextTable } from '../dock/text-table.ts';
import { IconButton } from '../ui/button.tsx';

export interface PanelProps {
  title: string;
  /** How to read it. */
  text?: string | undefined;
  /** The table behind the picture. */
  table: () => TextTable;
  aside?: ReactNode;
  area?: string;
  children: ReactNode;
}

export function Panel({ title, text, table, aside, area, children }: PanelProps) {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id} data-area={area}>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        {aside}
        <IconButton small icon={Copy} label={`Copy "${title}" as text`} onClick={() => void copyText(tableText(table()), `"${title}"`)} />
      </header>
      {text && <p className="panel-text">{text}</p>}
      {children}
    </section>
  );
}

/** What stands above the panels of a view. */
export function ViewTitle({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <header className="view-title">
      <div>
        <h1>{title}</h1>
        <p className="num">{text}</p>
      </div>
      {children}
    </header>
  );
}

/** A segment's colour beside its name: the text itself is never coloured. */
export const Swatch = ({ colour }: { colour: string }) => <i className="swatch" style={{ background: colour }} aria-hidden="true" />;
