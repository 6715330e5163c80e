import './tab-strip.css';
import { Eye, Plus, X } from 'lucide-react';
import { useRef, type PointerEvent } from 'react';
import { perform } from '../commands/commands.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { useHolder } from '../files/lock.ts';
import { goTo } from '../shell/route.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { closeTab, moveTab, openTabs, useTabs, type OpenTab } from './open-tabs.ts';

/** The workflows that are open in this window, from two on. */
export function TabStrip() {
  const editor = useEditor();
  const tabs = useTabs();
  const shown = useEditorState((s) => s.id);
  if (tabs.length < 2) return null;
  return (
    <nav className="tab-strip" aria-label="Open workflows">
      <ul>
        {tabs.map((tab) => (
          <Tab key={tab.id} tab={tab} isShown={tab.id === shown} />
        ))}
      </ul>
      <IconButton small icon={Plus} label="New workflow" onClick={() => perform('new', editor)} />
    </nav>
  );
}

function Tab({ tab: { id, title }, isShown }: { tab: OpenTab; isShown: boolean }) {
  const editor = useEditor();
  const elsewhere = useHolder(id) === 'another tab';
  const item = useRef<HTMLLIElement>(null);
  const close = (): void => void closeTab(editor, id);

  /** A tab that is dragged over another one takes its place. */
  const follow = ({ buttons, clientX }: PointerEvent<HTMLElement>): void => {
    const strip = item.current?.parentElement;
    if (buttons !== 1 || !strip) return;
    const at = [...strip.children].findIndex((other) => {
      const { left, right } = other.getBoundingClientRect();
      return other !== item.current && clientX > left + 16 && clientX < right - 16;
    });
    if (at >= 0 && openTabs()[at]?.id !== id) moveTab(id, at);
  };

  return (
    <li
      ref={item}
      className="tab"
      data-shown={isShown || undefined}
      onMouseDown={(event) => event.button === 1 && event.preventDefault()}
      onAuxClick={(event) => event.button === 1 && close()}
    >
      <Tooltip text={elsewhere ? `${title}\nOpen in another tab, view-only here` : title}>
        <button
          type="button"
          className="tab-open"
          aria-current={isShown ? 'page' : undefined}
          onClick={() => goTo(id)}
          onPointerDown={(event) => event.button === 0 && event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={follow}
          onKeyDown={(event) => event.key === 'Delete' && close()}
        >
          {elsewhere && <Icon of={Eye} size={12} />}
          <span className="ellipsis">{title}</span>
          {elsewhere && <span className="sr-only">, view-only</span>}
        </button>
      </Tooltip>
      <button type="button" className="tab-close" aria-label={`Close ${title}`} onClick={close}>
        <Icon of={X} size={12} />
      </button>
    </li>
  );
}
