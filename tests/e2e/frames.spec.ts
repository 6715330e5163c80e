import { readFileSync } from 'node:fs';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { canvasOf, card, drag, drop, inspector, wires } from './window.ts';

const note = (page: Page, name: RegExp): Locator => canvasOf(page).getByRole('note', { name });

async function boxOf(target: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await target.boundingBox();
  return box!;
}

const example = JSON.parse(readFileSync(new URL('../../examples/rfm.clade.json', import.meta.url), 'utf8')) as object;

/** The nodes of a template, without its frames and its data. */
async function openUnframed(page: Page): Promise<void> {
  await page.goto('/');
  await drop(page, 'rfm.clade.json', JSON.stringify({ ...example, frames: [] }));
  await expect(wires(page)).toHaveCount(8);
}

/** Draws a frame with a title around two cards of the template. */
async function frameTwo(page: Page): Promise<Locator> {
  await card(page, /^CSV Reader/).click();
  await card(page, /Repeated lines/).click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+g');
  await page.keyboard.type('Prepare');
  await page.keyboard.press('Enter');
  const frame = card(page, /^Frame 1, Prepare/);
  await expect(frame).toBeFocused();
  return frame;
}

test('a frame carries what is in it, and its inside is the canvas', async ({ page }) => {
  await openUnframed(page);
  const frame = await frameTwo(page);
  const [orders, other] = [card(page, /^CSV Reader/), card(page, /Usable orders/)];
  const [before, at, stays] = [await boxOf(orders), await boxOf(frame), await boxOf(other)];
  const title = { x: at.x + at.width / 2, y: at.y + 14 };
  await drag(page, title, { x: title.x - 64, y: title.y + 96 });
  await expect(async () => {
    const now = await boxOf(orders);
    expect(now.y - before.y).toBeGreaterThan(80);
    expect(before.x - now.x).toBeGreaterThan(48);
  }).toPass();
  expect(await boxOf(other)).toEqual(stays);

  await page.keyboard.press('Control+z');
  await expect.poll(() => boxOf(orders)).toEqual(before);
  expect(await boxOf(frame)).toEqual(at);

  await page.keyboard.press('Escape');
  await drag(page, { x: at.x + at.width - 12, y: at.y + 34 }, { x: at.x + at.width - 100, y: at.y + 80 });
  await expect(card(page, /Repeated lines.*selected$/)).toBeVisible();
  await expect(card(page, /^Frame 1, Prepare$/)).toBeVisible();

  await page.keyboard.press('Control+z');
  await expect(frame).toHaveCount(0);
  await expect(orders).toBeVisible();
});

test('a frame folds into a card with the wires that cross its border, and going to a node unfolds it', async ({ page }) => {
  await openUnframed(page);
  await frameTwo(page);
  await page.keyboard.press('Alt+c');
  const folded = card(page, /^Folded frame 1, Prepare, 2 nodes/);
  await expect(folded).toBeFocused();
  await expect(card(page, /^CSV Reader/)).toHaveCount(0);
  await expect(wires(page)).toHaveCount(7);

  await inspector(page).getByLabel('Step notes').fill('Where the orders come from');
  await folded.click();
  await page.keyboard.press('Alt+ArrowRight');
  await page.keyboard.press('Control+f');
  await page.getByRole('combobox', { name: 'Find a node of this workflow' }).fill('Repeated');
  await page.keyboard.press('Enter');
  await expect(card(page, /Repeated lines.*selected$/)).toBeFocused();
  await expect(wires(page)).toHaveCount(8);

  await page.keyboard.press('Control+Shift+g');
  await expect(card(page, /^Frame/)).toHaveCount(0);
  await expect(card(page, /Repeated lines/)).toBeVisible();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(folded).toBeVisible();
  await folded.dblclick();
  await expect(card(page, /^Frame 1, Prepare/)).toBeVisible();
});

test('a note grows with what is written about it in the panel at the side', async ({ page }) => {
  await openUnframed(page);
  await page.keyboard.press('Shift+S');
  await page.keyboard.type('Ask Ann');
  await page.keyboard.press('Escape');
  const before = await boxOf(note(page, /^Note, Ask Ann/));
  await inspector(page)
    .getByRole('textbox', { name: 'Text' })
    .fill(Array.from({ length: 12 }, (_, i) => `Line ${i}`).join('\n'));
  await expect.poll(async () => (await boxOf(note(page, /^Note, Line 0/))).height / before.height).toBeGreaterThan(2);
});

test('a note is written at once, pulled larger, and is one step to undo', async ({ page }) => {
  await openUnframed(page);
  await card(page, /^CSV Reader/).click();
  const canvas = await boxOf(canvasOf(page));
  await page.mouse.move(canvas.x + canvas.width / 2, canvas.y + 40);
  await page.keyboard.press('Shift+S');
  await page.keyboard.type('Ask Ann about returns');
  await page.keyboard.press('Enter');
  await page.keyboard.type('<b>and</b> https://example.org');
  await page.keyboard.press('Escape');
  const written = note(page, /^Note, Ask Ann about returns\s<b>and<\/b> https:\/\/example\.org/);
  await expect(written).toBeFocused();
  await expect(written.getByRole('link')).toHaveCount(0);

  const small = await boxOf(written);
  const corner = { x: small.x + small.width, y: small.y + small.height };
  await drag(page, corner, { x: corner.x + 80, y: corner.y + 40 });
  await expect.poll(async () => Math.round((await boxOf(written)).width - small.width)).toBeGreaterThan(60);

  await page.keyboard.press('F2');
  await page.keyboard.type(' today');
  await page.keyboard.press('Escape');
  await expect(note(page, /example\.org today, selected$/)).toBeFocused();
  for (let i = 0; i < 3; i++) await page.keyboard.press('Control+z');
  await expect(note(page, /^Note/)).toHaveCount(0);
});
