import { expect, test, type Locator, type Page } from '@playwright/test';
import { allDone, canvasOf, card, command, dialog, inspector, openBlank, openTemplate, pressUntil } from './window.ts';

/** How much wider than the window its content is, the sheet on top included; more than 0 would have to be scrolled to both sides. */
const tooWide = (page: Page): Promise<number> =>
  page.evaluate(() =>
    Math.max(...[document.documentElement, ...document.querySelectorAll('.ui-dialog, main')].map((e) => e.scrollWidth - e.clientWidth)),
  );

/** Names of buttons that are not wholly in the window or in what is cut off around them. */
const cutOff = (of: Locator): Promise<string[]> =>
  of.getByRole('button').evaluateAll((buttons) =>
    buttons
      .filter((button) => button.checkVisibility())
      .filter((button) => {
        const { left, right, top, bottom } = button.getBoundingClientRect();
        return left < 0 || top < 0 || right > innerWidth || bottom > innerHeight || button.scrollWidth > button.clientWidth + 1;
      })
      .map((button) => button.getAttribute('aria-label') ?? button.textContent),
  );

test.describe('at 200 % of a window of 1440 × 900', () => {
  test.use({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });

  test('the start screen goes into one column', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('button', { name: 'Choose a file' })).toBeInViewport({ ratio: 1 });
    const template = page.getByRole('button', { name: /^Segment prediction/ });
    await pressUntil(page, 'Tab', template);
    await expect(template).toBeInViewport({ ratio: 0.5 });
    expect(await tooWide(page)).toBe(0);
  });

  test('a workflow is run, set and read by keyboard, and nothing is cut off', async ({ page }) => {
    await openTemplate(page);
    await allDone(page);
    expect(await tooWide(page)).toBe(0);
    expect(await cutOff(page.getByRole('banner'))).toEqual([]);
    await page.getByRole('button', { name: 'No thanks' }).click();
    await page.keyboard.press('Control+f');
    await page.getByRole('combobox', { name: 'Find a node of this workflow' }).fill('k-Means');
    await page.keyboard.press('Enter');
    await expect(card(page, /^k-Means.*selected$/)).toBeFocused();
    await page.keyboard.press('Enter');
    const k = page.getByRole('spinbutton', { name: 'Number of segments, k' });
    await pressUntil(page, 'Tab', k);
    await expect(k).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('ArrowDown');
    await expect(k).toHaveValue('4');
    expect(await cutOff(inspector(page).locator('.inspector-foot'))).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(inspector(page)).toBeHidden();
    await expect(canvasOf(page)).toBeFocused();

    const run = page
      .getByRole('banner')
      .getByRole('button', { name: /^Run\b/ })
      .first();
    await pressUntil(page, 'F6', page.getByRole('banner'));
    await pressUntil(page, 'Tab', run);
    await expect(run).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Enter');
    await allDone(page);

    const dock = page.getByRole('region', { name: 'Dock' });
    await pressUntil(page, 'F6', dock);
    await expect(dock.getByRole('tab').first()).toBeInViewport({ ratio: 1 });
    expect((await canvasOf(page).boundingBox())!.height).toBeGreaterThan(100);
  });

  test('sheets, lists and views fit, and scroll in one direction at most', async ({ page }) => {
    await openTemplate(page);
    await allDone(page);
    for (const sheet of ['Keyboard shortcuts', 'Share', 'History', 'Export as PySpark script']) {
      await command(page, sheet);
      await expect(dialog(page, /./)).toBeInViewport({ ratio: 1 });
      expect(await tooWide(page), sheet).toBe(0);
      await expect(dialog(page, /./).getByRole('button', { name: 'Close' })).toBeInViewport({ ratio: 1 });
      await page.keyboard.press('Escape');
      await expect(dialog(page, /./)).toHaveCount(0);
    }
    await card(page, /^Segment Profile/).focus();
    await page.keyboard.press('Enter');
    await inspector(page).getByRole('button', { name: 'Open view' }).press('Enter');
    await expect(page.getByText('What is typical for whom')).toBeAttached();
    expect(await tooWide(page)).toBe(0);
    await expect(page.getByRole('button', { name: 'Back to canvas' })).toBeInViewport({ ratio: 1 });
  });
});

test('every action of the top bar can be reached in a window of 1024 pixels', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await openTemplate(page);
  await allDone(page);
  const bar = page.getByRole('banner');
  expect(await cutOff(bar)).toEqual([]);
  const names = ['Undo', 'Redo', 'As of', 'Run', 'Share', 'Theme', 'Present', 'Menu'];
  for (const name of names) await expect(bar.getByRole('button', { name: new RegExp(`^${name}`) }).first()).toBeInViewport({ ratio: 1 });
  expect(await tooWide(page)).toBe(0);
});

test('nothing moves for somebody who wants less motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.addInitScript(() => {
    const longest = { name: '', ms: 0 };
    Object.assign(window, { longest });
    const look = (): void => {
      for (const animation of document.getAnimations()) {
        const { duration, iterations } = animation.effect!.getComputedTiming();
        const ms = Number(duration) * (iterations ?? 1);
        if (ms > longest.ms) Object.assign(longest, { ms, name: 'animationName' in animation ? animation.animationName : animation.id });
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await openTemplate(page);
  await allDone(page);
  await card(page, /^k-Means/).click();
  await page.getByRole('slider', { name: 'Number of segments, k' }).press('ArrowLeft');
  await page.keyboard.press('Control+Enter');
  await allDone(page);
  await command(page, 'Keyboard shortcuts');
  await expect(dialog(page, 'Keyboard shortcuts')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog(page, /./)).toHaveCount(0);
  await canvasOf(page).focus();
  await page.keyboard.press('Shift+1');
  await page.keyboard.press('Shift+P');
  await expect(page.getByRole('complementary', { name: 'Presentation' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  const longest = await page.evaluate(() => (window as unknown as { longest: { name: string; ms: number } }).longest);
  expect(longest.ms, longest.name).toBeLessThanOrEqual(10);
});

test('single keys can be turned off, and stay off', async ({ page }) => {
  await openBlank(page);
  await canvasOf(page).focus();
  await page.keyboard.press('?');
  const switched = dialog(page, 'Keyboard shortcuts').getByRole('checkbox', { name: 'Single keys work while the canvas has the focus' });
  await expect(switched).toBeChecked();
  await switched.click();
  await expect(switched).not.toBeChecked();
  await page.keyboard.press('Escape');
  await expect(dialog(page, /./)).toHaveCount(0);
  await page.reload();
  await canvasOf(page).focus();
  await page.keyboard.press('n');
  await page.keyboard.press('?');
  await command(page, 'Keyboard shortcuts');
  await expect(switched).not.toBeChecked();
  await expect(page.getByRole('combobox', { name: 'Add a node' })).toHaveCount(0);
  await switched.click();
  await page.keyboard.press('Escape');
  await expect(dialog(page, /./)).toHaveCount(0);
  await canvasOf(page).focus();
  await page.keyboard.press('n');
  await expect(page.getByRole('combobox', { name: 'Add a node' })).toBeFocused();
});
