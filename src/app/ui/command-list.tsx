import './command-list.css';
import './menu.css';
import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useMemo, useState, type CSSProperties, type ReactNode } from 'react';
import { Icon } from './icons.tsx';
import { rank } from './rank.ts';

export interface CommandItem {
  id: string;
  title: string;
  description?: string | undefined;
  icon?: ReactNode;
  /** A shortcut or a short word at the right. */
  detail?: string | undefined;
  /** More words it is found by. */
  keywords?: string | undefined;
  /** Why it can't be chosen; shown in place of the description. */
  disabledReason?: string | undefined;
}

export interface CommandGroup {
  label: string;
  items: readonly CommandItem[];
}

export interface CommandListProps {
  open: boolean;
  onClose: () => void;
  /** Called with the item's id, after `onClose`. */
  onChoose: (id: string) => void;
  /** The name of the dialog and of its search field. */
  label: string;
  placeholder?: string;
  groups: readonly CommandGroup[];
  /** Where the list's corner goes, in client pixels: "add a node here". Otherwise it opens at the top centre over a scrim. */
  at?: { x: number; y: number } | undefined;
  empty?: string;
  footer?: ReactNode;
}

/** A searchable list in a dialog: the first match is active, arrows move, Enter chooses, Esc closes. */
export function CommandList({ open, onClose, at, label, ...rest }: CommandListProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        {!at && <Dialog.Backdrop className="ui-scrim" />}
        <Dialog.Viewport
          className="ui-commands-frame"
          data-at={at && ''}
          style={at && ({ '--x': `${at.x}px`, '--y': `${at.y}px` } as CSSProperties)}
        >
          <Dialog.Popup className="ui-commands" aria-label={label}>
            <Commands label={label} onClose={onClose} {...rest} />
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Commands({
  label,
  placeholder = label,
  groups,
  onChoose,
  onClose,
  empty = 'Nothing found',
  footer,
}: Omit<CommandListProps, 'open' | 'at'>) {
  const [query, setQuery] = useState('');
  const found = useMemo(() => matching(groups, query), [groups, query]);
  const choose = (item: CommandItem) => {
    onClose();
    onChoose(item.id);
  };
  return (
    <Autocomplete.Root
      open
      inline
      items={found}
      filter={null}
      value={query}
      onValueChange={(text, { reason }) => reason !== 'item-press' && setQuery(text)}
      itemToStringValue={(item: CommandItem) => item.title}
      autoHighlight="always"
      keepHighlight
    >
      <div className="ui-commands-search">
        <Icon of={Search} />
        <Autocomplete.Input aria-label={label} placeholder={placeholder} spellCheck={false} />
      </div>
      <Autocomplete.Empty className="ui-commands-empty">{empty}</Autocomplete.Empty>
      <Autocomplete.List className="ui-commands-list">
        {(group: CommandGroup) => (
          <Autocomplete.Group key={group.label} items={group.items}>
            <Autocomplete.GroupLabel className="ui-menu-heading">{group.label}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(item: CommandItem) => <Command key={item.id} item={item} onClick={() => choose(item)} />}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
      {footer && <div className="ui-commands-foot">{footer}</div>}
    </Autocomplete.Root>
  );
}

function Command({ item, onClick }: { item: CommandItem; onClick: () => void }) {
  const more = item.disabledReason ?? item.description;
  const disabled = item.disabledReason !== undefined;
  return (
    <Autocomplete.Item className="ui-command" value={item} disabled={disabled} data-tall={more ? '' : undefined} onClick={onClick}>
      {item.icon}
      <span className="ui-command-words">
        <span className="ellipsis">{item.title}</span>
        {more && <span className="ui-command-more ellipsis">{more}</span>}
      </span>
      {item.detail && <span className="ui-command-aside">{item.detail}</span>}
    </Autocomplete.Item>
  );
}

function matching(groups: readonly CommandGroup[], query: string): CommandGroup[] {
  return groups
    .map((group) => ({
      ...group,
      items: rank(
        group.items,
        query,
        (item) => item.title,
        (item) => `${item.keywords ?? ''} ${item.description ?? ''}`,
      ),
    }))
    .filter((group) => group.items.length > 0);
}
