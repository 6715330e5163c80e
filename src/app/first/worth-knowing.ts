import type { InspectionWarning } from '../../core/engine.ts';
import { count, percent } from '../dock/numbers.ts';
import type { OrderFacts, Seen } from './look.ts';
import { amountName, type Choice } from './propose.ts';
import { currenciesIn, isCurrencyCode } from './reading.ts';

/** Something odd about orders, and what is done about it. */
export interface Odd {
  readonly level: 'info' | 'warn';
  readonly text: string;
}

const DAY_MS = 86_400_000;

/** RFM compares customers in groups; fewer than these make groups that mean nothing. */
const FEW_CUSTOMERS = 100;
const SHORT_DAYS = 90;

/** What somebody should know before they believe the segments. */
export function worthKnowing(seen: Seen, choice: Choice, facts: OrderFacts, warnings: readonly InspectionWarning[]): readonly Odd[] {
  const columnOf = (name: string) => seen.columns.find((c) => c.name === name);
  const rows = (n: number): string => `${count(n)} ${n === 1 ? 'row' : 'rows'} (${percent(n / facts.rows)})`;
  const odd: Odd[] = [];
  const say = (level: Odd['level'], text: string): void => void odd.push({ level, text });
  const used = new Set([
    choice.customer,
    choice.date,
    ...(choice.amount.kind === 'column' ? [choice.amount.name] : [choice.amount.quantity, choice.amount.price]),
  ]);

  if (!facts.usable) say('warn', 'No row has a customer, a date and an amount. Choose other columns');
  else if (facts.customers < FEW_CUSTOMERS)
    say(
      'warn',
      `Only ${count(facts.customers)} customers: groups of so few are a matter of chance. A few hundred make segments you can act on`,
    );
  if (facts.customers >= 2 && facts.again < 0.05 * facts.customers)
    say(
      'warn',
      `${facts.again ? `Only ${count(facts.again)} of ${count(facts.customers)} customers` : 'No customer'} ordered more than once, so frequency tells little`,
    );
  const days = (Date.parse(facts.last) - Date.parse(facts.first)) / DAY_MS + 1;
  if (days < SHORT_DAYS) say('warn', `The orders span only ${count(days)} days: most customers could not come back yet`);
  if (facts.noCustomer) say('info', `${rows(facts.noCustomer)} have no customer and are left out`);
  if (facts.noDate)
    say(
      facts.noDate > 0.05 * facts.rows ? 'warn' : 'info',
      `${rows(facts.noDate)} have no date that can be read and are left out${exampleOf(seen, choice.date)}`,
    );
  if (facts.noAmount) say('info', `${rows(facts.noAmount)} have no amount that can be read and are left out`);
  if (facts.negative)
    say('info', `${rows(facts.negative)} are below zero, refunds most likely: they lower what a customer spent and count as no order`);
  const signs = choice.amount.kind === 'column' ? currenciesIn(columnOf(choice.amount.name)?.cells ?? []) : [];
  if (signs.length > 1)
    say('warn', `"${amountName(choice.amount)}" mixes ${signs.join(', ')}: they are added up as they stand. Convert them first`);
  for (const { name, cells, distinct } of seen.columns) {
    if (distinct < 2 || !isCurrencyCode(cells)) continue;
    const codes = [...new Set(cells.flatMap((c) => (c === null ? [] : [String(c).trim()])))].slice(0, 4);
    say(
      'warn',
      `"${name}" says ${codes.join(', ')}: amounts are added up as they stand. Convert them, or keep one currency with a Row Filter`,
    );
  }
  const doubt = columnOf(choice.date)?.date?.doubt;
  if (doubt) say('warn', doubt);
  for (const { about, column, message } of warnings) {
    if (about === 'encoding' || about === 'rejects' || (about === 'ambiguous dates' && column !== undefined && used.has(column)))
      say(about === 'encoding' ? 'info' : 'warn', message.replace(/\.$/, ''));
  }
  return odd;
}

/** A first cell of the date column that has no digit of a year in it. */
function exampleOf({ columns }: Seen, date: string): string {
  const column = columns.find((c) => c.name === date);
  const odd = column?.type === 'string' ? column.cells.find((c) => typeof c === 'string' && c.trim() && !/\d{2}/.test(c)) : undefined;
  return typeof odd === 'string' ? `, such as "${odd.slice(0, 24)}"` : '';
}
