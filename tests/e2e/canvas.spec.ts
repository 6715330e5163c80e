import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Locator, type Page } from '@playwright/test';
import { nodeTypes } from '../../nodes/index.ts';
import { loadWorkflow, saveWorkflow } from '../../src/core/workflow-file.ts';
import { exampleFiles } from '../examples/data.ts';
import { withoutAutoRun } from './window.ts';

const example = readFileSync(new URL('../../examples/rfm.clade.json', import.meta.url), 'utf8');
const exampleText = saveWorkflow(loadWorkflow(example, nodeTypes).workflow, nodeTypes);

interface Point {
  readonly x: number;
  readonly y: number;
}

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

const canvasOf = (page: Page): Locator => page.getByRole('application', { name: /^Workflow graph/ });
const card = (page: Page, name: string | RegExp): Locator => canvasOf(page).getByRole('group', { name });
const wires = (page: Page): Locator => canvasOf(page).getByRole('img', { name: /^Wire from/ });
const port = (page: Page, node: RegExp, words: string): Locator =>
  card(page, node)
    .locator('.port')
    .filter({ has: page.getByText(words, { exact: true }) });

async function middle(target: Locator): Promise<Point> {
  const box = await target.boundingBox();
  return { x: box!.x + box!.width / 2, y: box!.y + box!.height / 2 };
}

/** Presses at one point and moves to another, where the button stays down. */
async function pull(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
}

async function drag(page: Page, from: Point, to: Point): Promise<void> {
  await pull(page, from, to);
  await page.mouse.up();
}

async function fromPalette(page: Page, title: string, to: Point): Promise<void> {
  const item = page.getByRole('complementary', { name: 'Nodes' }).getByRole('button', { name: title, exact: true }).last();
  await item.scrollIntoViewIfNeeded();
  await drag(page, await middle(item), to);
  await expect(card(page, new RegExp(`^${title}`))).toBeVisible();
}

async function openTemplate(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByText('RFM segmentation').first().click();
  await expect(wires(page)).toHaveCount(8);
}

/** Waits for the run that a template begins with. */
const allDone = (page: Page): Promise<void> => expect(card(page, /, Done/)).toHaveCount(8, { timeout: 30_000 });

async function drop(page: Page, name: string, text: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([file, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content!], file!));
      return data;
    },
    [name, text],
  );
  for (const event of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('body', event, { dataTransfer });
}

/** Presses a key until something has the focus. */
async function pressUntil(page: Page, key: string, target: Locator, most = 30): Promise<void> {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press(key);
    if (await target.evaluateAll((found) => found.some((element) => element.contains(document.activeElement)))) return;
  }
  await expect(target).toBeFocused({ timeout: 1 });
}

test('nodes come from the palette by pointer, and wires go from port to port', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Blank workflow' }).click();
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
  await page.keyboard.press('Control+z');
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

test('all cards move together, and a click on one of them selects it alone', async ({ page }) => {
  await openTemplate(page);
  await card(page, /^k-Means/).click();
  await page.keyboard.press('Control+a');
  await expect(card(page, /selected$/)).toHaveCount(8);
  const before = await middle(card(page, /^RFM/));
  await drag(page, before, { x: before.x - 32, y: before.y + 64 });
  await expect(page.getByRole('button', { name: 'Undo: Move 8 nodes' })).toBeVisible();
  await expect(card(page, /selected$/)).toHaveCount(8);
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

/** What breaks WCAG 2.1 AA: all of its rules in the light theme, and those about colour in the dark one. */
async function barriers(page: Page): Promise<string[]> {
  const inTheme = async (colorScheme: 'light' | 'dark', axe: AxeBuilder): Promise<string[]> => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await axe.analyze();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${colorScheme}, ${id}: ${target.join(' ')}: ${failureSummary}`),
    );
  };
  return [
    ...(await inTheme('light', new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']))),
    ...(await inTheme('dark', new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']))),
  ];
}

test('the start screen has no barrier in either theme', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByText('900 customers')).toBeVisible();
  expect(await barriers(page)).toEqual([]);
});

test('neither the editor nor the view of the segments has a barrier in either theme', async ({ page }) => {
  await openTemplate(page);
  await allDone(page);
  await expect(page.getByRole('grid')).toBeVisible();
  expect(await barriers(page)).toEqual([]);

  await page.getByRole('region', { name: 'Inspector' }).getByRole('button', { name: 'Open view' }).click();
  await expect(page.getByText('What is typical for whom')).toBeVisible();
  expect(await barriers(page)).toEqual([]);

  await page.keyboard.press('Escape');
  await expect(card(page, /^Segment Profile/)).toBeFocused();
});
