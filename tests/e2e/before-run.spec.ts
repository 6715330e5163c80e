import { expect, test, type Locator, type Page } from '@playwright/test';
import { nodeTypes } from '../../nodes/index.ts';
import type { Json } from '../../src/core/params.ts';
import { saveWorkflow } from '../../src/core/workflow-file.ts';
import { EMPTY, type Edge, type WorkflowNode } from '../../src/core/workflow.ts';
import { card, drop, inspector, type Point } from './window.ts';

const popover = (page: Page, name: RegExp): Locator => page.getByRole('group', { name });

interface Step {
  readonly id: string;
  readonly type: string;
  readonly label: string;
  readonly params?: Readonly<Record<string, Json>>;
}

/** Opens a chain of nodes, each wired to the first output of the one before; the first gets the orders of the sample data. */
async function openChain(page: Page, ...steps: readonly Step[]): Promise<void> {
  const nodes = [{ id: 'data', type: 'sample-data', label: 'Shop' }, ...steps].map(({ params = {}, ...step }: Step, i): WorkflowNode => ({
    ...step,
    version: 1,
    params: Object.entries(params),
    at: [i * 224, 0],
  }));
  const edges = steps.map((step, i): Edge => {
    const before = nodes[i]!;
    const output = i ? Object.keys(nodeTypes.get(before.type)!.outputs)[0]! : 'orders';
    return { from: [before.id, output], to: [step.id, Object.keys(nodeTypes.get(step.type)!.inputs)[0]!] };
  });
  const text = saveWorkflow({ ...EMPTY, title: 'Chain', nodes, edges }, nodeTypes);
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Blank workflow' })).toBeVisible();
  await drop(page, 'chain.clade.json', text);
  await expect(card(page, new RegExp(steps.at(-1)!.label))).toBeVisible();
}

const picked: Step = { id: 'pick', type: 'select-columns', label: 'Orders', params: { mode: 'edit', columns: [{ column: 'amount' }] } };
const grouped: Step = {
  id: 'group',
  type: 'group-by',
  label: 'Customers',
  params: { keys: ['shop_id'], measures: [{ fn: 'sum', column: 'amount' }] },
};
const filtered: Step = { id: 'big', type: 'row-filter', label: 'Big ones', params: { condition: 'sum_amount > 100' } };

/** In the middle between two cards, on the wire of their first ports. */
async function wireBetween(page: Page, from: RegExp, to: RegExp): Promise<Point> {
  const [a, b] = [await card(page, from).boundingBox(), await card(page, to).boundingBox()];
  return { x: (a!.x + a!.width + b!.x) / 2, y: a!.y + (20 / 72) * a!.height };
}

test('a wire says what flows through it before anything has run, and gets out of the way', async ({ page }) => {
  await openChain(page, picked, grouped, filtered);
  const wire = await wireBetween(page, /Customers/, /Big ones/);
  await page.mouse.move(wire.x, wire.y, { steps: 3 });
  const flows = popover(page, /^What flows from Customers/);
  await expect(flows).toBeVisible();
  await expect(flows.getByRole('listitem')).toHaveText([/shop_id/, /sum_amount.*money.*new here/]);
  await expect(page.getByRole('button', { name: 'Insert a node after Customers' })).toBeVisible();
  await page.getByRole('button', { name: 'Insert a node after Customers' }).click();
  await expect(flows).toHaveCount(0);
  await page.keyboard.press('Escape');

  const orders = (await card(page, /Orders/).boundingBox())!;
  await page.mouse.move(orders.x, orders.y + (20 / 72) * orders.height, { steps: 3 });
  await expect(popover(page, /^What flows from Shop, orders/).getByText('10 columns')).toBeVisible();
  await page.mouse.down();
  await expect(popover(page, /^What flows/)).toHaveCount(0);
  await page.mouse.up();
});

test('a missing column is mapped where it is missed, and in the other settings that miss it', async ({ page }) => {
  const features = ['sum_ammount'];
  await openChain(page, grouped, { id: 'km', type: 'k-means', label: 'Groups', params: { features, log: features } });
  await card(page, /Groups/).click();
  await expect(inspector(page).locator('.ui-chip').filter({ hasText: 'sum_ammount' })).toHaveCount(2);
  await inspector(page).getByRole('button', { name: 'Map sum_ammount to another column' }).first().click();
  await expect(page.getByRole('menuitemcheckbox', { name: 'Also in the other setting that uses it' })).toBeChecked();
  await page.getByRole('menuitem', { name: 'sum_amount' }).click();
  await expect(inspector(page).locator('.ui-chip').filter({ hasText: 'sum_amount' })).toHaveCount(2);
  await expect(card(page, /^k-Means, Groups/)).not.toHaveAccessibleName(/Error|There is no column/);
  await page.keyboard.press('Control+z');
  await expect(inspector(page).locator('.ui-chip').filter({ hasText: 'sum_ammount' })).toHaveCount(2);
});

test('a column that gets another name is followed downstream, after a look at each change, in one step', async ({ page }) => {
  await openChain(page, picked, grouped, filtered);
  await card(page, /Orders/).click();
  await inspector(page).getByRole('textbox', { name: 'New name' }).pressSequentially('revenue', { delay: 40 });
  const offer = page.getByRole('complementary', { name: 'Renamed columns' });
  await expect(offer).toContainText('amount is now revenue: 2 nodes use the old name');
  await offer.getByRole('button', { name: 'Show' }).click();
  const dialog = page.getByRole('dialog', { name: 'amount is now revenue' });
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await expect(dialog.getByRole('region', { name: 'Big ones' })).toContainText('sum_amount > 100becomessum_revenue > 100');
  await dialog.getByRole('checkbox', { name: 'Measure 1, Column' }).click();
  await expect(dialog.getByRole('button', { name: 'Nothing is chosen' }).or(dialog.getByText('Rename in 0 settings'))).toBeVisible();
  await dialog.getByRole('checkbox', { name: 'Measure 1, Column' }).click();
  await dialog.getByRole('button', { name: 'Rename in 2 settings' }).click();
  await expect(offer).toHaveCount(0);
  await expect(card(page, /Big ones.*(Ready|Done|sample)/i)).toBeVisible();

  await card(page, /Orders/).click();
  await page.keyboard.press('Control+z');
  await expect(card(page, /Customers, Error/)).toBeVisible();
  await expect(inspector(page).getByRole('textbox', { name: 'New name' })).toHaveValue('revenue');
});

test('what is wrong with a node is put right by the button on it, or by a key', async ({ page }) => {
  await openChain(page, grouped, { ...filtered, params: { condition: 'sum_ammount > 100' } });
  await card(page, /Big ones, Error/).click();
  await expect(card(page, /Big ones, Error/).getByRole('button', { name: 'Use sum_amount' })).toBeVisible();
  await page.keyboard.press('Alt+f');
  await expect(card(page, /Big ones/)).not.toHaveAccessibleName(/Error/);
  await page.keyboard.press('Control+z');
  await page.getByRole('region', { name: 'Dock' }).getByRole('button', { name: 'Use sum_amount' }).click();
  await expect(card(page, /Big ones/)).not.toHaveAccessibleName(/Error/);
});

test('a node that is added after a table of orders is RFM first, and ready at once', async ({ page }) => {
  await openChain(page, picked);
  await card(page, /Orders/).click();
  await page.keyboard.press('Control+ArrowRight');
  await expect(page.getByRole('option').first()).toContainText('RFMFinds shop_id, order_date, amount');
  await page.keyboard.press('Enter');
  await expect(card(page, /^RFM, (Ready|Done|Sample|Queued|Running)/)).toBeVisible();
});
