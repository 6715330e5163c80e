import { readFileSync } from 'node:fs';
import { expect, test as base, type Page } from '@playwright/test';
import { exampleFiles } from '../examples/data.ts';
import { barriers } from './barriers.ts';
import { parcels } from './parcels.ts';
import {
  allDone,
  canvasOf,
  card,
  command,
  dialog,
  drag,
  drop,
  inspector,
  menuItem,
  middle,
  openBlank,
  openTemplate,
  wires,
} from './window.ts';

const font = (name: string): string =>
  readFileSync(new URL(`../../node_modules/@fontsource-variable/${name}/files/${name}-latin-wght-normal.woff2`, import.meta.url), 'base64');
const FONTS = [
  ['Inter', font('inter')],
  ['JetBrains Mono', font('jetbrains-mono')],
] as const;

/** A window that looks the same on every machine and on every day, of somebody who knows the editor. */
const test = base.extend({
  page: async ({ page }, provide) => {
    await page.clock.setFixedTime('2026-11-27T10:30:00Z');
    await page.addInitScript((fonts) => {
      localStorage.setItem('clade.preferences', JSON.stringify({ toured: true }));
      for (const [family, text] of fonts) {
        const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
        document.fonts.add(new FontFace(family, bytes, { weight: '100 900' }));
      }
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(':root { --font: Inter; --mono: "JetBrains Mono" }');
      document.adoptedStyleSheets = [sheet];
    }, FONTS);
    await provide(page);
  },
});
test.describe.configure({ timeout: 240_000 });
test.use({
  viewport: { width: 1280, height: 800 },
  timezoneId: 'UTC',
  locale: 'en-GB',
  contextOptions: { reducedMotion: 'reduce' },
  permissions: ['clipboard-read', 'clipboard-write'],
});

/**
 * Looks for barriers in the whole window in both themes, and compares a part of it with the pictures of before; a dark
 * one is kept where it adds something.
 */
async function seen(page: Page, name: string, themes: 'both' | 'light' = 'light', part?: string): Promise<void> {
  await test.step(name, async () => {
    const picture = async (file: string): Promise<void> =>
      part ? expect.soft(page.locator(part)).toHaveScreenshot(file) : expect.soft(page).toHaveScreenshot(file);
    expect.soft(await barriers(page), name).toEqual([]);
    await picture(`${name}.png`);
    if (themes === 'light') return;
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture(`${name}-dark.png`);
    await page.emulateMedia({ colorScheme: 'light' });
  });
}

const DOCK = '[data-region="Dock"]';
const SHEET = '.ui-dialog';
const INSPECTOR = '[data-region="Inspector"]';
const CANVAS = '[data-region="Canvas"]';

/** Moves the pointer to where it marks nothing. */
const aside = (page: Page): Promise<void> => page.mouse.move(640, 2);

async function closed(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(dialog(page, /./)).toHaveCount(0);
}

test('the start screen, empty and with recent workflows', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByText('900 customers')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Drop your orders file' })).toBeVisible();
  await expect(page.getByText('What you work on is kept here, in this browser.')).toBeVisible();
  await seen(page, 'start', 'both');

  await openTemplate(page);
  await allDone(page);
  await expect(page.getByText(/^Saved \d/)).toBeVisible();
  await page.getByRole('button', { name: 'Workflows' }).click();
  await expect(page.getByRole('complementary', { name: 'Recent workflows' }).getByText('RFM segmentation')).toBeVisible();
  await aside(page);
  await seen(page, 'start-recent');
});

test('the editor with a workflow that has run, and what its dock can show', async ({ page }) => {
  await openTemplate(page);
  await allDone(page);
  await expect(page.getByRole('grid')).toContainText('feature');
  await expect(page.getByText(/^Saved \d/)).toBeVisible();
  await aside(page);
  await seen(page, 'editor', 'both');

  const tab = (name: string) => page.getByRole('tab', { name });
  await card(page, /^RFM/).click();
  await tab('Profile').click();
  await expect(page.getByRole('tabpanel').getByText('distinct').first()).toBeVisible();
  await aside(page);
  await seen(page, 'dock-profile', 'both', DOCK);

  await tab('Chart').click();
  await expect(page.locator('.plot-mark').first()).toBeVisible();
  await seen(page, 'dock-chart', 'both', DOCK);

  await card(page, /^k-Means/).click();
  await tab('Out: table').click();
  await page.keyboard.press('Shift+Alt+I');
  await expect(page.getByRole('grid')).toHaveCount(2);
  await expect(page.getByRole('columnheader').filter({ hasText: 'new' }).first()).toBeVisible();
  await aside(page);
  await seen(page, 'dock-beside', 'light', DOCK);
  await page.keyboard.press('Shift+Alt+I');

  await card(page, /^CSV Reader/).click();
  await page.locator('[data-row="0"] [data-column="7"]').click({ button: 'right' });
  await menuItem(page, /^Filter to this value/).click();
  const amount = page.getByRole('columnheader').filter({ hasText: 'amount' });
  await amount.hover();
  await page.getByRole('button', { name: 'Menu of amount' }).click();
  await menuItem(page, 'Sort descending').click();
  await expect(page.getByRole('group', { name: 'Filters and sorting of this look' })).toContainText('of 3,623 rows');
  await aside(page);
  await seen(page, 'dock-peek', 'both', DOCK);

  await tab('Log').click();
  await expect(
    page
      .getByRole('list', { name: 'Run log' })
      .getByText(/rows dropped/)
      .first(),
  ).toBeVisible();
  await seen(page, 'log', 'light', DOCK);

  await page.setViewportSize({ width: 1024, height: 768 });
  await tab('Out: table').click();
  await aside(page);
  await expect(page.locator('.workspace-over')).toBeVisible();
  await seen(page, 'editor-1024');
});

test('the lists and sheets over the editor', async ({ page }) => {
  await openTemplate(page);
  await allDone(page);
  await expect(page.getByText(/^Saved \d/)).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('option').first()).toBeVisible();
  await aside(page);
  await seen(page, 'commands', 'both', '.ui-commands');
  await page.keyboard.press('Escape');

  await page.keyboard.press('?');
  await expect(dialog(page, 'Keyboard shortcuts')).toContainText('Run to here');
  await seen(page, 'shortcuts', 'both', SHEET);
  await closed(page);

  await command(page, 'Share');
  await expect(dialog(page, 'Share this workflow').getByRole('textbox', { name: 'Link' })).toHaveValue(/#\/s\//);
  await seen(page, 'share', 'light', SHEET);
  await closed(page);

  await card(page, /^k-Means/).click();
  await page.getByRole('spinbutton', { name: 'Number of segments, k' }).fill('4');
  await page.keyboard.press('Enter');
  await allDone(page);
  await command(page, 'History');
  await dialog(page, 'History')
    .getByRole('button', { name: /Opened/ })
    .click();
  await expect(dialog(page, 'History').getByText(/Changed k-Means/)).toBeVisible();
  await aside(page);
  await seen(page, 'history', 'both', SHEET);
  await closed(page);

  await command(page, 'Export as PySpark script');
  await expect(page.getByRole('region', { name: 'PySpark script' })).toContainText('def build(');
  await seen(page, 'spark-export', 'both', SHEET);
  await closed(page);

  const from = await middle(
    card(page, /^Segment Profile/)
      .locator('.port')
      .last(),
  );
  await drag(page, from, { x: from.x + 40, y: from.y + 60 });
  await expect(page.getByRole('combobox', { name: 'Add a node after Segment Profile' })).toBeFocused();
  await expect(page.getByRole('option').first()).toBeVisible();
  await aside(page);
  await seen(page, 'add-node', 'both', CANVAS);
});

test('the views of the segments and of RFM', async ({ page }) => {
  await openTemplate(page);
  await allDone(page);
  await card(page, /^Segment Profile/).click();
  await inspector(page).getByRole('button', { name: 'Open view' }).click();
  await expect(page.getByText('What is typical for whom')).toBeVisible();
  await aside(page);
  await seen(page, 'segments', 'both', '.node-view');
  await page.keyboard.press('Escape');
  await expect(card(page, /^Segment Profile/)).toBeFocused();

  await card(page, /^RFM/).click();
  await inspector(page).getByRole('button', { name: 'Open view' }).click();
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Champions');
  await aside(page);
  await seen(page, 'rfm', 'both', '.node-view');
});

test('the view of the scores of a prediction', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: /^Segment prediction/ }).click();
  await card(page, /^Scorer, .*Done/).click({ timeout: 60_000 });
  await inspector(page).getByRole('button', { name: 'Open view' }).click();
  await expect(page.locator('.node-view')).toContainText('Accuracy');
  await aside(page);
  await seen(page, 'scores', 'both', '.node-view');
});

test('frames, one of them folded, a note, the outline, and the canvas alone', async ({ page }) => {
  await openTemplate(page);
  await allDone(page);
  await expect(page.getByText(/^Saved \d/)).toBeVisible();
  await page.keyboard.press('Shift+O');
  await expect(page.getByRole('treeitem', { name: /^k-Means/ })).toBeVisible();
  await aside(page);
  await seen(page, 'outline', 'both', '[data-region="Palette"]');
  await command(page, 'Outline');
  await expect(page.getByRole('treeitem')).toHaveCount(0);

  await card(page, /^Frame 1, Prepare/).click({ position: { x: 40, y: 14 } });
  await page.keyboard.press('Alt+c');
  await expect(card(page, /^Folded frame 1, Prepare, 4 nodes/)).toBeVisible();
  const canvas = (await canvasOf(page).boundingBox())!;
  await page.mouse.move(canvas.x + canvas.width * 0.6, canvas.y + 60);
  await page.keyboard.press('Shift+S');
  await page.keyboard.type('Ask Ann about returns before this goes out');
  await page.keyboard.press('Escape');
  await expect(canvasOf(page).getByRole('note', { name: /^Note, Ask Ann/ })).toBeVisible();
  await aside(page);
  await seen(page, 'frames', 'both', CANVAS);

  await page.keyboard.press('Alt+r');
  await card(page, /^k-Means/).click();
  await expect(page.getByRole('button', { name: 'View only' })).toBeVisible();
  await aside(page);
  await seen(page, 'view-only');
  await page.keyboard.press('Alt+r');
  await page.keyboard.press('Alt+z');
  await expect(page.getByRole('banner')).toBeHidden();
  await seen(page, 'zen');
});

test('a presentation, a stop of the tour, and k-Means at work', async ({ page }) => {
  await openTemplate(page);
  await allDone(page);
  await canvasOf(page).focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+P');
  const panel = page.getByRole('complementary', { name: 'Presentation' });
  await expect(panel.getByRole('heading', { name: 'Prepare' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(panel.getByRole('heading', { name: 'Segment', exact: true })).toBeVisible();
  await aside(page);
  await seen(page, 'presentation', 'both');
  await page.keyboard.press('Escape');

  await command(page, 'Take the tour');
  await expect(page.getByRole('complementary', { name: 'Tour, 1 of 8' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Run computes it' })).toBeVisible();
  await aside(page);
  await seen(page, 'tour');
  await page.keyboard.press('Escape');

  await card(page, /^k-Means/).click();
  await command(page, 'Watch k-Means work');
  const view = page.getByRole('region', { name: 'k-Means at work' });
  await expect(view.getByRole('heading', { name: 'Start' })).toBeVisible();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await expect(view.getByRole('heading', { name: /^Round 2/ })).toBeVisible();
  await aside(page);
  await seen(page, 'k-means', 'both', '.node-view');
});

const broken = JSON.stringify({
  clade: 1,
  title: 'Large orders',
  nodes: [
    { id: 'data', type: 'sample-data@1', label: 'Shop', params: { customers: 500 } },
    { id: 'group', type: 'group-by@1', label: 'Customers', params: { keys: ['shop_id'], measures: [{ fn: 'sum', column: 'amount' }] } },
    { id: 'big', type: 'row-filter@1', label: 'Big ones', params: { condition: 'sum_ammount > 100' } },
    { id: 'k-means', type: 'k-means@1' },
  ],
  edges: ['data.orders -> group.table', 'group.table -> big.table', 'big.pass -> k-means.table'],
});

test('a node that is wrong, with what would put it right, and an expression with its rows', async ({ page }) => {
  await page.goto('/');
  await drop(page, 'large.clade.json', broken);
  await card(page, /^Row Filter, Big ones, Error/).click();
  await expect(page.getByRole('region', { name: 'Dock' }).getByRole('button', { name: 'Use sum_amount' })).toBeVisible();
  await expect(page.getByText(/^Saved \d/)).toBeVisible();
  await aside(page);
  await seen(page, 'error', 'both');

  await page.keyboard.press('Alt+f');
  await page.keyboard.press('Control+Enter');
  await expect(card(page, /Big ones, Done/)).toBeVisible();
  const way = page.getByRole('radiogroup', { name: 'Condition, written as' });
  await way.getByRole('radio', { name: 'Expression' }).click();
  await expect(page.getByRole('region', { name: 'Preview of Condition' }).getByRole('status')).toContainText('rows pass');
  await aside(page);
  await seen(page, 'expression', 'both', INSPECTOR);
  await way.getByRole('radio', { name: 'Rules' }).click();
  await expect(page.getByRole('group', { name: 'Rule 1' })).toBeVisible();
  await aside(page);
  await seen(page, 'rules', 'light', INSPECTOR);
});

test('a file that is not there and its place, and a workflow that opens with remarks', async ({ page }) => {
  await page.goto('/');
  await drop(page, 'parcels.clade.json', parcels);
  await expect(card(page, /Needs parcels\.csv/)).toBeVisible();
  await expect(page.getByText(/^Saved \d/)).toBeVisible();
  await seen(page, 'missing-file');
  await page.getByRole('button', { name: 'Choose files' }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    dialog(page, /./).getByRole('button', { name: 'Choose a file', exact: true }).last().click(),
  ]);
  await chooser.setFiles({ name: 'parcels.csv', mimeType: 'text/csv', buffer: Buffer.from('code,kilos,shop\na,1,2\n') });
  await expect(page.getByText('No column weight, which Row Filter needs')).toBeVisible();
  await aside(page);
  await seen(page, 'relink', 'both', SHEET);

  await page.goto('/');
  const remarks = readFileSync(new URL('../../examples/rfm.clade.json', import.meta.url), 'utf8').replace('k-means@1', 'magic@7');
  await drop(page, 'broken.clade.json', remarks);
  await expect(dialog(page, /was opened with remarks/)).toContainText('magic');
  await seen(page, 'load-report', 'both', SHEET);
});

test('what is proposed for a file of orders', async ({ page }) => {
  await page.goto('/');
  await drop(page, 'orders.csv', exampleFiles().get('rfm-orders.csv')!);
  const proposal = page.getByRole('dialog', { name: /^Find the segments in/ });
  await expect(proposal.getByRole('combobox', { name: 'Customer', exact: true })).toHaveText(/^shop_id/);
  await expect(proposal.getByRole('button', { name: /^Find the segments/ })).not.toHaveAttribute('aria-disabled', 'true');
  await aside(page);
  await seen(page, 'proposal', 'both', SHEET);
});

test('an empty canvas', async ({ page }) => {
  await openBlank(page);
  await expect(page.getByText('Drop a file here').first()).toBeVisible();
  await expect(wires(page)).toHaveCount(0);
  await aside(page);
  await seen(page, 'blank');
});
