import { Check, CircleAlert, History, MoreHorizontal, Search, Trash2 } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { nodeTypes } from '../../../nodes/index.ts';
import { loadWorkflow } from '../../core/workflow-file.ts';
import { forgetWorkflow, recentWorkflows, type Recent } from '../files/kept.ts';
import { goTo } from '../shell/route.ts';
import { sayError } from '../shell/shell-state.ts';
import { IconButton } from '../ui/button.tsx';
import { Badge } from '../ui/chip.tsx';
import { Icon } from '../ui/icons.tsx';
import { Menu } from '../ui/menu.tsx';
import { rank } from '../ui/rank.ts';
import { TextInput } from '../ui/text-input.tsx';
import { notify } from '../ui/toasts.tsx';
import { savedText, sizeText } from './words.ts';
import { WorkflowPicture } from './workflow-picture.tsx';

/** What is kept, and when it was looked up, in milliseconds since 1970. */
interface Listed {
  readonly workflows: readonly Recent[];
  readonly at: number;
}

async function list(show: (listed: Listed) => void): Promise<void> {
  try {
    show({ workflows: await recentWorkflows(), at: Date.now() });
  } catch (error) {
    sayError(error, 'The workflows kept in this browser could not be read');
  }
}

/** So many are found at a glance. */
const FEW = 6;

/** The workflows that this browser keeps, the last saved first. */
export function RecentWorkflows() {
  const [listed, setListed] = useState<Listed>();
  const [query, setQuery] = useState('');
  useEffect(() => void list(setListed), []);

  async function remove({ id, title }: Recent): Promise<void> {
    const putBack = await forgetWorkflow(id);
    await list(setListed);
    notify({ text: `"${title}" was deleted`, action: { label: 'Undo', run: () => void putBack().then(() => list(setListed), sayError) } });
  }

  if (!listed) return null;
  const { workflows: all, at } = listed;
  const shown = rank(all, query, (w) => w.title);
  return (
    <section className="recent" aria-labelledby="recent-title">
      <div className="recent-head">
        <h2 id="recent-title">Recent workflows</h2>
        {all.length > FEW && <TextInput label="Search" placeholder="Search" icon={Search} value={query} onChange={setQuery} />}
      </div>
      <ul>
        {shown.map((w) => (
          <Row key={w.id} workflow={w} now={at} onRemove={() => void remove(w).catch(sayError)} />
        ))}
      </ul>
      {shown.length === 0 && (
        <p className="recent-none">{all.length ? 'Nothing found' : 'What you work on is kept here, in this browser.'}</p>
      )}
      <Storage />
    </section>
  );
}

function Row({ workflow, now, onRemove }: { workflow: Recent; now: number; onRemove: () => void }) {
  const { id, title, savedAt, nodes } = workflow;
  return (
    <li>
      <button type="button" className="recent-open" onClick={() => goTo(id)}>
        <Picture text={workflow.text} />
        <span className="recent-words">
          <strong className="ellipsis">{title}</strong>
          <small className="num">{`${savedText(savedAt, now)}, ${nodes === 1 ? '1 node' : `${nodes} nodes`}`}</small>
        </span>
        <Standing workflow={workflow} />
      </button>
      <Menu
        align="end"
        trigger={<IconButton small icon={MoreHorizontal} label={`More about ${title}`} />}
        items={[{ label: 'Delete', icon: Trash2, danger: true, onSelect: onRemove }]}
      />
    </li>
  );
}

function Picture({ text }: { text: string }) {
  const workflow = useMemo(() => loadWorkflow(text, nodeTypes).workflow, [text]);
  return (
    <span className="recent-picture">
      <WorkflowPicture workflow={workflow} height={28} />
    </span>
  );
}

function Standing({ workflow: { errors, stale } }: { workflow: Recent }) {
  if (errors)
    return (
      <Badge kind="error" icon={CircleAlert}>
        {errors === 1 ? '1 error' : `${errors} errors`}
      </Badge>
    );
  if (stale) return <Badge kind="warn" icon={History}>{`${stale} stale`}</Badge>;
  return (
    <span className="recent-fine" title="No errors">
      <Icon of={Check} size={14} />
    </span>
  );
}

/** How much room the browser gives, and that nothing leaves it. */
function Storage() {
  const [used, setUsed] = useState<string>();
  useEffect(() => {
    navigator.storage?.estimate().then(
      ({ usage = 0, quota = 0 }) => setUsed(`, ${sizeText(usage)} of ${sizeText(quota)}`),
      () => undefined,
    );
  }, []);
  return <p className="recent-storage num">{`Kept in this browser${used ?? ''}. Data is never uploaded.`}</p>;
}
