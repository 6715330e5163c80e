import type { Locator, Page } from '@playwright/test';

export const canvasOf = (page: Page): Locator => page.getByRole('application', { name: /^Workflow graph/ });
export const card = (page: Page, name: string | RegExp): Locator => canvasOf(page).getByRole('group', { name });

/** Opens the app as somebody has it who runs everything themselves. */
export const withoutAutoRun = (page: Page): Promise<unknown> =>
  page.addInitScript(() => localStorage.setItem('clade.preferences', JSON.stringify({ autoRun: false })));

/** Drops a text file on the window, as a person would from the desktop. */
export async function drop(page: Page, name: string, text: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([file, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content!], file!, { type: 'text/csv' }));
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

/** A sheet or a question over the window; notices are dialogs to a screen reader too. */
export const dialog = (page: Page, name: string | RegExp): Locator => page.locator('.ui-dialog').and(page.getByRole('dialog', { name }));

/** Gives a node another name, where it stands. */
export async function renameNode(page: Page, node: RegExp, name: string): Promise<void> {
  await card(page, node).click();
  await page.keyboard.press('F2');
  await page.waitForFunction(() => document.activeElement instanceof HTMLInputElement);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
}
