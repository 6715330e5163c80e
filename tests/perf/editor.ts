import { mkdirSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { nodeTypes } from '../../nodes/index.ts';
import { saveWorkflow } from '../../src/core/workflow-file.ts';
import { launchOptions } from '../setup/chromium.ts';
import { manyNodes } from './many-nodes.ts';

/**
 * `npm run bench:editor`: the built editor in Chromium, beside a bare React Flow with the same cards and a blank page in
 * the same run. Prints a table of what was measured and what is wanted, and ends with 1 where something is missed.
 * `npm run bench:editor -- --only pan,drag` measures a part.
 */

const NODES = 1000;
const EDITED = 500;
const FRAMES = 120;
const REPEATS = 3;
const EDITS = 1000;
const PRESSES = 80;
/** The first edits of a page load what they need and warm the code up. */
const WARM = 5;
const VIEWPORT = { width: 1440, height: 900 };

interface Row {
  readonly what: string;
  readonly clade: number;
  readonly beside?: number | undefined;
  readonly blank?: number | undefined;
  readonly unit: string;
  /** What `clade` may be at most; a factor where it is a share of `beside`. */
  readonly most: number;
  readonly ofBeside?: boolean;
}

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const quantile = (values: readonly number[], q: number): number =>
  sorted(values)[Math.min(values.length - 1, Math.floor(q * values.length))]!;
const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Times from one frame to the next while `act` goes on, in milliseconds. */
async function framesWhile(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(globalThis, { frames: seen, watching: true });
    const watch = (at: number): void => {
      seen.push(at);
      if ((globalThis as unknown as { watching: boolean }).watching) requestAnimationFrame(watch);
    };
    requestAnimationFrame(watch);
  });
  await act();
  const times = await page.evaluate(() => {
    const all = globalThis as unknown as { watching: boolean; frames: number[] };
    all.watching = false;
    return all.frames;
  });
  return times.slice(1).map((at, i) => at - times[i]!);
}

async function pan(page: Page): Promise<void> {
  await page.mouse.move(VIEWPORT.width / 2, VIEWPORT.height / 2);
  for (let i = 0; i < FRAMES; i++) await page.mouse.wheel(i % 30 < 15 ? 24 : -24, i % 60 < 30 ? 36 : -36);
}

/** Drags the card nearest to the middle of the canvas to and fro, and checks that it moved. */
async function dragCard(page: Page): Promise<void> {
  const id = await page.evaluate(({ width, height }) => {
    const cards = [...document.querySelectorAll<HTMLElement>('.react-flow__node')];
    const away = (card: HTMLElement): number => {
      const { left, top } = card.getBoundingClientRect();
      return Math.hypot(left - width / 2, top - height / 2);
    };
    const isOnTop = (card: HTMLElement): boolean => {
      const { left, top, width: wide } = card.getBoundingClientRect();
      return card.contains(document.elementFromPoint(left + wide / 2, top + 12));
    };
    return cards.filter(isOnTop).sort((a, b) => away(a) - away(b))[0]!.dataset['id']!;
  }, VIEWPORT);
  const card = page.locator(`.react-flow__node[data-id="${id}"]`);
  const box = (await card.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + 12];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 0; i < FRAMES; i++) await page.mouse.move(x + 120 * Math.sin(i / 8), y + 80 * Math.sin(i / 11));
  const { x: now } = (await card.boundingBox())!;
  await page.mouse.up();
  if (Math.abs(now - box.x) < 8) throw new Error(`The card ${id} did not move.`);
}

async function openWorkflow(page: Page, address: string, nodes: number): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: 'Blank workflow' }).waitFor();
  const text = saveWorkflow(manyNodes(nodes), nodeTypes);
  const data = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], 'many.clade.json'));
    return transfer;
  }, text);
  for (const event of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('body', event, { dataTransfer: data });
  await page.locator('.react-flow__node').first().waitFor();
  await page.keyboard.press('0');
  await page.waitForTimeout(1000);
}

/** The same gesture on both pages in turn: the 95th percentile of its frames, the median of the repeats. */
async function compare(clade: Page, bare: Page, gesture: (page: Page) => Promise<void>): Promise<[clade: number, bare: number]> {
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let i = 0; i < REPEATS; i++) {
    await bare.bringToFront();
    theirs.push(quantile(await framesWhile(bare, () => gesture(bare)), 0.95));
    await clade.bringToFront();
    ours.push(quantile(await framesWhile(clade, () => gesture(clade)), 0.95));
  }
  return [median(ours), median(theirs)];
}

/** Selects a card, wherever it is, and brings it into sight. */
async function select(page: Page, node: string): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('Shift+Digit1');
  const card = page.locator(`.react-flow__node[data-id="${node}"]`);
  await card.waitFor({ state: 'attached' });
  await card.dispatchEvent('click');
  await page.keyboard.press('Shift+Digit2');
  await page.keyboard.press('Digit0');
  await page.waitForTimeout(500);
}

/** From a key to the first frame after the cards have changed, in milliseconds, for each of `presses`. */
async function editToRepaint(page: Page, key: string, presses: number): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(globalThis, { times });
    let start: number | undefined;
    addEventListener('keydown', () => (start = performance.now()), { capture: true });
    new MutationObserver(() => {
      const from = start;
      if (from === undefined) return;
      start = undefined;
      requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - from)));
    }).observe(document.querySelector('.canvas')!, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  for (let i = 0; i < WARM + presses; i++) {
    await page.keyboard.press(key);
    await page.waitForTimeout(150);
  }
  return (await page.evaluate(() => (globalThis as unknown as { times: number[] }).times)).slice(WARM);
}

async function heap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.enable');
  for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = (await session.send('Runtime.getHeapUsage')) as { usedSize: number };
  return usedSize / 1e6;
}

/** The gzipped size of all scripts that had come before the first paint, in kB. */
async function scriptsBeforePaint(browser: Browser, address: string): Promise<number> {
  const page = await browser.newPage({ viewport: VIEWPORT });
  await page.goto(address, { waitUntil: 'load' });
  await page.getByRole('button', { name: 'Blank workflow' }).waitFor();
  const urls = await page.evaluate(() => {
    const paint = performance.getEntriesByName('first-contentful-paint')[0]!.startTime;
    const scripts = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    return scripts.filter((s) => /\.m?js(\?|$)/.test(s.name) && s.startTime < paint).map((s) => s.name);
  });
  const sizes = await Promise.all(urls.map(async (url) => gzipSync(await (await page.request.get(url)).body()).length));
  await page.close();
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

/** From the click on a template to the end of its run with the result on show, in seconds; a browser of its own, with nothing cached. */
async function templateToResult(address: string): Promise<number> {
  const browser = await chromium.launch(launchOptions());
  const page = await browser.newPage({ viewport: VIEWPORT });
  await page.goto(address);
  const template = page.getByRole('button', { name: /^RFM segmentation/ });
  await template.waitFor();
  await page.waitForLoadState('networkidle');
  const seconds = await template.evaluate(async (button: HTMLElement) => {
    const start = performance.now();
    button.click();
    const isThere = (): boolean =>
      document.querySelectorAll('.card[data-state="done"]').length === 8 && document.querySelector('.dock [data-row], .dock svg') !== null;
    while (!isThere()) {
      if (performance.now() - start > 60_000) throw new Error('The template gave no segments within a minute.');
      await new Promise(requestAnimationFrame);
    }
    return (performance.now() - start) / 1000;
  });
  await browser.close();
  return seconds;
}

/** From the key that stops a long run to the bar that says it has, in milliseconds. */
async function stopAnswered(page: Page, address: string): Promise<number> {
  await page.goto(address);
  await page.getByRole('button', { name: 'Use sample data' }).click();
  await page.locator('.card[data-state="done"]').waitFor();
  await page.locator('.card').click();
  const customers = page.getByRole('spinbutton', { name: 'Customers' });
  await customers.fill('1000000');
  await customers.press('Enter');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: /^Stop/ }).waitFor();
  await page.waitForTimeout(500);
  await page.evaluate(() => {
    addEventListener(
      'keydown',
      async () => {
        const start = performance.now();
        while ([...document.querySelectorAll('button')].some((b) => b.textContent.startsWith('Stop')))
          await new Promise(requestAnimationFrame);
        Object.assign(globalThis, { stopped: performance.now() - start });
      },
      { capture: true, once: true },
    );
  });
  await page.keyboard.press('Control+.');
  return page
    .waitForFunction(() => (globalThis as unknown as { stopped?: number }).stopped)
    .then((found) => found.jsonValue() as Promise<number>);
}

interface Bench {
  /** Addresses of the built app and of what it is measured against. */
  readonly app: string;
  readonly pages: string;
  readonly browser: Browser;
}

/** Pages in a window of their own, closed at the end so that nothing of them runs beside the next measurement. */
async function inWindow<T>({ browser }: Bench, work: (open: () => Promise<Page>) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  await context.addInitScript(() => localStorage.setItem('clade.preferences', JSON.stringify({ toured: true })));
  try {
    return await work(() => context.newPage());
  } finally {
    await context.close();
  }
}

async function template({ app }: Bench): Promise<Row[]> {
  const results: number[] = [];
  for (let i = 0; i < REPEATS; i++) results.push(await templateToResult(app));
  return [{ what: 'template to first result, cold browser', clade: median(results), unit: 's', most: 3 }];
}

async function scripts({ app, browser }: Bench): Promise<Row[]> {
  return [{ what: 'JavaScript before first paint, gzip', clade: await scriptsBeforePaint(browser, app), unit: 'kB', most: 300 }];
}

const gesture =
  (what: string, act: (page: Page) => Promise<void>) =>
  (bench: Bench): Promise<Row[]> =>
    inWindow(bench, async (open) => {
      const blank = await open();
      await blank.goto(new URL('blank.html', bench.pages).href);
      const empty = quantile(await framesWhile(blank, () => pan(blank)), 0.95);
      const bare = await open();
      await bare.goto(new URL(`bare.html?nodes=${NODES}`, bench.pages).href);
      await bare.locator('.react-flow__node').first().waitFor();
      const clade = await open();
      await openWorkflow(clade, bench.app, NODES);
      const [ours, theirs] = await compare(clade, bare, act);
      return [{ what: `${what}, p95 frame`, clade: ours, beside: theirs, blank: empty, unit: 'ms', most: 1.5, ofBeside: true }];
    });

const edit = (bench: Bench): Promise<Row[]> =>
  inWindow(bench, async (open) => {
    const page = await open();
    await openWorkflow(page, bench.app, EDITED);
    const row = (what: string, times: readonly number[]): Row => {
      if (times.length < PRESSES / 2) throw new Error(`Only ${times.length} of ${PRESSES} edits were seen.`);
      return { what: `edit to repaint, ${what}, p95`, clade: quantile(times, 0.95), unit: 'ms', most: 50 };
    };
    await select(page, 'step-0');
    const step = row(`a step of ${EDITED} nodes`, await editToRepaint(page, 'd', PRESSES));
    await select(page, 'shop');
    await page.getByRole('spinbutton', { name: 'Seed' }).click();
    return [step, row(`what all of ${EDITED} nodes read`, await editToRepaint(page, 'ArrowUp', PRESSES))];
  });

const storm = (bench: Bench): Promise<Row[]> =>
  inWindow(bench, async (open) => {
    const blank = await open();
    await blank.goto(new URL('blank.html', bench.pages).href);
    const still = quantile(await framesWhile(blank, () => blank.waitForTimeout(3000)), 0.95);
    const page = await open();
    await openWorkflow(page, bench.app, EDITED);
    const frames = await framesWhile(page, async () => {
      await page.keyboard.press('Control+Enter');
      await page.getByRole('button', { name: /^Stop/ }).waitFor();
      await page.locator('.topbar-run').waitFor({ timeout: 120_000 });
    });
    return [
      { what: `status storm, a run of ${EDITED} nodes, p95 frame`, clade: quantile(frames, 0.95), blank: still, unit: 'ms', most: 50 },
    ];
  });

const memory = (bench: Bench): Promise<Row[]> =>
  inWindow(bench, async (open) => {
    const page = await open();
    await openWorkflow(page, bench.app, EDITED);
    const session = await page.context().newCDPSession(page);
    await select(page, 'step-0');
    for (let i = 0; i < 20; i++) await page.keyboard.press('d');
    const before = await heap(session);
    for (let i = 0; i < EDITS; i++) await page.keyboard.press('d');
    return [{ what: `memory after ${EDITS} edits, more than before`, clade: (await heap(session)) - before, unit: 'MB', most: 30 }];
  });

const stop = (bench: Bench): Promise<Row[]> =>
  inWindow(bench, async (open) => [
    { what: 'stop answered, a million customers being made', clade: await stopAnswered(await open(), bench.app), unit: 'ms', most: 100 },
  ]);

const MEASURES: readonly (readonly [name: string, run: (bench: Bench) => Promise<Row[]>])[] = [
  ['template', template],
  ['scripts', scripts],
  ['pan', gesture(`pan over ${NODES} nodes`, pan)],
  ['drag', gesture(`drag one of ${NODES} nodes`, dragCard)],
  ['edit', edit],
  ['storm', storm],
  ['memory', memory],
  ['stop', stop],
];

function missed({ clade, beside, most, ofBeside }: Row): boolean {
  return !(clade <= (ofBeside ? most * beside! : most));
}

function print(rows: readonly Row[]): void {
  const figure = (value: number | undefined, unit: string): string =>
    value === undefined ? '' : `${value.toFixed(unit === 's' ? 2 : 1)} ${unit}`;
  const lines = rows.map((row) => [
    row.what,
    figure(row.clade, row.unit),
    figure(row.beside, row.unit),
    figure(row.blank, row.unit),
    row.ofBeside ? `${(row.clade / row.beside!).toFixed(2)} of bare, most ${row.most}` : `most ${row.most} ${row.unit}`,
    missed(row) ? 'MISSED' : 'ok',
  ]);
  const table = [['', 'Clade', 'bare React Flow', 'blank page', 'wanted', ''], ...lines];
  const widths = table[0]!.map((_, i) => Math.max(...table.map((line) => line[i]!.length)));
  for (const line of table)
    console.log(
      line
        .map((cell, i) => (i === 0 || i >= 4 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    );
}

const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
const out = join('node_modules', '.cache', 'bench-app');
mkdirSync(out, { recursive: true });
await build({ logLevel: 'warn', build: { outDir: out, emptyOutDir: true } });
const configFile = join('tests', 'perf', 'pages', 'vite.config.ts');
await build({ configFile });
const app = await preview({ logLevel: 'warn', build: { outDir: out } });
const pages = await preview({ configFile });
const browser = await chromium.launch(launchOptions());
try {
  console.log(`${cpus()[0]?.model ?? arch()}, ${availableParallelism()} threads, ${platform()}, Node ${process.version}`);
  const bench: Bench = { app: app.resolvedUrls!.local[0]!, pages: pages.resolvedUrls!.local[0]!, browser };
  const rows: Row[] = [];
  for (const [name, run] of MEASURES) if (only === undefined || only.split(',').includes(name)) rows.push(...(await run(bench)));
  print(rows);
  process.exitCode = rows.some(missed) ? 1 : 0;
} finally {
  await browser.close();
  await app.close();
  await pages.close();
}
