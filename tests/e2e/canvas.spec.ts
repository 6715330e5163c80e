import { readFileSync } from 'node:fs';
import { expect, test as base, type Locator, type Page } from '@playwright/test';
import { nodeTypes } from '../../nodes/index.ts';
import { loadWorkflow, saveWorkflow } from '../../src/core/workflow-file.ts';
import { exampleFiles } from '../examples/data.ts';
import {
  allDone,
  canvasOf,
  card,
  drag,
  drop,
  middle,
  openBlank,
  openTemplate,
  pressUntil,
  pull,
  wires,
  withoutAutoRun,
  type Point,
} from './window.ts';

const example = readFileSync(new URL('../../examples/rfm.clade.json', import.meta.url), 'utf8');
const exampleText = saveWorkflow(loadWorkflow(example, nodeTypes).workflow, nodeTypes);

/** Every test here is a whole session, and none of them may ask anybody but its own server for anything. */
const test = base.extend<{ home: void }>({
  home: [
    async ({ context, baseURL }, use) => {
      const home = new URL(baseURL!).origin;
      const asked = new Set<string>();
      context.on('request', (request) => asked.add(request.url()));
      context.on('page', (page) => page.on('websocket', (socket) => asked.add(socket.url())));
      await use();
      const elsewhere = [...asked].filter((url) => !/^(data|blob):/.test(url) && new URL(url).origin !== home);
      expect(asked.size).toBeGreaterThan(0);
      expect(elsewhere).toEqual([]);
    },
    { auto: true },
  ],
});

const port = (page: Page, node: RegExp, words: string): Locator =>
  card(page, node)
    .locator('.port')
    .filter({ has: page.getByText(words, { exact: true }) });

async function fromPalette(page: Page, title: string, to: Point): Promise<void> {
  const item = page.getByRole('complementary', { name: 'Nodes' }).getByRole('button', { name: title, exact: true }).last();
  await item.scrollIntoViewIfNeeded();
  await drag(page, await middle(item), to);
  await expect(card(page, new RegExp(`^${title}`))).toBeVisible();
}

test('nodes come from the palette by pointer, and wires go from port to port', async ({ page }) => {
  await openBlank(page);
  const canvas = await middle(canvasOf(page));
  await fromPalette(page, 'Sample Data', { x: canvas.x - 220, y: canvas.y - 80 });
  await fromPalette(page, 'k-Means', { x: canvas.x, y: canvas.y - 80 });
  await fromPalette(page, 'Sort', { x: canvas.x + 220, y: canvas.y - 80 });

  await drag(
    page,
    await middle(port(page, /^Sample Data/, 'Output, table: customers')),
    await middle(port(page, /^k-Means/, 'Input, table: table')),
  );
  await expect(page.getByLabel('Wire from Sample Data, customers, to k-Means, table')).toBeAttached();

  const reason = '"table" takes a table, and this is a model.';
  await pull(page, await middle(port(page, /^k-Means/, 'Output, model: model')), await middle(port(page, /^Sort/, 'Input, table: table')));
  await expect(page.getByText(reason)).toBeVisible();
  await page.mouse.up();
  await expect(page.getByLabel('Notices').getByText(reason)).toBeVisible();
  await expect(wires(page)).toHaveCount(1);

  await drag(page, await middle(port(page, /^k-Means/, 'Output, table: table')), { x: canvas.x + 100, y: canvas.y + 60 });
  await page.getByRole('combobox', { name: 'Add a node after k-Means' }).fill('Profile');
  await page.getByRole('option', { name: /^Segment Profile/ }).click();
  await expect(card(page, /^Segment Profile/)).toBeFocused();
  await expect(page.getByLabel('Wire from k-Means, table, to Segment Profile, table')).toBeAttached();
});

test('a node goes in on a wire, and one that is deleted comes back with its wires', async ({ page }) => {
  await openTemplate(page);
  const [from, to] = [await middle(card(page, /^CSV Reader/)), await middle(card(page, /Repeated lines/))];
  const { y } = await middle(port(page, /^CSV Reader/, 'Output, table, connected: table'));
  await page.mouse.move((from.x + to.x) / 2, y, { steps: 2 });
  await page.getByRole('button', { name: 'Insert a node after Orders' }).click();
  await page.getByRole('combobox', { name: 'Add a node between Orders and Repeated lines' }).fill('Sort');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Wire from Orders, table, to Sort, table')).toBeAttached();
  await expect(page.getByLabel('Wire from Sort, table, to Repeated lines, table')).toBeAttached();
  await expect(wires(page)).toHaveCount(9);
  await page.keyboard.press('Control+z');
  await expect(card(page, /^Sort/)).toHaveCount(0);
  await expect(wires(page)).toHaveCount(8);

  await card(page, /^k-Means/).click();
  await page.keyboard.press('Delete');
  await expect(card(page, /^k-Means/)).toHaveCount(0);
  await expect(wires(page)).toHaveCount(5);
  await expect(page.getByLabel('Notices').getByText('k-Means was deleted')).toBeVisible();
  await page.getByLabel('Notices').getByRole('button', { name: 'Undo' }).click();
  await expect(card(page, /^k-Means/)).toBeVisible();
  await expect(wires(page)).toHaveCount(8);
});

test('a card that is dragged is one step to undo, and makes nothing stale', async ({ page }) => {
  await openTemplate(page);
  await allDone(page);
  const kMeans = card(page, /^k-Means/);
  const before = await middle(kMeans);
  await drag(page, before, { x: before.x + 64, y: before.y + 96 });
  await expect(page.getByRole('button', { name: 'Undo: Move node' })).toBeVisible();
  expect((await middle(kMeans)).y).toBeGreaterThan(before.y + 60);
  await allDone(page);
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeVisible();
  await expect.poll(() => middle(kMeans)).toEqual(before);
});

test('all cards and frames move together, and a click on one of them selects it alone', async ({ page }) => {
  await openTemplate(page);
  await card(page, /^k-Means/).click();
  await page.keyboard.press('Control+a');
  await expect(card(page, /selected$/)).toHaveCount(11);
  const before = await middle(card(page, /^RFM/));
  await drag(page, before, { x: before.x - 32, y: before.y + 64 });
  await expect(page.getByRole('button', { name: 'Undo: Move 11 items' })).toBeVisible();
  await expect(card(page, /selected$/)).toHaveCount(11);
  await card(page, /^RFM/).click();
  await expect(card(page, /selected$/)).toHaveCount(1);
  await expect(card(page, /^RFM.*selected$/)).toBeVisible();
});

test('a node is renamed where it stands', async ({ page }) => {
  await openTemplate(page);
  await card(page, /^CSV Reader, Orders/).click();
  await page.keyboard.press('F2');
  await page.keyboard.type('Web shop');
  await page.keyboard.press('Enter');
  await expect(card(page, /^CSV Reader, Web shop/)).toBeFocused();
  await page.keyboard.press('F2');
  await page.keyboard.type('Nothing');
  await page.keyboard.press('Escape');
  await expect(card(page, /^CSV Reader, Web shop/)).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(card(page, /^CSV Reader, Orders/)).toBeVisible();
});

test('the whole job, from the start screen to the exported segments, goes without a pointer', async ({ page }) => {
  await withoutAutoRun(page);
  await page.goto('/');
  await pressUntil(page, 'Tab', page.getByRole('button', { name: /^RFM segmentation/ }));
  await page.keyboard.press('Enter');
  await allDone(page);

  await page.keyboard.press('ArrowLeft');
  await expect(card(page, /^Segment Profile.*selected$/)).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(card(page, /^k-Means.*selected$/)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Inspector' }).locator(':focus')).toBeVisible();
  const k = page.getByRole('spinbutton', { name: 'Number of segments, k' });
  await pressUntil(page, 'Tab', k);
  await page.keyboard.press('ArrowDown');
  await expect(k).toHaveValue('4');
  await expect(card(page, /^k-Means, Stale.*k is 4, was 5/)).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await allDone(page);

  await pressUntil(page, 'F6', canvasOf(page));
  await page.keyboard.press('Control+z');
  await expect(k).toHaveValue('5');
  await allDone(page);

  await page.keyboard.press('n');
  await expect(page.getByRole('combobox', { name: 'Add a node' })).toBeFocused();
  await page.keyboard.type('Sample Data');
  await page.keyboard.press('Enter');
  await expect(card(page, /^Sample Data/)).toBeFocused();
  await page.keyboard.press('Enter');
  await pressUntil(page, 'Tab', page.getByRole('spinbutton', { name: 'Customers' }));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('1000000');
  await page.keyboard.press('Enter');
  await expect(card(page, /^Sample Data, Ready/)).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: /^Stop/ })).toBeVisible();
  await page.keyboard.press('Control+.');
  await expect(page.getByRole('button', { name: /^Run\b/ }).first()).toBeVisible({ timeout: 1000 });
  await expect(card(page, /^Sample Data, Ready/)).toBeVisible();

  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Find a command or a node' })).toBeFocused();
  await page.keyboard.type('Keyboard shortcuts');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.keyboard.press('Control+k');
  await page.keyboard.type('Export the results');
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(download.suggestedFilename()).toBe('segments.csv');
  const lines = readFileSync(await download.path(), 'utf8')
    .trim()
    .split(/\r?\n/);
  expect(lines).toHaveLength(901);
  expect(lines[0]).toContain('segment_name');
});

test('a saved workflow is the canonical text, and opens again without a remark', async ({ page }) => {
  await openTemplate(page);
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+s')]);
  expect(download.suggestedFilename()).toBe('rfm-segmentation.clade.json');
  const text = readFileSync(await download.path(), 'utf8');
  expect(text).toBe(exampleText);
  expect(loadWorkflow(text, nodeTypes).problems).toEqual([]);

  await page.goto('/');
  await drop(page, 'again.clade.json', text);
  await expect(card(page, /^Table Writer, Segments file/)).toBeVisible();
  await expect(wires(page)).toHaveCount(8);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a tab that is closed right after an edit comes back with the edit and its data', async ({ page, context }) => {
  await page.goto('/');
  await drop(page, 'orders.csv', exampleFiles().get('rfm-orders.csv')!);
  await page.getByRole('button', { name: 'Only open the file' }).click();
  await expect(card(page, /^CSV Reader, Orders, Done, 3,623 × 10/)).toBeVisible({ timeout: 30_000 });
  const address = page.url();
  await card(page, /^CSV Reader/).click();
  await page.keyboard.press('F2');
  await page.keyboard.type('Web shop');
  await page.keyboard.press('Enter');
  await page.close();

  const next = await context.newPage();
  await next.goto(address);
  await expect(card(next, /^CSV Reader, Web shop/)).toBeVisible();
  await next.keyboard.press('Control+Enter');
  await expect(card(next, /^CSV Reader, Web shop, Done, 3,623 × 10/)).toBeVisible({ timeout: 30_000 });
});
