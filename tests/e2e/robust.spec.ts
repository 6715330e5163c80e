import { expect, test, type BrowserContext, type Page, type Request } from '@playwright/test';
import { exampleFiles } from '../examples/data.ts';
import { allDone, card, command, dialog, drop, openTemplate, renameNode } from './window.ts';

const orders = exampleFiles().get('rfm-orders.csv')!;

async function sampleData(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Use sample data' }).click();
  await expect(card(page, /^Sample Data/)).toBeVisible();
}

/** Ends the process behind a page without asking it, and opens its address anew. */
async function crash(context: BrowserContext, page: Page): Promise<Page> {
  const address = page.url();
  const session = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
  const next = await context.newPage();
  await next.goto(address);
  return next;
}

const title = (page: Page) => page.getByRole('textbox', { name: 'Workflow title' });

test('a tab that dies in the middle of an edit loses nothing', async ({ page, context }) => {
  await sampleData(page);
  await expect(page.getByText(/^Saved \d/)).toBeVisible();
  await renameNode(page, /^Sample Data/, 'Just before the end');
  const next = await crash(context, page);
  await expect(card(next, /^Sample Data, Just before the end/)).toBeVisible();
  await expect(next.getByLabel('Notices').getByText('Recovered')).toBeVisible();
  await next.keyboard.press('Control+Enter');
  await expect(card(next, /^Sample Data, Just before the end, Done/)).toBeVisible();
});

test('a tab that dies in the middle of a run comes back without it, and runs again', async ({ page, context }) => {
  await sampleData(page);
  const customers = page.getByRole('spinbutton', { name: 'Customers' });
  await customers.fill('1000000');
  await customers.press('Enter');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: /^Stop/ })).toBeVisible();
  const next = await crash(context, page);
  await expect(card(next, /^Sample Data, Ready/)).toBeVisible();
  await expect(next.getByRole('button', { name: /^Stop/ })).toHaveCount(0);
  await card(next, /^Sample Data/).click();
  const again = next.getByRole('spinbutton', { name: 'Customers' });
  await expect(again).toHaveValue(/1,?000,?000/);
  await again.fill('500');
  await again.press('Enter');
  await next.keyboard.press('Control+Enter');
  await expect(card(next, /^Sample Data, Done, 491 × /)).toBeVisible();
});

test('two tabs on one workflow: one edits, the other follows until it takes over or is left alone', async ({ page, context }) => {
  await sampleData(page);
  const other = await context.newPage();
  await other.goto(page.url());
  const bar = (of: Page) => of.getByText('Open in another tab.');
  await expect(bar(other)).toBeVisible();
  await expect(bar(page)).toHaveCount(0);

  await title(page).fill('Written in the first');
  await title(page).press('Enter');
  await expect(title(other)).toHaveValue('Written in the first');
  await card(other, /^Sample Data/).click();
  await other.keyboard.press('Delete');
  await expect(card(other, /^Sample Data/)).toBeVisible();

  await renameNode(page, /^Sample Data/, 'From the first');
  await other.getByRole('button', { name: 'Take over here' }).click();
  await expect(bar(other)).toHaveCount(0);
  await expect(bar(page)).toBeVisible();
  await expect(card(other, /From the first/)).toBeVisible();
  await title(other).fill('Written in the second');
  await title(other).press('Enter');
  await expect(title(page)).toHaveValue('Written in the second');
  await expect(other.getByText(/^Saved \d/)).toBeVisible();

  await other.close();
  await expect(bar(page)).toHaveCount(0);
  await expect(page.getByLabel('Notices').getByText('The other tab was closed')).toBeVisible();
  await expect(page.getByLabel('Notices').getByText('Recovered')).toHaveCount(0);
  await title(page).fill('Written in the first again');
  await title(page).press('Enter');
  await expect(page.getByText(/^Saved \d/)).toBeVisible();
  await page.reload();
  await expect(title(page)).toHaveValue('Written in the first again');
});

test('the app opens and computes without a connection once it has been open', async ({ page, context }) => {
  await page.goto('/');
  const kept = (): Promise<number> =>
    page.evaluate(async () => {
      const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
      const files = await Promise.all(stores.map((store) => store.keys()));
      return files.flat().filter(({ url }) => url.endsWith('.wasm')).length;
    });
  await expect.poll(kept).toBe(2);
  await context.setOffline(true);
  const dead = await context.newPage();
  await page.close();
  await openTemplate(dead);
  expect(await dead.evaluate(() => crossOriginIsolated)).toBe(true);
  await allDone(dead);
  await expect(dead.getByText('Offline', { exact: true })).toBeVisible();
  await dead.reload();
  await expect(card(dead, /^Name Segments/)).toBeVisible();
});

test('a whole session asks nobody but its own server, and sends it nothing', async ({ page, context, baseURL }) => {
  const requests: Request[] = [];
  context.on('request', (request) => requests.push(request));
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await page.goto('/');
  await drop(page, 'orders.csv', orders);
  await page.getByRole('button', { name: 'Only open the file' }).click();
  await expect(card(page, /^CSV Reader, Orders, Done, 3,623 × 10/)).toBeVisible();
  await page.getByRole('grid').click();
  await openTemplate(page);
  await allDone(page);
  const [download] = await Promise.all([page.waitForEvent('download'), command(page, 'Export the results')]);
  expect(download.suggestedFilename()).toBe('segments.csv');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Link' })).toHaveValue(/#\/s\//);
  await page.goto(await page.getByRole('textbox', { name: 'Link' }).inputValue());
  await expect(card(page, /Needs rfm-orders\.csv/)).toBeVisible();

  const asked = requests.filter((request) => !/^(data|blob):/.test(request.url()));
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter((r) => new URL(r.url()).origin !== new URL(baseURL!).origin).map((r) => r.url())).toEqual([]);
  expect(asked.filter((r) => r.method() !== 'GET' || r.postData() !== null).map((r) => r.url())).toEqual([]);
  expect(asked.filter((r) => new URL(r.url()).search !== '' || /[#]/.test(r.url())).map((r) => r.url())).toEqual([]);
  expect(sockets).toEqual([]);
});

/** A text that is harmless as text alone. */
const evil = (n: number): string =>
  `<img src=x onerror="window.__pwned=${n}"><script>window.__pwned=${n}</script>{{constructor.constructor('window.__pwned=${n}')()}}`;

const hostile = JSON.stringify({
  clade: 1,
  title: evil(1),
  description: evil(2),
  params: [{ name: 'day', type: 'string', value: evil(3), doc: evil(4) }],
  nodes: [
    { id: 'sample-data', type: 'sample-data@1', label: evil(5), params: { customers: 50 } },
    { id: 'row-filter', type: 'row-filter@1', label: 'javascript:window.__pwned=6', params: { condition: evil(7) } },
    { id: 'unknown', type: 'svg-onload@1', label: evil(8), params: { __proto__x: evil(9) } },
  ],
  edges: ['sample-data.customers -> row-filter.table'],
  notes: [{ id: 'note', text: evil(10), at: [40, 300], size: [200, 120] }],
  frames: [{ id: 'frame', title: evil(11), text: evil(12), at: [0, 0], size: [600, 280] }],
  [evil(13)]: evil(14),
});

/** Markup that came from one of the texts: elements that the app itself never makes. */
const foreign = (page: Page): Promise<unknown[]> =>
  page.evaluate(() => [
    ...(['__pwned' in window] as boolean[]).filter(Boolean),
    ...[...document.querySelectorAll('img, iframe, object, embed, script:not([src]), [onerror], [onload]')].map((e) => e.nodeName),
  ]);

test('text that would be markup or code is text wherever it is shown', async ({ page }) => {
  await page.goto('/');
  const name = `orders ${evil(22).replaceAll('/', ' ')}.csv`;
  const quoted = (n: number): string => `"${evil(n).replaceAll('"', '""')}"`;
  await drop(page, name, `${quoted(20)},${quoted(21)},__proto__\n${quoted(23)},2,constructor\nb,3,c\n`);
  await expect(card(page, /^CSV Reader.*Done, 2 × 3/)).toBeVisible();
  await expect(page.getByRole('grid')).toContainText('<img src=x');
  await card(page, /^CSV Reader/).hover();
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click();
    expect(await foreign(page)).toEqual([]);
  }
  await command(page, 'Find a node');
  await page.keyboard.press('Escape');

  await drop(page, `${evil(24).replaceAll('/', ' ')}.clade.json`, hostile);
  const report = dialog(page, /was opened with remarks/);
  await expect(report).toBeVisible();
  expect(await foreign(page)).toEqual([]);
  await report.getByRole('button', { name: 'Show the workflow' }).click();
  await expect(title(page)).toHaveValue(evil(1));
  for (const node of [/^Sample Data/, /^Row Filter/]) {
    await card(page, node).click();
    await card(page, node).hover();
    for (const tab of await page.getByRole('region', { name: 'Inspector' }).getByRole('tab').all()) await tab.click();
    expect(await foreign(page)).toEqual([]);
  }
  await title(page).fill(`${evil(1)} again`);
  await title(page).press('Enter');
  await expect(page.getByText(/^Saved \d/)).toBeVisible();
  for (const sheet of ['History', 'Share', 'Keyboard shortcuts', 'Export as PySpark script']) {
    await command(page, sheet);
    await expect(dialog(page, /./)).toBeVisible();
    if (sheet === 'History') await page.getByRole('list', { name: 'Versions' }).getByRole('button').last().click();
    expect(await foreign(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialog(page, /./)).toHaveCount(0);
  }
  await page.getByRole('navigation', { name: 'Open workflows' }).getByRole('button').first().hover();
  expect(await foreign(page)).toEqual([]);
  await page.goto('/');
  await expect(page.getByText(evil(1)).first()).toBeVisible();
  expect(await foreign(page)).toEqual([]);
});
