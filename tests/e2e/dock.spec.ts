import { readFile } from 'node:fs/promises';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { allDone, card, drop, menuItem, openBlank, openTemplate } from './window.ts';

const grid = (page: Page, name: string | RegExp = /^Rows of/): Locator => page.getByRole('grid', { name });
const head = (page: Page, name: string): Locator => grid(page).getByRole('columnheader').filter({ hasText: name });
const cell = (page: Page, row: number, column: number): Locator => grid(page).locator(`[data-row="${row - 1}"] [data-column="${column}"]`);
const bar = (page: Page): Locator => page.getByRole('group', { name: 'Filters and sorting of this look' });

const ORDERS = [
  'order,city,amount,__proto__,<img src=x onerror=alert(1)>',
  ...Array.from({ length: 40 }, (_, i) => `${i + 1},${['Bonn', 'Köln', 'Ulm', ''][i % 4]},${(i + 1) * 2.5},p${i},<b>${i}</b>`),
].join('\n');

/** A workflow that reads 40 orders, with its reader selected and its rows on show. */
async function openOrders(page: Page): Promise<void> {
  await openBlank(page);
  await drop(page, 'rows.csv', ORDERS);
  await expect(card(page, /^CSV Reader/)).toBeVisible({ timeout: 30_000 });
  await card(page, /^CSV Reader/).click();
  await page.keyboard.press('Shift+Enter');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '41', { timeout: 30_000 });
  await expect(cell(page, 1, 1)).toHaveText('Bonn');
}

async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('group', { name: 'Chart settings' }).getByLabel(label, { exact: true }).click();
  await page.getByRole('option', { name: option }).first().click();
}

test('a look at some rows is not part of the workflow until nodes are made of it, in one step', async ({ page }) => {
  await openOrders(page);
  await cell(page, 1, 1).click({ button: 'right' });
  await menuItem(page, /^Filter to this value/).click();
  await expect(bar(page)).toContainText('city is Bonn');
  await expect(bar(page)).toContainText('10 of 40 rows');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '11');
  await expect(card(page, /Row Filter/)).toHaveCount(0);

  await head(page, 'amount').hover();
  await page.getByRole('button', { name: 'Menu of amount' }).click();
  await menuItem(page, 'Sort descending').click();
  await expect(cell(page, 1, 2)).toHaveText('92.50');
  await page.getByRole('button', { name: 'Columns', exact: true }).click();
  await page.getByRole('checkbox', { name: '__proto__' }).click();
  await page.keyboard.press('Escape');
  await expect(head(page, '__proto__')).toHaveCount(0);
  await expect(bar(page)).toContainText('__proto__ hidden');

  await bar(page).getByRole('button', { name: 'Make nodes of it' }).click();
  for (const name of [/^Row Filter/, /^Sort/, /^Select Columns/]) await expect(card(page, name)).toBeVisible();
  await expect(card(page, /^Select Columns.*selected/)).toBeVisible();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '11', { timeout: 30_000 });
  await expect(bar(page)).toHaveCount(0);
  await expect(cell(page, 1, 2)).toHaveText('92.50');
  await page.keyboard.press('Control+z');
  for (const name of [/^Row Filter/, /^Sort/, /^Select Columns/]) await expect(card(page, name)).toHaveCount(0);
});

test('rows are filtered, sorted, found and gone to by keyboard alone', async ({ page }) => {
  await openOrders(page);
  await grid(page).focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Alt+ArrowDown');
  await menuItem(page, 'Filter…').focus();
  await page.keyboard.press('Enter');
  const filter = page.getByRole('dialog', { name: 'Filter amount' });
  await filter.getByRole('spinbutton', { name: 'From' }).fill('90');
  await page.keyboard.press('Enter');
  await expect(bar(page)).toContainText('amount from 90');
  await expect(bar(page)).toContainText('5 of 40 rows');
  await expect(grid(page)).toBeFocused();

  await page.keyboard.press('Control+f');
  await page.getByRole('textbox', { name: 'Find in all columns' }).fill('KÖLN');
  await expect(bar(page)).toContainText('1 of 40 rows');
  await page.keyboard.press('Escape');
  await expect(grid(page)).toBeFocused();
  await bar(page).getByRole('button', { name: 'Clear' }).click();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '41');

  await page.getByRole('spinbutton', { name: 'Go to row' }).fill('38');
  await page.keyboard.press('Enter');
  await expect(cell(page, 38, 2)).toHaveText('95.00');
  await cell(page, 38, 2).click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+F10');
  await menuItem(page, 'Exclude these 2 values').focus();
  await page.keyboard.press('Enter');
  await expect(bar(page)).toContainText('38 of 40 rows');
});

test('selected numbers are summed up, and columns stay frozen and hidden where somebody put them', async ({ page }) => {
  await openOrders(page);
  await cell(page, 1, 2).click();
  await cell(page, 4, 2).click({ modifiers: ['Shift'] });
  await expect(page.locator('.grid-foot')).toContainText('Sum 25');
  await expect(page.locator('.grid-foot')).toContainText('Mean 6.25');
  await head(page, 'city').click({ button: 'right' });
  await menuItem(page, 'Freeze up to here').click();
  await expect(head(page, 'city')).toHaveCSS('position', 'sticky');
  await head(page, 'order').click({ button: 'right' });
  await menuItem(page, 'Hide column').click();
  await page.getByRole('tab', { name: 'Log' }).click();
  await page.getByRole('tab', { name: 'Out: table' }).click();
  await expect(head(page, 'order')).toHaveCount(0);
  await expect(head(page, 'city')).toHaveCSS('position', 'sticky');
});

test('what goes into a node stands beside what comes out, and columns that came or went are marked', async ({ page }) => {
  await openTemplate(page);
  await allDone(page);
  await card(page, /^k-Means/).click();
  await page.keyboard.press('Shift+Alt+I');
  const [input, output] = [grid(page, 'Rows of In: table'), grid(page, 'Rows of Out: table')];
  await expect(input).toHaveAttribute('aria-rowcount', '901', { timeout: 30_000 });
  await expect(output.getByRole('columnheader').filter({ hasText: 'new' })).not.toHaveCount(0);
  await input.focus();
  await page.keyboard.press('Control+End');
  await expect(output.locator('[data-row="899"]')).toBeVisible();

  await card(page, /^RFM/).click();
  await expect(page.getByRole('region', { name: 'In: orders' })).toContainText('dropped');
  await page.keyboard.press('Shift+Alt+I');
  await expect(grid(page)).toHaveCount(1);
  await card(page, /^k-Means/).click();
  await page.keyboard.press('Shift+Alt+2');
  await expect(page.getByRole('tab', { name: 'Out: model' })).toHaveAttribute('aria-selected', 'true');
});

test('a chart shows exact figures by keyboard, follows the filter, and can be saved', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openOrders(page);
  await page.getByRole('tab', { name: 'Chart' }).click();
  await choose(page, 'Chart', /^Bars/);
  await choose(page, 'A bar for each', /^city/);
  await choose(page, 'Measure', /^Sum/);
  await choose(page, 'Of', /^amount/);
  const plot = page.getByRole('group', { name: /^Sum of amount by city/ });
  await expect(plot.getByRole('img', { name: 'missing, 550' })).toBeVisible();
  await plot.getByRole('img', { name: 'missing, 550' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(plot.getByRole('img', { name: 'Ulm, 525' })).toBeFocused();
  await expect(page.locator('.plot-words')).toContainText('525');

  await page.getByRole('button', { name: 'Copy as text' }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe('city\tSum of amount\n\t550\nBonn\t475\nKöln\t500\nUlm\t525');
  await page.getByRole('button', { name: 'Save picture' }).click();
  const [svg] = await Promise.all([page.waitForEvent('download'), menuItem(page, 'Save picture as SVG').click()]);
  expect(svg.suggestedFilename()).toBe('sum-of-amount-by-city.svg');
  const text = await readFile(await svg.path(), 'utf8');
  expect(text).toContain('Köln');
  expect(text).not.toMatch(/var\(|class=/);
  await page.getByRole('button', { name: 'Save picture' }).click();
  const [png] = await Promise.all([page.waitForEvent('download'), menuItem(page, 'Save picture as PNG').click()]);
  expect((await readFile(await png.path())).subarray(1, 4).toString()).toBe('PNG');

  await page.getByRole('tab', { name: 'Out: table' }).click();
  await cell(page, 3, 1).click({ button: 'right' });
  await menuItem(page, /^Exclude this value/).click();
  await page.getByRole('tab', { name: 'Chart' }).click();
  await expect(plot.getByRole('img', { name: /^Ulm/ })).toHaveCount(0);
  await expect(plot.getByRole('img', { name: 'Bonn, 475' })).toBeVisible();
});
