import './proposal.css';
import { CalendarDays, Check, CircleUserRound, Coins, Info, ReceiptText, Tags, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { findColumn, freeName, type Schema } from '../../core/schema.ts';
import { keysOf } from '../commands/pressed.ts';
import { cellFormat } from '../dock/cell-format.ts';
import { count, percent, short } from '../dock/numbers.ts';
import { useTables } from '../dock/use-tables.ts';
import { useEditor } from '../editor.ts';
import { Button } from '../ui/button.tsx';
import { ColumnSelect } from '../ui/column-select.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Note, Spinner } from '../ui/feedback.tsx';
import { Icon } from '../ui/icons.tsx';
import { findSegments } from './first-minute.ts';
import { orderFactsOf } from './examine.ts';
import { factsFrom, type OrderFacts } from './look.ts';
import { closeOffer, type Offer } from './offer.ts';
import { amountName, isComplete, type Amount, type Choice, type Part } from './propose.ts';
import { worthKnowing, type Odd } from './worth-knowing.ts';

const PARTS: readonly { readonly part: Part; readonly label: string; readonly icon: LucideIcon }[] = [
  { part: 'customer', label: 'Customer', icon: CircleUserRound },
  { part: 'date', label: 'Order date', icon: CalendarDays },
  { part: 'amount', label: 'Amount', icon: Coins },
  { part: 'order', label: 'Order id', icon: ReceiptText },
];

/** What Clade takes for customer, date and amount, with its reasons; every choice can be changed, and one click does the rest. */
export function ProposalDialog({ offer }: { offer: Offer }) {
  const editor = useEditor();
  const { proposal, seen, table, file, warnings } = offer;
  const [choice, setChoice] = useState(proposal.choice);
  const wanted = useMemo(() => {
    const op = isComplete(choice) ? orderFactsOf(table, seen, choice) : undefined;
    return op && new Map([['facts', op]]);
  }, [choice, table, seen]);
  const { tables, busy, problem } = useTables(wanted);
  const counted = tables?.get('facts');
  const facts = counted && wanted && !busy ? factsFrom(counted) : undefined;
  const shown = counted && wanted ? factsFrom(counted) : undefined;
  const missing = PARTS.find(({ part }) => part !== 'order' && choice[part] === undefined);
  const reason = missing
    ? `Choose the column with the ${missing.label.toLowerCase()}`
    : !facts
      ? (problem ?? 'The orders are still being counted')
      : facts.customers < 4
        ? 'Fewer than four customers have an order that can be read'
        : undefined;

  const find = (): void => {
    if (facts && isComplete(choice) && reason === undefined) void findSegments(editor, offer, choice, facts);
  };
  const onKeyDown = useEffectEvent((event: KeyboardEvent): void => {
    if (keysOf(event) !== 'Ctrl+Enter') return;
    event.preventDefault();
    find();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKeyDown(event);
    addEventListener('keydown', listen, { capture: true });
    return () => removeEventListener('keydown', listen, { capture: true });
  }, []);

  return (
    <Dialog
      open
      onClose={closeOffer}
      size="large"
      title={`Find the segments in ${file}`}
      footer={
        <>
          <span className="proposal-next">
            Lays RFM, k-Means and named segments on the canvas, to change as you like. Nothing leaves this browser
          </span>
          <Button onClick={closeOffer}>Only open the file</Button>
          <Button kind="primary" icon={Tags} shortcut="Ctrl+Enter" disabledReason={reason} onClick={find}>
            Find the segments
          </Button>
        </>
      }
    >
      <div className="proposal">
        <p className="proposal-lead">
          {proposal.why === undefined
            ? `${count(seen.rows)} rows that look like orders. This is how they are read; change what is wrong.`
            : `${proposal.why}. Choose the columns yourself, if the file holds orders after all.`}
        </p>
        <Choices offer={offer} choice={choice} onChange={setChoice} />
        <div className="proposal-facts" aria-live="polite" aria-busy={busy}>
          {problem ? (
            <Note kind="error">{problem}</Note>
          ) : shown && wanted ? (
            <Facts facts={shown} />
          ) : (
            wanted && <Spinner label="Counting the orders" />
          )}
        </div>
        {facts && isComplete(choice) && <Oddities odd={worthKnowing(seen, choice, facts, warnings)} />}
        <Preview offer={offer} choice={choice} />
      </div>
    </Dialog>
  );
}

interface ChoicesProps {
  readonly offer: Offer;
  readonly choice: Partial<Choice>;
  readonly onChange: (choice: Partial<Choice>) => void;
}

function Choices({ offer: { proposal, table }, choice, onChange }: ChoicesProps) {
  const amounts = useMemo(() => namedAmounts(proposal.can.amount, table.schema), [proposal, table]);
  const only = (names: readonly string[]): Schema => names.flatMap((name) => findColumn(table.schema, name) ?? []);
  const set = (part: Part, value: string | undefined): void => {
    if (part !== 'amount') return onChange({ ...choice, [part]: value });
    onChange({ ...choice, amount: amounts.find((a) => a.name === value)?.amount });
  };
  const columns: Readonly<Record<Part, Schema>> = {
    customer: only(proposal.can.customer),
    date: only(proposal.can.date),
    amount: amounts.flatMap(({ name, amount }) =>
      amount.kind === 'product'
        ? [{ name, type: 'double', nullable: true, role: 'money' } as const]
        : (findColumn(table.schema, name) ?? []),
    ),
    order: only(proposal.can.order.filter((name) => name !== choice.customer)),
  };
  const valueOf = (part: Part): string | undefined =>
    part === 'amount' ? amounts.find((a) => choice.amount && amountName(a.amount) === amountName(choice.amount))?.name : choice[part];
  return (
    <dl className="proposal-choices">
      {PARTS.map(({ part, label, icon }) => (
        <div key={part}>
          <dt>
            <Icon of={icon} size={16} />
            {label}
          </dt>
          <dd className="proposal-select">
            <ColumnSelect
              label={label}
              value={valueOf(part)}
              columns={columns[part]}
              placeholder={part === 'order' ? 'None' : 'Choose a column'}
              onChange={(name) => set(part, name)}
              onClear={part === 'order' ? () => set(part, undefined) : undefined}
            />
          </dd>
          <dd className="proposal-reason">{proposal.reason(part, choice)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What an amount can be, under names that no column has where it is computed. */
function namedAmounts(amounts: readonly Amount[], schema: Schema): readonly { readonly name: string; readonly amount: Amount }[] {
  const taken = schema.map((c) => c.name);
  return amounts.map((amount) => ({ amount, name: amount.kind === 'column' ? amount.name : freeName(amountName(amount), taken) }));
}

function Facts({ facts: { customers, orders, again, total, first, last } }: { facts: OrderFacts }) {
  const figures: readonly (readonly [figure: string, what: string])[] = [
    [count(customers), 'customers'],
    [count(orders), 'orders'],
    [customers ? percent(again / customers) : '—', 'came back'],
    [short(total), 'in all'],
    [first ? `${day(first)} – ${day(last)}` : '—', 'first to last order'],
  ];
  return (
    <dl className="proposal-figures num">
      {figures.map(([figure, what]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>{figure}</dd>
        </div>
      ))}
    </dl>
  );
}

const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
/** A day that no calendar here has is shown as it is written. */
function day(text: string): string {
  const date = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? text : days.format(date);
}

function Oddities({ odd }: { odd: readonly Odd[] }) {
  if (!odd.length)
    return (
      <p className="proposal-fine">
        <Icon of={Check} size={14} />
        Every row has a customer, a date and an amount
      </p>
    );
  return (
    <ul className="proposal-odd" aria-label="Worth knowing">
      {odd.map(({ level, text }) => (
        <li key={text} data-level={level}>
          <Icon of={level === 'warn' ? TriangleAlert : Info} size={14} />
          {text}
        </li>
      ))}
    </ul>
  );
}

const PREVIEW_ROWS = 6;
const PREVIEW_COLUMNS = 6;

/** The first rows, those columns first that are read. */
function Preview({ offer: { seen, file }, choice }: { offer: Offer; choice: Partial<Choice> }) {
  const roles = new Map<string, string>();
  const amount = choice.amount;
  if (choice.customer !== undefined) roles.set(choice.customer, 'Customer');
  if (choice.date !== undefined) roles.set(choice.date, 'Order date');
  if (amount?.kind === 'column') roles.set(amount.name, 'Amount');
  if (amount?.kind === 'product') roles.set(amount.quantity, 'Quantity').set(amount.price, 'Price');
  if (choice.order !== undefined) roles.set(choice.order, 'Order id');
  const read = [...roles.keys()].flatMap((name) => seen.columns.find((c) => c.name === name) ?? []);
  const columns = [...read, ...seen.columns.filter((c) => !roles.has(c.name))].slice(0, PREVIEW_COLUMNS);
  const rows = Array.from({ length: Math.min(PREVIEW_ROWS, seen.rows) }, (_, i) => i);
  const formats = columns.map((c) => cellFormat(c, c.cells));
  const isRight = (name: string, i: number): true | undefined =>
    formats[i]!.right || ['Amount', 'Quantity', 'Price'].includes(roles.get(name) ?? '') || undefined;
  return (
    <div className="proposal-preview">
      <table className="num" aria-label={`First rows of ${file}`}>
        <thead>
          <tr>
            {columns.map(({ name }, i) => (
              <th key={name} scope="col" data-read={roles.has(name) || undefined} data-right={isRight(name, i)}>
                <small>{roles.get(name) ?? '\u00a0'}</small>
                <span className="ellipsis" title={name}>
                  {name}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              {columns.map(({ name, cells }, i) => {
                const value = cells[row] ?? null;
                return (
                  <td
                    key={name}
                    data-read={roles.has(name) || undefined}
                    data-right={isRight(name, i)}
                    data-mono={formats[i]!.mono || undefined}
                  >
                    {value === null ? <span className="grid-missing" role="img" aria-label="missing" /> : formats[i]!.text(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
