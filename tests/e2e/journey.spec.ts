import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { exampleFiles } from '../examples/data.ts';
import { allDone, card, drop, openTemplate, withoutAutoRun } from './window.ts';

const orders = exampleFiles().get('rfm-orders.csv')!;

async function add(page: Page, title: string): Promise<void> {
  await page.getByPlaceholder('Find a node').fill(title);
  await page.getByPlaceholder('Find a node').press('Enter');
  await expect(page.getByRole('heading', { name: title, exact: true })).toBeVisible();
}

async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: field, exact: true }).click();
  await page
    .getByRole('option', { name: new RegExp(`^${option}\\b`) })
    .first()
    .click();
}

async function pick(page: Page, field: string, names: readonly string[]): Promise<void> {
  await page.getByRole('group', { name: field }).getByRole('combobox').click();
  for (const name of names)
    await page
      .getByRole('option', { name: new RegExp(`^${name}\\b`) })
      .first()
      .click();
  await page.keyboard.press('Escape');
}

test('a new user drops a file of orders and reads the segments in it', async ({ page }) => {
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== 'localhost') elsewhere.push(request.url());
  });
  await page.goto('/');
  await drop(page, 'orders.csv', orders);
  await page.getByRole('button', { name: 'Only open the file' }).click();
  await expect(card(page, /^CSV Reader, Orders, Done, 3,623 × 10/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('grid')).toContainText('shop_id');

  await add(page, 'RFM');
  await expect(page.getByRole('combobox', { name: 'Customer', exact: true })).toContainText('shop_id');
  await expect(page.getByRole('combobox', { name: 'Order date', exact: true })).toContainText('order_date');
  await expect(page.getByRole('combobox', { name: 'Amount', exact: true })).toContainText('amount');
  await choose(page, 'Order id', 'order_id');
  await add(page, 'k-Means');
  for (const name of ['recency', 'frequency', 'monetary'])
    await expect(page.getByRole('group', { name: 'Features' }).getByText(name, { exact: true })).toBeVisible();
  await pick(page, 'Take the logarithm of', ['recency', 'frequency', 'monetary']);
  await add(page, 'Segment Profile');
  await choose(page, 'Value', 'monetary');
  await page
    .getByRole('button', { name: /^Run\b/ })
    .first()
    .click();

  await expect(card(page, /^Segment Profile, Done/)).toBeVisible({ timeout: 60_000 });
  await expect(card(page, /^RFM, Done, 900 × /)).toBeVisible();
  await page.getByRole('region', { name: 'Inspector' }).getByRole('button', { name: 'Open view' }).click();
  await expect(page.getByRole('heading', { name: /^5 segments of 900/ })).toBeVisible();
  await expect(page.getByText('What is typical for whom')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(card(page, /^k-Means, Done/)).toBeVisible();
  expect(elsewhere).toEqual([]);
});

test('a template runs at once, and a reload brings back the workflow and its data', async ({ page }) => {
  await openTemplate(page);
  await allDone(page);
  await page.reload();
  await expect(card(page, /^Table Writer, Segments file/)).toBeVisible();
  await page
    .getByRole('button', { name: /^Run\b/ })
    .first()
    .click();
  await allDone(page);
});

test('every edit can be undone and redone, and what did not change keeps its result', async ({ page }) => {
  await withoutAutoRun(page);
  await openTemplate(page);
  await allDone(page);
  await card(page, /^k-Means, Done/).click();
  await page
    .getByRole('spinbutton', { name: 'Number of segments, k' })
    .or(page.getByRole('textbox', { name: 'Number of segments, k' }))
    .fill('4');
  await page.keyboard.press('Enter');
  await expect(card(page, /^k-Means, Stale.*k is 4, was 5/)).toBeVisible();
  await expect(card(page, /^RFM, Done/)).toBeVisible();
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(card(page, /^k-Means, Done/)).toBeVisible();
  await page.getByRole('button', { name: /^Redo/ }).click();
  await expect(card(page, /^k-Means, Stale/)).toBeVisible();
});

test('names and cells from a file are text and nothing else', async ({ page }) => {
  await page.goto('/');
  const script = '<img src=x onerror="window.pwned=1">';
  await drop(page, 'odd.csv', `"${script.replaceAll('"', '""')}",__proto__,constructor\n"<script>window.pwned=1</script>",1,2\n=1+1,3,4\n`);
  await expect(card(page, /^CSV Reader, Odd, Done, 2 × 3/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('grid')).toContainText('__proto__');
  await expect(page.getByRole('grid')).toContainText('<script>');
  expect(await page.evaluate(() => ['pwned' in globalThis, 'polluted' in {}])).toEqual([false, false]);
});

test('a file that cannot be read says why, and nothing is lost', async ({ page }) => {
  await page.goto('/');
  await drop(page, 'report.csv', '%PDF-1.7\n1 0 obj\n');
  await expect(page.getByText(/PDF/).first()).toBeVisible({ timeout: 30_000 });
});

test('a saved workflow file opens with its problems named and everything kept that can be', async ({ page }) => {
  await page.goto('/');
  const broken = readFileSync(new URL('../../examples/rfm.clade.json', import.meta.url), 'utf8').replace('k-means@1', 'magic@7');
  await drop(page, 'broken.clade.json', broken);
  await expect(page.getByText(/"magic"/).first()).toBeVisible();
});
