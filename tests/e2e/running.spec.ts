import { expect, test } from '@playwright/test';
import { allDone, card, command, drop, inspector, openTemplate } from './window.ts';

test('an edit is followed by a run of its own, and the bar says that it was one of everything', async ({ page }) => {
  await openTemplate(page);
  await allDone(page);
  await card(page, /^k-Means, Done/).click();
  await page.getByRole('spinbutton', { name: 'Number of segments, k' }).fill('4');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('grid', { name: /^Rows of/ })).toBeVisible();
  await allDone(page);
  await expect(page.getByRole('button', { name: 'Full data' })).toBeVisible();
  await card(page, /^Name Segments, Done/).click();
  await page.getByRole('tab', { name: 'Out: names' }).click();
  await expect(page.getByText('4 rows ×')).toBeVisible();
});

test('a long table is sampled after an edit until everything is asked for, and the log says what was done', async ({ page }) => {
  const parcels = ['city,weight', ...Array.from({ length: 150_000 }, (_, i) => `${['Berlin', 'Ulm'][i % 2]},${i % 97}`)].join('\n');
  await page.goto('/');
  await drop(page, 'parcels.csv', parcels);
  await expect(card(page, /^CSV Reader, Parcels, Done, 150,000 × 2/)).toBeVisible();
  await page.getByRole('complementary', { name: 'Nodes' }).getByRole('button', { name: 'Row Filter', exact: true }).last().dblclick();
  await card(page, /^Row Filter/).click();
  await inspector(page).getByRole('radio', { name: 'Expression' }).click();
  await page.getByRole('textbox', { name: 'Condition' }).first().fill("city = 'Berlin'");
  await expect(card(page, /^Row Filter, Sample, [\d,]+ × /)).toBeVisible();
  await expect(page.getByText('of the rows, to see at once what the last edit does')).toBeVisible();

  await page.keyboard.press('Control+Enter');
  await expect(card(page, /^Row Filter, Done, [\d,]+ × /)).toBeVisible();
  await page.getByRole('tab', { name: 'Log' }).click();
  const log = page.getByRole('list', { name: 'Run log' });
  await expect(log.getByText('Run of everything').last()).toBeVisible();
  await expect(log.getByText(/rows dropped, .* go on/)).toBeVisible();
  await page.getByRole('button', { name: /^Rows dropped/ }).click();
  await expect(log.getByText('Run of everything')).toHaveCount(0);

  await card(page, /^Row Filter/).click();
  await page.keyboard.press('p');
  await expect(card(page, /^Row Filter.*Pinned/)).toBeVisible();
  await command(page, 'Pin or unpin the result');
  await expect(card(page, /^Row Filter.*Pinned/)).toHaveCount(0);
});
