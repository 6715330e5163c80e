import { useMemo, useState, type ReactNode } from 'react';
import { ArrowRight } from 'lucide-react';
import { nodeTypes } from '../../../nodes/index.ts';
import { columnsInText, type Path } from '../../core/column-uses.ts';
import type { NameChange } from '../../core/follow-names.ts';
import type { Json, Params } from '../../core/params.ts';
import { nodeById, type WorkflowNode } from '../../core/workflow.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { textsOf } from '../inspector/fields.tsx';
import { labelOfParam } from '../inspector/form.ts';
import { labelOf } from '../node-state.ts';
import { familyOf } from '../palette/families.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FamilyIcon, Icon } from '../ui/icons.tsx';
import { changeKey, followed, renameWords, type RenameOffer } from './rename-offer.ts';
import { followRenames, showRenames } from './renames.ts';

/** Each setting that would get a new name, as it is and as it would be, to be taken or left. */
export default function RenameDialog({ offer }: { offer: RenameOffer }) {
  const editor = useEditor();
  const workflow = useEditorState((s) => s.workflow);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const taken = useMemo(() => new Set(followed(workflow, offer, left).changes.map(changeKey)), [workflow, offer, left]);
  const nodes = [...new Set(offer.changes.map(({ node }) => node))];
  const toggle = (key: string): void =>
    setLeft(left.has(key) ? new Set([...left].filter((other) => other !== key)) : new Set([...left, key]));
  const close = (): void => showRenames(false);
  const apply = (): void => {
    close();
    followRenames(editor, left);
  };
  return (
    <Dialog
      open
      onClose={close}
      title={renameWords(offer)}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button kind="primary" disabledReason={taken.size ? undefined : 'Nothing is chosen'} onClick={apply}>
            {`Rename in ${taken.size} ${taken.size === 1 ? 'setting' : 'settings'}`}
          </Button>
        </>
      }
    >
      {nodes.map((id) => (
        <NodeChanges
          key={id}
          node={nodeById(workflow, id)}
          changes={offer.changes.filter(({ node }) => node === id)}
          taken={taken}
          left={left}
          onToggle={toggle}
        />
      ))}
    </Dialog>
  );
}

interface NodeChangesProps {
  node: WorkflowNode | undefined;
  changes: readonly NameChange[];
  taken: ReadonlySet<string>;
  left: ReadonlySet<string>;
  onToggle: (key: string) => void;
}

function NodeChanges({ node, changes, taken, left, onToggle }: NodeChangesProps) {
  const type = nodeTypes.get(node?.type ?? '');
  if (!node || !type) return null;
  return (
    <section className="rename-node" aria-label={labelOf(node)}>
      <h3>
        <FamilyIcon family={familyOf(type)} icon={type.icon} />
        {labelOf(node)}
      </h3>
      <ul>
        {changes.map((change) => {
          const key = changeKey(change);
          const idle = !taken.has(key) && !left.has(key);
          return (
            <li key={`${key} ${change.from}`}>
              <Checkbox
                checked={taken.has(key)}
                onChange={() => onToggle(key)}
                label={settingLabel(type.params, change.path)}
                disabledReason={idle ? 'Follows from another that is left out' : undefined}
              />
              <div className="rename-change" data-idle={taken.has(key) ? undefined : ''}>
                <Value value={change.before} name={change.from} is="old" />
                <Icon of={ArrowRight} size={12} />
                <span className="sr-only">becomes</span>
                <Value value={change.after} name={change.to} is="new" />
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The setting's label, with the record that it is in: "Measure 2, Column". */
function settingLabel(params: Params, [name, index, inner]: Path): string {
  const param = params[name];
  if (!param) return name;
  if (param.kind !== 'list' || typeof index !== 'number' || typeof inner !== 'string') return labelOfParam(name, param);
  const field = param.item[inner];
  return `${param.one.charAt(0).toUpperCase()}${param.one.slice(1)} ${index + 1}${field ? `, ${labelOfParam(inner, field)}` : ''}`;
}

/** A setting's value with a name marked in it. */
function Value({ value, name, is }: { value: Json; name: string; is: 'old' | 'new' }) {
  return (
    <code className="rename-value" data-is={is}>
      {typeof value === 'string' ? marked(value, name) : inList(textsOf(value), name)}
    </code>
  );
}

/** Around the name, what of a list stands beside it. */
function inList(names: readonly string[], name: string): ReactNode {
  const at = names.indexOf(name);
  const [before, after] = [names[at - 1], names[at + 1]];
  return (
    <>
      {at > 1 && '…, '}
      {before !== undefined && `${before}, `}
      <mark>{name}</mark>
      {after !== undefined && `, ${after}`}
      {at < names.length - 2 && ', …'}
    </>
  );
}

function marked(text: string, name: string): ReactNode {
  if (text === name) return <mark>{text}</mark>;
  const parts: ReactNode[] = [];
  let done = 0;
  for (const { name: found, at } of columnsInText(text)) {
    if (found !== name) continue;
    parts.push(text.slice(done, at[0]), <mark key={at[0]}>{text.slice(at[0], at[1])}</mark>);
    done = at[1];
  }
  return [...parts, text.slice(done)];
}
