import { readFileSync } from 'node:fs';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { nodeTypes } from '../../nodes/index.ts';
import { saveWorkflow } from '../../src/core/workflow-file.ts';
import { EMPTY } from '../../src/core/workflow.ts';
import { barriers } from './barriers.ts';
import { allDone, card, command, drop, openTemplate } from './window.ts';

/** Sample data that is sorted and written: two nodes that Spark can run, and one that it cannot. */
const shop = saveWorkflow(
  {
    ...EMPTY,
    title: 'Sample shop',
    nodes: [
      { id: 'people', type: 'sample-data', version: 1, label: 'Made-up people', params: [], at: [0, 0] },
      { id: 'row-filter', type: 'row-filter', version: 1, params: [['condition', 'customer_id is not null']], at: [224, 0] },
      { id: 'table-writer', type: 'table-writer', version: 1, params: [['file', 'people']], at: [448, 0] },
    ],
    edges: [
      { from: ['people', 'customers'], to: ['row-filter', 'table'] },
      { from: ['row-filter', 'pass'], to: ['table-writer', 'table'] },
    ],
  },
  nodeTypes,
);

const dialogOf = (page: Page): Locator => page.getByRole('dialog', { name: 'Export the workflow as a script' });

/** The RFM template with its data, in a window in which nothing has run. */
async function openRead(page: Page): Promise<void> {
  await openTemplate(page);
  await allDone(page);
  await page.reload();
  await expect(card(page, /^Name Segments, Ready/)).toBeVisible();
}

async function openShop(page: Page): Promise<void> {
  await page.goto('/');
  await drop(page, 'shop.clade.json', shop);
  await expect(card(page, /^Sample Data, Made-up people/)).toBeVisible();
}

async function downloaded(page: Page): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), dialogOf(page).getByRole('button', { name: 'Download' }).click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

test.describe('the export of a script', () => {
  test('asks for a run, runs, and shows a script to copy and to download, in either language', async ({ page, context, baseURL }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(baseURL!).origin });
    await openRead(page);
    await page.getByRole('button', { name: 'Menu', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Export as PySpark script' }).click();
    const dialog = dialogOf(page);
    await expect(dialog.getByText('The script applies what k-Means has learned, so the workflow has to run first.')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Download' })).toHaveAttribute('aria-disabled', 'true');
    expect(await barriers(page, '[role="dialog"]')).toEqual([]);

    await dialog.getByRole('button', { name: 'Run' }).click();
    const script = dialog.getByRole('region', { name: 'PySpark script' });
    await expect(script).toContainText('def build(', { timeout: 60_000 });
    await expect(script).toContainText('as_of: date');
    await expect(script).toBeFocused();
    await expect(dialog.getByText('spark-submit rfm_segmentation.py --out results')).toBeVisible();
    expect(await page.evaluate(() => [...CSS.highlights.keys()])).toContain('code-keyword');

    const { name, text } = await downloaded(page);
    expect(name).toBe('rfm_segmentation.py');
    expect(text).toMatch(/^"""RFM segmentation\n/);
    await dialog.getByRole('button', { name: 'Copy' }).click();
    await expect(page.getByText('Copied the script')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);

    await dialog.getByRole('radio', { name: 'SQL' }).click();
    await expect(dialog.getByRole('region', { name: 'SQL script' })).toContainText('-- RFM segmentation');
    await expect(dialog.getByText('duckdb < rfm-segmentation.sql', { exact: true })).toBeVisible();
    expect((await downloaded(page)).name).toBe('rfm-segmentation.sql');
  });

  test('can be opened, read, copied and closed by the keyboard alone', async ({ page, context, baseURL }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(baseURL!).origin });
    await openRead(page);
    await card(page, /^RFM, /).click();
    await page.keyboard.press('ArrowRight');
    await command(page, 'Export as PySpark script');
    await expect(dialogOf(page).getByRole('button', { name: 'Run' })).toBeFocused();
    await page.keyboard.press('Enter');
    const script = dialogOf(page).getByRole('region', { name: 'PySpark script' });
    await expect(script).toBeFocused({ timeout: 60_000 });

    await page.keyboard.press('End');
    await expect.poll(() => script.evaluate((e) => e.scrollHeight - e.clientHeight - e.scrollTop)).toBeLessThan(2);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    const selected = await page.evaluate(() => navigator.clipboard.readText());
    await page.keyboard.press('Tab');
    await expect(dialogOf(page).getByRole('button', { name: 'Copy' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByText('Copied the script')).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied.length).toBeGreaterThan(10_000);
    expect(selected.trimEnd()).toBe(copied.trimEnd());

    await page.keyboard.press('Escape');
    await expect(dialogOf(page)).toHaveCount(0);
    await expect(page.locator('.card:focus')).toHaveCount(1);
  });

  test('names what Spark cannot run, leads to its card, and marks it in both themes', async ({ page }) => {
    await openShop(page);
    const gap = 'Spark cannot make up sample data. Write it to a file with a Table Writer, and read that file.';
    await command(page, 'Export as PySpark script');
    const dialog = dialogOf(page);
    await expect(dialog.getByRole('heading', { name: 'One thing stands in the way of the script' })).toBeVisible();
    await expect(dialog.getByRole('listitem')).toContainText(['Made-up people']);
    await expect(dialog.getByText('Spark cannot make up sample data.')).toBeVisible();
    expect(await barriers(page, '[role="dialog"]')).toEqual([]);

    await expect(dialog.getByRole('button', { name: 'Show the node' })).toHaveAccessibleDescription('Made-up people');
    await dialog.getByRole('button', { name: 'Show the node' }).click();
    await expect(dialog).toHaveCount(0);
    const people = card(page, /^Sample Data, Made-up people/);
    await expect(people).toBeFocused();
    await expect(people.getByText('Not on Spark')).toBeVisible();
    await expect(people.getByTitle(gap)).toBeVisible();
    expect(await barriers(page, '.card-gap')).toEqual([]);
    await expect(people).toHaveAccessibleName(new RegExp(`Not on Spark: ${gap}`));
    await expect(page.getByText('Not on Spark')).toHaveCount(1);
    await page.getByRole('tab', { name: /^Notes/ }).click();
    await expect(page.getByRole('tabpanel').getByText(gap)).toBeVisible();

    await command(page, 'Check for Spark');
    await expect(page.getByText('Not on Spark')).toHaveCount(0);
    await command(page, 'Check for Spark');
    await expect(page.getByText('1 node cannot run on Spark')).toBeVisible();
    await expect(people.getByText('Not on Spark')).toBeVisible();
    await people.click();
    await page.keyboard.press('Delete');
    await expect(page.getByText('Not on Spark')).toHaveCount(0);
  });
});
