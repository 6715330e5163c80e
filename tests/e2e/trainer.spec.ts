import { expect, test, type Page } from '@playwright/test';
import { nodeTypes } from '../../nodes/index.ts';
import { saveWorkflow } from '../../src/core/workflow-file.ts';
import { EMPTY, type Workflow } from '../../src/core/workflow.ts';
import { allDone, canvasOf, card, drop, openBlank, openTemplate } from './window.ts';

const lesson: Workflow = {
  ...EMPTY,
  title: 'A lesson',
  nodes: [
    { id: 'sample-data', type: 'sample-data', version: 1, params: [['customers', 500]], at: [80, 100] },
    { id: 'k-means', type: 'k-means', version: 1, params: [['features', ['income', 'consent_email']]], at: [480, 100] },
    { id: 'segment-profile', type: 'segment-profile', version: 1, params: [], at: [480, 220] },
  ],
  edges: [
    { from: ['sample-data', 'customers'], to: ['k-means', 'table'] },
    { from: ['k-means', 'table'], to: ['segment-profile', 'table'] },
  ],
  frames: [
    { id: 'frame', title: 'Look at the data', text: 'Who are they?\nWhat do they buy?', at: [40, 40], size: [320, 280] },
    { id: 'frame-2', title: 'Find segments', at: [440, 40], size: [320, 320] },
  ],
};

async function openLesson(page: Page): Promise<void> {
  await page.goto('/');
  await drop(page, 'lesson.clade.json', saveWorkflow(lesson, nodeTypes));
  await expect(card(page, /^k-Means/)).toBeVisible();
}

test('a trainer presents a workflow frame by frame with the keyboard, and nothing of it can be changed meanwhile', async ({ page }) => {
  await openLesson(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await canvasOf(page).focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+P');
  const panel = page.getByRole('complementary', { name: 'Presentation' });
  await expect(panel.getByRole('heading', { name: 'Look at the data' })).toBeVisible();
  await expect(panel.getByText('Step 1 of 2', { exact: true })).toBeVisible();
  await expect(panel.getByText('What do they buy?').first()).toBeVisible();
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(page.getByRole('region', { name: 'Dock' })).toBeHidden();

  await page.keyboard.press('Enter');
  await expect(card(page, /^Sample Data, Done/)).toBeVisible();
  await expect(card(page, /^k-Means, Ready/)).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(panel.getByRole('status').or(panel.locator('[aria-live]')).first()).toHaveText(/Step 2 of 2: Find segments/);
  await expect(panel.getByRole('listitem').getByRole('heading')).toHaveText(['k-Means', 'Segment Profile']);

  for (const keys of ['Delete', 'd', 'n', 'Control+d', 'Control+z']) await page.keyboard.press(keys);
  await page.keyboard.press('1');
  await expect(panel.getByText('Go to step 1, Enter')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('heading', { name: 'Look at the data' })).toBeVisible();
  await panel.getByRole('button', { name: 'Step 2: Find segments' }).click();
  await page.keyboard.press('v');
  await expect(page.getByRole('navigation', { name: 'Breadcrumb' }).filter({ hasText: 'Segment Profile' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel.getByText('Step 2 of 2', { exact: true })).toBeVisible();

  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(page.getByRole('banner')).toBeVisible();
  await expect(canvasOf(page).locator('.card')).toHaveCount(3);
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toHaveAttribute('aria-disabled', 'true');
});

test('a new user takes the tour with the keyboard and tries what it shows, and is not asked again', async ({ page }) => {
  await openTemplate(page);
  await allDone(page);
  await page.getByRole('button', { name: 'Take the tour (1 minute)' }).press('Enter');
  const tour = page.getByRole('complementary', { name: /^Tour, / });
  const next = async (title: string): Promise<void> => {
    await page.keyboard.press('Enter');
    await expect(tour.getByRole('heading')).toHaveText(title);
  };
  await expect(tour.getByRole('heading')).toHaveText('Data flows from left to right');
  await expect(tour.getByRole('button', { name: 'Next' })).toBeFocused();
  await next('Run computes it');
  await page.keyboard.press('Control+Enter');
  await expect(tour.getByText('Done', { exact: true })).toBeVisible();
  await next('A card says how it is doing');
  await card(page, /^k-Means/).click();
  await expect(tour.getByText('Done', { exact: true })).toBeVisible();
  await tour.getByRole('button', { name: 'Next' }).focus();
  await next('The rows are always in sight');
  await next('Settings answer at once');
  await page.getByRole('slider', { name: 'Number of segments, k' }).press('ArrowLeft');
  await expect(tour.getByText('Done', { exact: true })).toBeVisible();
  await tour.getByRole('button', { name: 'Next' }).focus();
  await next('Nothing is lost');
  await page.keyboard.press('Control+z');
  await expect(tour.getByText('Done', { exact: true })).toBeVisible();
  await expect(card(page, /^k-Means, Done/)).toBeVisible();
  await next('Pictures, not only tables');
  await next('Show it to others');
  await page.keyboard.press('Escape');
  await expect(tour).toBeHidden();

  await page.reload();
  await expect(card(page, /^k-Means/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Take the tour (1 minute)' })).toBeHidden();
});

test('the tour offers its template where there is nothing to show it on', async ({ page }) => {
  await openBlank(page);
  await page.getByRole('button', { name: 'Take the tour (1 minute)' }).click();
  await page.getByRole('dialog', { name: 'Take the tour' }).getByRole('button', { name: 'Open the template' }).click();
  await expect(page.getByRole('complementary', { name: 'Tour, 1 of 8' })).toBeVisible();
  await expect(card(page, /^k-Means/)).toBeVisible();
});

test('a learner watches k-Means work on the rows of a node, half a round at a time', async ({ page }) => {
  await openTemplate(page);
  await allDone(page);
  await page.getByRole('button', { name: 'No thanks' }).click();
  await card(page, /^k-Means/).click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('watch k-means');
  await page.keyboard.press('Enter');
  const view = page.getByRole('region', { name: 'k-Means at work' });
  await expect(view.getByRole('heading', { name: 'Start' })).toBeVisible();
  await expect(view.getByRole('img', { name: /^Start\. 5 points are drawn at random/ })).toBeVisible();

  await page.keyboard.press('ArrowRight');
  await expect(view.getByRole('heading', { name: /^Round 1 of \d+, assign$/ })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(
    view.getByText(/^Every centre moves to the middle of its points\. Centre \d moves farthest\. Inertia falls/).first(),
  ).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(view.getByText('Half step 1 of')).toBeVisible();
  await page.keyboard.press('End');
  await expect(view.getByText(/^No point changes its segment/).first()).toBeVisible();
  await expect(view.getByRole('heading', { name: /^Done after \d+ rounds$/ })).toBeVisible();
  await expect(view.getByText(/k-means\+\+ starts/)).toBeVisible();

  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await expect(view.getByRole('heading', { name: /^Round 2 of/ })).toBeVisible();
  await view.getByRole('slider', { name: 'Number of segments, k' }).press('ArrowLeft');
  await expect(view.getByRole('img', { name: /^Start\. 4 points/ })).toBeVisible();
  await view.getByRole('radio', { name: 'Principal directions' }).click();
  await expect(view.getByText(/^First direction \(\d+ % of the variance\)/)).toBeVisible();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect(view.getByRole('button', { name: 'Play' })).toHaveAttribute('aria-disabled', 'true');

  await page.keyboard.press('Escape');
  await expect(view).toBeHidden();
  await expect(card(page, /^k-Means/)).toBeFocused();
});
