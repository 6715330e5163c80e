import './code.css';
import { useEffect, useMemo, useRef, type CSSProperties, type KeyboardEvent } from 'react';
import { useLateFocus } from '../ui/dialog.tsx';
import { codeLayout, type CodeBlock } from './code-blocks.ts';
import type { CodeLanguage } from './code-tokens.ts';
import { colourCode } from './colour-code.ts';

const LINE = 18;
const SCROLLED_BY_KEYS = { tabIndex: 0 };

export interface CodeProps {
  text: string;
  language: CodeLanguage;
  label: string;
}

/** Code in a dialog, to read, to select and to scroll through, however long. */
export function Code({ text, language, label }: CodeProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { blocks, lines, columns } = useMemo(() => codeLayout(text), [text]);
  useEffect(() => colourCode(scroller.current!, scroller.current!.children, text, language, blocks), [text, language, blocks]);
  useLateFocus(scroller);
  return (
    <div
      ref={scroller}
      className="code"
      role="region"
      {...SCROLLED_BY_KEYS}
      aria-label={label}
      style={{ '--columns': columns, '--digits': String(lines).length } as CSSProperties}
      onKeyDown={selectAll}
    >
      {blocks.map((block) => (
        <div key={block.line} className="code-block" data-numbers={numbersOf(block)} style={{ height: block.lines * LINE }}>
          {block.text}
        </div>
      ))}
    </div>
  );
}

function selectAll(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'a') return;
  event.preventDefault();
  getSelection()?.selectAllChildren(event.currentTarget);
}

const numbersOf = ({ line, lines }: CodeBlock): string => Array.from({ length: lines }, (_, i) => line + i).join('\n');
