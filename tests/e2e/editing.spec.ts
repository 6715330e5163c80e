import { readFileSync } from 'node:fs';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { card, inspector, openBlank, wires } from './window.ts';

const row = (page: Page, name: RegExp): Locator => page.getByRole('treeitem', { name });

/** Orders whose rows are kept, grouped and looked at. Nothing is set, so that nothing has to be computed. */
const text = JSON.stringify({
  clade: 1,
  title: 'Small',
  nodes: [
    { id: 'orders', type: 'csv-reader', label: 'Orders' },
    { id: 'keep', type: 'row-filter' },
    { id: 'groups', type: 'k-means' },
    { id: 'show', type: 'table-view' },
  ],
  edges: ['orders.table -> keep.table', 'keep.pass -> groups.table', 'groups.table -> show.table'],
  layout: { orders: [0, 0], keep: [224, 0], groups: [448, 92], show: [672, 0] },
});

/** Pastes the workflow on the start screen. */
async function openSmall(page: Page): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/');
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('Control+v');
  await expect(wires(page)).toHaveCount(3);
}

test('nodes are copied from one tab into another, and with their wires beside themselves', async ({ page, context }) => {
  await openSmall(page);
  await card(page, /^Row Filter/).click();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(card(page, /selected$/)).toHaveCount(3);
  await page.keyboard.press('Control+c');

  const other = await context.newPage();
  await openBlank(other);
  await other.keyboard.press('Control+v');
  await expect(card(other, /./)).toHaveCount(3);
  await expect(wires(other)).toHaveCount(2);
  await other.keyboard.press('Control+z');
  await expect(card(other, /./)).toHaveCount(0);
  await other.close();

  await card(page, /^k-Means/).click();
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+Shift+V');
  await expect(card(page, /^k-Means/)).toHaveCount(2);
  await expect(wires(page)).toHaveCount(4);
  await page.keyboard.press('Control+v');
  await expect(card(page, /^k-Means/)).toHaveCount(3);
  await expect(wires(page)).toHaveCount(4);

  await page.evaluate(() => navigator.clipboard.writeText('Dear all'));
  await page.keyboard.press('Control+v');
  await expect(page.getByText('Nothing was pasted').first()).toBeVisible();
  await expect(card(page, /^k-Means/)).toHaveCount(3);
});

test('a node that is deleted with reconnecting leaves no gap, and comes back in one step', async ({ page }) => {
  await openSmall(page);
  await card(page, /^Row Filter/).click();
  await page.keyboard.press('Control+Backspace');
  await expect(page.getByLabel('Wire from Orders, table, to k-Means, table')).toBeAttached();
  await expect(wires(page)).toHaveCount(2);
  await page.keyboard.press('Control+z');
  await expect(card(page, /^Row Filter/)).toBeVisible();
  await expect(wires(page)).toHaveCount(3);
});

test('a node goes into the wire that it is dropped on, from the palette and from the canvas', async ({ page }) => {
  await openSmall(page);
  const [from, to] = [await card(page, /^CSV Reader/).boundingBox(), await card(page, /^Row Filter/).boundingBox()];
  const goal = { x: (from!.x + from!.width + to!.x) / 2, y: from!.y + (20 * from!.height) / 72 };
  const pull = async (what: Locator): Promise<void> => {
    await what.hover();
    await page.mouse.down();
    await page.mouse.move(goal.x, goal.y + 60, { steps: 4 });
    await page.mouse.move(goal.x, goal.y, { steps: 4 });
    await expect(page.locator('.wire[data-goal]')).toHaveCount(1);
    await page.mouse.up();
    await expect(page.getByLabel('Wire from Orders, table, to Sort, table')).toBeAttached();
    await expect(page.getByLabel('Wire from Sort, table, to Row Filter, table')).toBeAttached();
    await expect(page.locator('.wire[data-goal]')).toHaveCount(0);
  };
  const item = page.getByRole('complementary', { name: 'Nodes' }).getByRole('button', { name: 'Sort', exact: true }).last();
  await pull(item);
  await page.keyboard.press('Control+z');
  await expect(card(page, /^Sort/)).toHaveCount(0);

  await item.hover();
  await page.mouse.down();
  await page.mouse.move(goal.x, goal.y + 160, { steps: 4 });
  await page.mouse.up();
  await expect(card(page, /^Sort/)).toBeVisible();
  await expect(wires(page)).toHaveCount(3);
  await pull(card(page, /^Sort/));
  await page.keyboard.press('Control+z');
  await expect(wires(page)).toHaveCount(3);
});

test('tidying up is one step, computed beside the window', async ({ page }) => {
  await openSmall(page);
  const place = (): Promise<unknown> => card(page, /^k-Means/).boundingBox();
  const before = await place();
  await page.keyboard.press('Shift+Alt+T');
  await expect(page.getByRole('button', { name: 'Undo: Tidy up' })).toBeVisible();
  await expect.poll(place).not.toEqual(before);
});

test('the outline does by keyboard what the canvas does by pointer', async ({ page }) => {
  await openSmall(page);
  await page.keyboard.press('Shift+O');
  await expect(row(page, /^CSV Reader, Orders/)).toBeFocused();
  await page.keyboard.press('End');
  await expect(row(page, /^Table View/)).toBeFocused();
  await expect(card(page, /^Table View.*selected$/)).toBeVisible();
  await page.keyboard.type('k-m');
  await expect(row(page, /^k-Means/)).toBeFocused();
  await page.keyboard.press('F2');
  await page.keyboard.type('Groups');
  await page.keyboard.press('Enter');
  await expect(row(page, /^k-Means, Groups/)).toBeFocused();

  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Remove a wire…' }).press('Enter');
  await page.getByRole('combobox', { name: 'Remove a wire of Groups' }).fill('To Table View');
  await page.keyboard.press('Enter');
  await expect(wires(page)).toHaveCount(2);
  await expect(row(page, /^k-Means, Groups/)).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Connect to…' }).press('Enter');
  await page.getByRole('combobox', { name: 'Connect Groups to' }).fill('Table View');
  await page.keyboard.press('Enter');
  await expect(wires(page)).toHaveCount(3);

  await expect(row(page, /^k-Means, Groups/)).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Add after…' }).press('Enter');
  await page.getByRole('combobox', { name: 'Add a node after Groups' }).fill('Sort');
  await page.keyboard.press('Enter');
  await expect(row(page, /^Sort.*from Groups/)).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(row(page, /^Sort/)).toHaveCount(0);
  await expect(page.locator('[role="treeitem"]:focus')).toBeVisible();

  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(inspector(page).locator(':focus')).toBeVisible();
});

test('the menu of a line in the outline is about that line, whatever was selected before', async ({ page }) => {
  await openSmall(page);
  await card(page, /^k-Means/).click();
  await page.keyboard.press('Shift+O');
  await row(page, /^Table View/).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete', exact: true }).click();
  await expect(card(page, /^Table View/)).toHaveCount(0);
  await expect(card(page, /^k-Means/)).toBeVisible();
});

test('only the canvas is left in zen mode, and nothing changes while it is for viewing only', async ({ page }) => {
  await openSmall(page);
  await page.keyboard.press('Alt+z');
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(inspector(page)).toBeHidden();
  await expect(card(page, /^k-Means/)).toBeVisible();
  const dock = (): Promise<number | undefined> =>
    page
      .locator('[data-region="Dock"]')
      .boundingBox()
      .then((box) => box?.height);
  await page.setViewportSize({ width: 1100, height: 600 });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('banner')).toBeVisible();
  await expect.poll(dock).toBeGreaterThan(100);

  await page.keyboard.press('Alt+r');
  await expect(page.getByRole('textbox', { name: 'Description' })).not.toBeEditable();
  await card(page, /^k-Means/).click();
  await expect(page.getByRole('spinbutton', { name: 'Number of segments, k' })).toBeDisabled();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+d');
  await expect(card(page, /^k-Means/)).toHaveCount(1);
  await page.getByRole('button', { name: 'View only' }).click();
  await expect(page.getByRole('spinbutton', { name: 'Number of segments, k' })).toBeEnabled();
  await card(page, /^k-Means/).click();
  await page.keyboard.press('Delete');
  await expect(card(page, /^k-Means/)).toHaveCount(0);
});

test('the canvas is drawn as a picture that other programs can open', async ({ page }) => {
  await openSmall(page);
  const exported = async (kind: string): Promise<Buffer> => {
    await page.getByRole('button', { name: 'Menu', exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: `Export the canvas as ${kind}` }).click(),
    ]);
    return readFileSync(await download.path());
  };
  const svg = (await exported('SVG')).toString();
  const read = await page.evaluate((text) => {
    const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml');
    return {
      name: documentElement.nodeName,
      words: documentElement.textContent,
      scripts: documentElement.querySelectorAll('script').length,
    };
  }, svg);
  expect(read).toMatchObject({ name: 'svg', scripts: 0 });
  expect(read.words).toContain('Orders');
  const png = await exported('PNG');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(2 * Number(/width="(\d+)"/.exec(svg)![1]));
});
