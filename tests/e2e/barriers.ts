import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
const COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * What breaks WCAG 2.1 AA, in the whole window or in a part of it: all of its rules in the light theme, and those about
 * colour in the dark one.
 */
export async function barriers(page: Page, part?: string): Promise<string[]> {
  const moves = await page.evaluate(() => !matchMedia('(prefers-reduced-motion: reduce)').matches);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const axe = new AxeBuilder({ page });
    if (part) axe.include(part);
    const { violations } = await (colorScheme === 'light' ? axe.withTags(LEVELS) : axe.withRules(COLOURS)).analyze();
    for (const { id, nodes } of violations)
      found.push(...nodes.map(({ target, failureSummary }) => `${colorScheme}, ${id}: ${target.join(' ')}: ${failureSummary}`));
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: moves ? 'no-preference' : 'reduce' });
  return found;
}
