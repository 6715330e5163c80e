import { expect, type Locator, type Page } from '@playwright/test';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const canvasOf = (page: Page): Locator => page.getByRole('application', { name: /^Workflow graph/ });
/** A card, or a frame. */
export const card = (page: Page, name: string | RegExp): Locator => canvasOf(page).getByRole('group', { name });
export const wires = (page: Page): Locator => canvasOf(page).getByRole('img', { name: /^Wire from/ });
export const inspector = (page: Page): Locator => page.getByRole('region', { name: 'Inspector' });
/** A sheet or a question over the window; notices are dialogs to a screen reader too. */
export const dialog = (page: Page, name: string | RegExp): Locator => page.locator('.ui-dialog').and(page.getByRole('dialog', { name }));
export const menuItem = (page: Page, name: string | RegExp): Locator => page.getByRole('menuitem', { name });

/** Opens the app as somebody has it who runs everything themselves. */
export const withoutAutoRun = (page: Page): Promise<unknown> =>
  page.addInitScript(() => localStorage.setItem('clade.preferences', JSON.stringify({ autoRun: false })));

/** Opens the template of eight nodes. */
export async function openTemplate(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: /^RFM segmentation/ }).click();
  await expect(wires(page)).toHaveCount(8);
}

/** Waits for the run that a template begins with. */
export const allDone = (page: Page): Promise<void> => expect(card(page, /, Done/)).toHaveCount(8, { timeout: 60_000 });

/** Opens an empty canvas. */
export async function openBlank(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Blank workflow' }).click();
  await expect(canvasOf(page)).toBeVisible();
}

/** Drops a text file on the window, as a person would from the desktop. */
export async function drop(page: Page, name: string, text: string): Promise<void> {
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

/** Does a command by its name in the palette of commands. */
export async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find a command or a node' }).fill(title);
  await page.getByRole('option', { name: title }).first().waitFor();
  await page.keyboard.press('Enter');
}

/** Gives a node another name, where it stands. */
export async function renameNode(page: Page, node: RegExp, name: string): Promise<void> {
  await card(page, node).click();
  await page.keyboard.press('F2');
  await page.waitForFunction(() => document.activeElement instanceof HTMLInputElement);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
}

/** Presses a key until something has the focus, or what is in it. */
export async function pressUntil(page: Page, key: string, target: Locator, most = 30): Promise<void> {
  const isThere = (): Promise<boolean> => target.evaluateAll((found) => found.some((element) => element.contains(document.activeElement)));
  for (let i = 0; i < most && !(await isThere()); i++) await page.keyboard.press(key);
  expect(await isThere(), `${key} leads there`).toBe(true);
}

export async function middle(target: Locator): Promise<Point> {
  const box = await target.boundingBox();
  return { x: box!.x + box!.width / 2, y: box!.y + box!.height / 2 };
}

/** Presses at one point and moves to another, where the button stays down. */
export async function pull(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
}

export async function drag(page: Page, from: Point, to: Point): Promise<void> {
  await pull(page, from, to);
  await page.mouse.up();
}
