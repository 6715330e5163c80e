import { expect, test, type Page } from '@playwright/test';
import { parcels } from './parcels.ts';
import { canvasOf, card, command, dialog, drop, renameNode } from './window.ts';

const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

async function linkOf(page: Page, look?: string): Promise<string> {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const share = dialog(page, 'Share this workflow');
  if (look) await share.getByRole('radio', { name: look }).click();
  await expect(share.getByText('The data is not in the link, and nothing is sent to a server.')).toBeVisible();
  const field = share.getByRole('textbox', { name: 'Link' });
  await expect(field).toHaveValue(look === 'View only' ? /#\/s\/v\/[\w-]{50,}$/ : /#\/s\/[\w-]{50,}$/);
  const link = await field.inputValue();
  await page.keyboard.press('Escape');
  await expect(share).toHaveCount(0);
  return link;
}

/** Chooses files where a button asks for them. */
async function choose(page: Page, button: string, ...files: ReturnType<typeof file>[]): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    dialog(page, /./).getByRole('button', { name: button, exact: true }).last().click(),
  ]);
  await chooser.setFiles(files);
}

test('a link brings the workflow to another browser, where it runs on files that are compared first', async ({ page, browser }) => {
  await page.goto('/');
  await drop(page, 'parcels.clade.json', parcels);
  await expect(card(page, /^Row Filter/)).toBeVisible();
  const link = await linkOf(page);

  const other = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const there = await other.newPage();
  await there.goto(new URL('/', link).href);
  await there.goto(link);
  await expect(card(there, /^CSV Reader, Parcels, .*Needs parcels\.csv/)).toBeVisible();
  await expect(card(there, /^Row Filter, Ready/)).toBeVisible();
  expect(new URL(there.url()).hash).toMatch(/^#\/w\/\w+$/);

  await there.getByRole('button', { name: 'Choose files' }).click();
  await choose(there, 'Choose a file', file('parcels.csv', 'code,kilos,shop\na,1,2\n'));
  await expect(there.getByText('No column weight, which Row Filter needs')).toBeVisible();
  await expect(there.getByText('New column shop, int')).toBeVisible();
  await choose(there, 'Choose another', file('parcels.csv', 'code,weight\na,50\nb,60\nc,1\n'));
  await expect(there.getByText('Other content than before, the same 2 columns')).toBeVisible();
  await expect(there.getByText('parcels.csv, 3 rows × 2')).toBeVisible();
  await dialog(there, '1 file is not here').getByRole('button', { name: 'Use this file' }).click();
  await expect(there.getByRole('button', { name: 'Choose files' })).toHaveCount(0);
  await there.keyboard.press('Control+Enter');
  await expect(card(there, /^Row Filter, Done, 2 × 2/)).toBeVisible();
  await there.goBack();
  await expect(there.getByRole('heading', { name: 'Start from a template' })).toBeVisible();
  await other.close();
});

test('a view-only link opens a workflow that nobody can change, and a damaged one says so', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Use sample data' }).click();
  await expect(card(page, /^Sample Data/)).toBeVisible();
  const link = await linkOf(page, 'View only');
  await page.goto(link);
  await expect(card(page, /^Sample Data/)).toBeVisible();
  await card(page, /^Sample Data/).click();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeVisible();
  await expect(card(page, /^Sample Data/)).toBeVisible();

  await page.goto(link.slice(0, link.length - 60));
  await expect(page.getByLabel('Notices').getByText('The link could not be opened')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Start from a template' })).toBeVisible();
});

test('a link to present opens at the first node where nobody has drawn frames', async ({ page }) => {
  await page.goto('/');
  await drop(page, 'parcels.clade.json', parcels);
  await expect(card(page, /^Row Filter/)).toBeVisible();
  await page.goto((await linkOf(page)).replace('#/s/', '#/s/p/'));
  await expect(page.getByRole('complementary', { name: 'Presentation' }).getByRole('heading', { name: 'Parcels' })).toBeVisible();
});

test('an earlier state is compared with now in words, restored in one step and opened as a copy', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Use sample data' }).click();
  await expect(card(page, /^Sample Data/)).toBeVisible();
  const customers = page.getByRole('spinbutton', { name: 'Customers' });
  await customers.fill('500');
  await customers.press('Enter');
  await renameNode(page, /^Sample Data/, 'Test people');
  await expect(page.getByText(/^Saved \d/)).toBeVisible();

  await command(page, 'History');
  const history = dialog(page, 'History');
  await expect(history.getByRole('listitem').filter({ hasText: 'now' })).toBeVisible();
  await history.getByRole('button', { name: /Opened/ }).click();
  await expect(history.getByText(/Changed Test people, Sample Data/)).toBeVisible();
  await expect(history.getByText(/Customers\s*[\d,]+\s*500/)).toBeVisible();
  await history.getByRole('button', { name: 'Keep this version' }).click();
  await page.keyboard.type('As it came');
  await page.keyboard.press('Enter');
  await expect(history.getByText('Kept as “As it came”')).toBeVisible();
  await history.getByRole('button', { name: 'Restore' }).click();
  await expect(card(page, /^Sample Data, (?!Test)/)).toBeVisible();
  await expect(customers).not.toHaveValue('500');
  await page.keyboard.press('Control+z');
  await expect(card(page, /Test people/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo: Rename' })).toBeVisible();

  await command(page, 'History');
  await history.getByRole('button', { name: /As it came/ }).click();
  await history.getByRole('button', { name: 'Open as a copy' }).click();
  await expect(page.getByRole('textbox', { name: 'Workflow title' })).toHaveValue('Sample data, copy');
  await expect(card(page, /Test people/)).toHaveCount(0);
});

test('open workflows keep their files, results, undo lists and selection while others are on show', async ({ page }) => {
  await page.goto('/');
  await drop(page, 'parcels.csv', 'code,weight\na,5\nb,7\n');
  await expect(card(page, /^CSV Reader, Parcels, Done, 2 × 2/)).toBeVisible();
  await renameNode(page, /^CSV Reader/, 'First shop');
  await command(page, 'New workflow');
  await expect(card(page, /^CSV Reader/)).toHaveCount(0);
  await drop(page, 'parcels.csv', 'code,weight,colour\na,5,red\n');
  await expect(card(page, /^CSV Reader, Parcels, Done, 1 × 3/)).toBeVisible();
  const strip = page.getByRole('navigation', { name: 'Open workflows' });
  await expect(strip.getByRole('listitem')).toHaveCount(2);

  await page.keyboard.press('Alt+PageDown');
  await expect(card(page, /^CSV Reader, First shop, Done, 2 × 2.*selected/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo: Rename' })).toBeVisible();
  await command(page, 'Duplicate');
  await page.keyboard.press('Control+Enter');
  await expect(card(page, /^CSV Reader, First shop, Done, 2 × 2/)).toHaveCount(2);

  await page.keyboard.press('Shift+Alt+PageDown');
  await expect(strip.getByRole('listitem').first()).toContainText('Untitled');
  await page.reload();
  await expect(strip.getByRole('listitem')).toHaveCount(2);
  await expect(card(page, /^CSV Reader, First shop/)).toHaveCount(2);
  await strip.getByRole('listitem').nth(1).click({ button: 'middle' });
  await expect(strip).toHaveCount(0);
  await expect(card(page, /^CSV Reader, Parcels/)).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(card(page, /^CSV Reader, Parcels, Done, 1 × 3/)).toBeVisible();
  await expect(canvasOf(page)).toBeVisible();
});
