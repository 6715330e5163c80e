import { expect, test, type Locator, type Page } from '@playwright/test';
import { barriers } from './barriers.ts';
import { card, drop } from './window.ts';

const COUNTRIES = ['UK', 'France', 'Spain', ''];
const orders = [
  'order_id,order date,country,amount,returned',
  ...Array.from(
    { length: 40 },
    (_, i) => `${1000 + i},2024-01-${String(1 + (i % 28)).padStart(2, '0')},${COUNTRIES[i % 4]},${i}.5,${i % 5 === 0}`,
  ),
].join('\n');

const field = (page: Page): Locator => page.getByRole('textbox', { name: 'Condition', exact: true });
const preview = (page: Page): Locator => page.getByRole('region', { name: 'Preview of Condition' });
const way = (page: Page, name: 'Rules' | 'Expression'): Locator =>
  page.getByRole('radiogroup', { name: 'Condition, written as' }).getByRole('radio', { name });

/** A table of 40 orders with a Row Filter behind it. */
async function filterOrders(page: Page): Promise<void> {
  await page.goto('/');
  await drop(page, 'orders.csv', orders);
  await expect(card(page, /^CSV Reader, Orders, Done, 40 × 5/)).toBeVisible({ timeout: 60_000 });
  await page.getByPlaceholder('Find a node').fill('Row Filter');
  await page.getByPlaceholder('Find a node').press('Enter');
  await expect(page.getByRole('heading', { name: 'Row Filter', exact: true })).toBeVisible();
}

async function choose(page: Page, box: Locator, option: RegExp): Promise<void> {
  await box.click();
  await page.getByRole('option', { name: option }).first().click();
}

/** Presses Down until an offer is chosen: for a moment after it opens, the list leaves keys to the text. */
const walkTo = (page: Page, option: Locator): Promise<void> =>
  expect(async () => {
    await page.keyboard.press('ArrowDown');
    await expect(option).toHaveAttribute('aria-selected', 'true', { timeout: 100 });
  }).toPass();

test('a condition is written by keyboard with completion, marked where it is wrong, put right, and previewed', async ({ page }) => {
  await filterOrders(page);
  await way(page, 'Expression').click();
  await field(page).click();
  const options = page.getByRole('listbox').getByRole('option');

  await page.keyboard.type('ord');
  await expect(options.first()).toContainText('order_id');
  await walkTo(page, options.nth(1));
  await page.keyboard.press('Enter');
  await expect(field(page)).toHaveText('"order date"');
  await page.keyboard.type(" >= date '2024-01-05' and rou");
  await expect(options.first()).toContainText('round');
  await expect(page.getByText('Rounded to a number of decimals')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.locator('.expression-hint b')).toHaveText('x');
  await page.keyboard.type('amout, ');
  await expect(page.locator('.expression-hint b')).toHaveText('digits');
  await page.keyboard.type('0) > 10');
  await expect(field(page)).toHaveText(`"order date" >= date '2024-01-05' and round(amout, 0) > 10`);

  await expect(page.locator('.expression-mistake')).toHaveText('amout');
  await expect(field(page)).toHaveAttribute('aria-invalid', 'true');
  expect(await barriers(page, '[data-region="Inspector"]')).toEqual([]);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(field(page)).toHaveText(`"order date" >= date '2024-01-05' and round(amount, 0) > 10`);
  await expect(field(page)).toBeFocused();
  await expect(page.locator('.expression-mistake')).toHaveCount(0);

  await expect(preview(page).getByRole('columnheader')).toHaveText(['order date', 'amount', 'passes']);
  await expect(preview(page).getByRole('row').nth(1)).toContainText('2024-01-01');
  await expect(preview(page).getByRole('status')).toHaveText('26 of 40 rows pass');
  await page.keyboard.press('Control+z');
  await expect(field(page)).toContainText('amout');
  await page.keyboard.press('Control+Shift+Z');
  await page.keyboard.press('Control+Enter');
  await expect(card(page, /^Row Filter, Done, 26 × 5/)).toBeVisible();
});

test('a preview leaves the workflow alone, keeps the last rows while a text is wrong, and asks for a run where there are no rows', async ({
  page,
}) => {
  await filterOrders(page);
  await way(page, 'Expression').click();
  await field(page).fill("country = 'UK'");
  await expect(preview(page).getByRole('status')).toHaveText('10 of 40 rows pass');
  await field(page).fill("country = 'UK");
  await expect(page.getByText('This text has no closing quote.').first()).toBeVisible();
  await expect(preview(page).getByRole('row')).toHaveCount(6);
  await expect(preview(page).getByRole('status')).toHaveText('Previous result');
  await field(page).fill('amount < 3');
  await expect(preview(page).getByRole('status')).toHaveText('3 of 40 rows pass');
  await expect(card(page, /^CSV Reader, Orders, Done, 40 × 5/)).toBeVisible();

  await page.getByRole('button', { name: /^Undo/ }).first().click();
  await expect(field(page)).toHaveText('');
  await page.getByRole('button', { name: /^Redo/ }).first().click();
  await expect(field(page)).toHaveText('amount < 3');

  await page.reload();
  await card(page, /^Row Filter/).click();
  await expect(preview(page).getByRole('button', { name: 'Run to here' })).toBeVisible();
  await preview(page).getByRole('button', { name: 'Run to here' }).click();
  await expect(preview(page).getByRole('status')).toHaveText('3 of 40 rows pass');
});

test('a condition can be put together from rules, read as a text, and read back', async ({ page }) => {
  await filterOrders(page);
  await page.getByRole('button', { name: 'Add rule', exact: true }).click();
  const first = page.getByRole('group', { name: 'Rule 1' });
  await choose(page, first.getByRole('combobox', { name: 'Column' }), /^country/);
  await choose(page, first.getByRole('combobox', { name: 'Test' }), /^is one of/);
  await choose(page, first.getByRole('combobox', { name: 'Add a value' }), /^UK/);
  await first.getByRole('combobox', { name: 'Add a value' }).fill("it's");
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add rule', exact: true }).click();
  const second = page.getByRole('group', { name: 'Rule 2' });
  await choose(page, second.getByRole('combobox', { name: 'Column' }), /^amount/);
  await expect(second).toContainText('Left out until it has a value');
  await expect(preview(page).getByRole('status')).toHaveText('10 of 40 rows pass');
  await choose(page, second.getByRole('combobox', { name: 'Test' }), /^between/);
  await second.getByRole('spinbutton', { name: 'Smallest value' }).fill('0');
  await second.getByRole('spinbutton', { name: 'Largest value' }).fill('10.5');
  await page.keyboard.press('Enter');
  await expect(preview(page).getByRole('status')).toHaveText('3 of 40 rows pass');
  await page.getByRole('radio', { name: 'Any of these' }).click();
  await expect(preview(page).getByRole('status')).toHaveText('18 of 40 rows pass');

  await way(page, 'Expression').click();
  await expect(field(page)).toHaveText(`country in ('UK', 'it''s') or amount between 0 and 10.5`);
  await field(page).fill(`country is null or lower(country) = 'uk'`);
  await way(page, 'Rules').click();
  await expect(page.getByText(`It stays an expression: “lower(country) = 'uk'” is more than a rule can say.`)).toBeVisible();
  await expect(field(page)).toHaveText(`country is null or lower(country) = 'uk'`);
  await field(page).fill(`returned and "order date" < date '2024-01-10'`);
  await way(page, 'Rules').click();
  await expect(page.getByRole('group', { name: 'Rule 1' }).getByRole('combobox', { name: 'Test' })).toHaveText('is yes');
  await expect(page.getByRole('group', { name: 'Rule 2' }).getByLabel('Value')).toHaveValue('2024-01-10');
  await page.getByRole('button', { name: 'Remove rule 1' }).click();
  await way(page, 'Expression').click();
  await expect(field(page)).toHaveText(`"order date" < date '2024-01-10'`);
});
