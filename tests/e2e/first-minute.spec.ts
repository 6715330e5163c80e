import { expect, test, type Locator, type Page } from '@playwright/test';
import writeExcel from 'write-excel-file/universal';
import { exampleOrders, orderFile } from '../app/order-files.ts';
import { card, drop, openBlank } from './window.ts';

const MINUTE_MS = 60_000;

const proposal = (page: Page): Locator => page.getByRole('dialog', { name: /^Find the segments in/ });
const find = (page: Page): Locator => proposal(page).getByRole('button', { name: /^Find the segments/ });
const field = (page: Page, name: string): Locator => proposal(page).getByRole('combobox', { name, exact: true });

/** Waits until a file has been read and looked through. */
const proposed = (page: Page): Promise<void> => expect(proposal(page)).toBeVisible({ timeout: MINUTE_MS });

async function choose(page: Page, name: string, content: Uint8Array): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Choose a file' }).click()]);
  await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
}

/** The shares of revenue in the view of the segments, as whole percents. */
async function shares(page: Page, customers: string): Promise<number[]> {
  await expect(page.getByRole('heading', { name: `5 segments of ${customers} customers` }).first()).toBeVisible({ timeout: MINUTE_MS });
  const label = await page
    .getByRole('region', { name: 'Result' })
    .getByRole('img', { name: /% of customers, .*% of value/ })
    .last()
    .getAttribute('aria-label');
  return [...label!.matchAll(/, <?([\d−]+) % of value/g)].map(([, share]) => Number(share!.replace('−', '-')));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Five rounded shares may be off by two in all. */
function expectAll(found: readonly number[]): void {
  expect(found).toHaveLength(5);
  expect(Math.abs(sum(found) - 100)).toBeLessThanOrEqual(2);
}

test('a German file with euro signs becomes named segments with their share of revenue within a minute of the first load', async ({
  page,
}) => {
  const start = Date.now();
  await page.goto('/');
  const { name, content } = orderFile('bestellungen.csv', { headers: 'de', delimiter: ';', date: 'dd.MM.yy', number: 'de €' });
  await drop(page, name, String(content));
  await proposed(page);
  await expect(field(page, 'Customer')).toHaveText(/^Kundennummer/);
  await expect(field(page, 'Order date')).toHaveText(/^Bestelldatum/);
  await expect(field(page, 'Amount')).toHaveText(/^Betrag/);
  await expect(field(page, 'Order id')).toHaveText(/^Bestellnummer/);
  await expect(proposal(page)).toContainText('Its name says customer; 900 of 3,623 values differ, each about 4.0 times');
  await expect(proposal(page)).toContainText('two-digit years from 1970 to 2069, day first');
  await expect(proposal(page)).toContainText('Text with €, read as numbers with a decimal comma');
  await expect(proposal(page)).toContainText('61 %');
  await find(page).click();
  expectAll(await shares(page, '900'));
  await expect(page.getByText('Champions').first()).toBeVisible();
  expect(Date.now() - start).toBeLessThan(MINUTE_MS);

  await page.keyboard.press('Escape');
  await expect(card(page, /^Formula, Date and amount, Done/)).toBeVisible();
  await expect(card(page, /^Table Writer, Segments file/)).toBeVisible();
});

test('a workbook with French headers is proposed, changed and segmented without a pointer', async ({ page }) => {
  await page.goto('/');
  const head = ['N° client', 'Date de commande', 'Date de livraison', 'Montant réglé', 'N° commande'].map((value) => ({
    type: String,
    value,
  }));
  const rows = exampleOrders().map(({ customer, day, amount, order }) => [
    { type: String, value: customer },
    { type: Date, value: new Date(`${day}T00:00:00Z`), format: 'dd/mm/yyyy' },
    { type: Date, value: new Date(Date.parse(`${day}T00:00:00Z`) + 3 * 86_400_000), format: 'dd/mm/yyyy' },
    { type: Number, value: amount },
    { type: String, value: order },
  ]);
  const file = await writeExcel([head, ...rows]).toBlob();
  await choose(page, 'commandes.xlsx', new Uint8Array(await file.arrayBuffer()));
  await proposed(page);
  await expect(field(page, 'Order date')).toHaveText(/^Date de commande/);
  await expect(proposal(page)).toContainText('not Date de livraison, whose name says another day');
  await field(page, 'Order id').press('Enter');
  await page.getByRole('button', { name: 'None' }).press('Enter');
  await page.keyboard.press('Escape');
  await expect(proposal(page)).toContainText('Each row is an order line; days with an order are counted');
  await expect(find(page)).not.toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Control+Enter');
  expectAll(await shares(page, '900'));
});

test('on a canvas with a workflow the file and its segments are one step, and quantity times price is the amount', async ({ page }) => {
  await openBlank(page);
  await expect(page.getByText('Drop a file here').first()).toBeVisible();
  const { name, content } = orderFile('retail.csv', { headers: 'lines', date: 'M/d/yyyy H:mm' });
  await drop(page, name, String(content));
  await proposed(page);
  await expect(field(page, 'Amount')).toHaveText(/^Quantity × UnitPrice/);
  await find(page).click();
  expectAll(await shares(page, '900'));
  await page.keyboard.press('Escape');
  await expect(page.getByRole('group', { name: /, Done/ })).toHaveCount(8);
  await page.keyboard.press('Control+z');
  await expect(card(page, /^CSV Reader/)).toHaveCount(0);
  await page.keyboard.press('Control+Shift+z');
  await expect(card(page, /^RFM, Done/)).toBeVisible();
});

test('what is no file of orders opens as a table, and a command proposes RFM all the same', async ({ page }) => {
  await page.goto('/');
  await drop(page, 'people.csv', 'customer_id,joined,points\nA1,2026-01-02,3\nA2,2026-01-03,5\nA3,2026-01-04,8\n');
  await expect(card(page, /^CSV Reader, People, Done, 3 × 3/)).toBeVisible({ timeout: MINUTE_MS });
  await expect(page.getByText(/^Nobody comes twice: each row has another customer_id/)).toBeVisible();
  await expect(proposal(page)).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('RFM from this file');
  await page.keyboard.press('Enter');
  await expect(proposal(page)).toContainText('Choose the columns yourself');
  await expect(find(page)).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('button', { name: 'Only open the file' }).click();
  await expect(card(page, /^CSV Reader, People, Done/)).toBeVisible();
});

test('what is proposed fits into a small window', async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 450 });
  await page.goto('/');
  await drop(page, 'orders.csv', String(orderFile('orders.csv').content));
  await proposed(page);
  await expect(find(page)).toBeInViewport({ ratio: 1 });
  await expect(find(page)).not.toHaveAttribute('aria-disabled', 'true');
  for (const area of [page.locator('html'), proposal(page)])
    expect(await area.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
});
