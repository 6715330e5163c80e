import { expect, type Page } from '@playwright/test';
import type { RunEvent } from '../../src/core/engine.ts';
import { nodeEngine } from '../engines/node-engine.ts';
import { test } from './engine-page.ts';
import { orders, ordersCsv, run, segments } from './pages/plans.ts';

const failures = (events: readonly RunEvent[]): RunEvent[] => events.filter((e) => e.kind === 'failed');

test('a tab reads, groups and segments a file, and writes the same bytes as the command line', async ({ page }) => {
  const inTab = await page.evaluate(async () => {
    const { orders, ordersCsv, run, segments, tabEngine } = tested;
    const engine = tabEngine();
    const table = segments(await orders(engine, ordersCsv(200_000)));
    const events = await run(engine, table);
    const { rows, columns } = await engine.page(table, { from: 4000, count: 2 });
    const csv = await engine.write({ table, file: 'out.csv', format: 'csv', guard: true });
    const parquet = await engine.write({ table, file: 'out.parquet', format: 'parquet', guard: true });
    return { events, rows, columns, csv: { ...csv, bytes: csv.bytes?.length }, parquet: parquet.rows };
  });
  expect(failures(inTab.events)).toEqual([]);
  expect(inTab).toMatchObject({ rows: 5000, parquet: 5000 });

  const engine = await nodeEngine();
  const table = segments(await orders(engine, ordersCsv(200_000)));
  expect(failures(await run(engine, table))).toEqual([]);
  const { columns } = await engine.page(table, { from: 4000, count: 2 });
  const { size, sha256, rows } = await engine.write({ table, file: 'out.csv', format: 'csv', guard: true });
  await engine.close();
  expect(inTab.columns).toEqual(columns);
  expect(inTab.csv).toEqual({ bytes: size, size, sha256, rows });
});

test('a tab reads what it writes, large workbooks included', async ({ page }) => {
  const found = await page.evaluate(async () => {
    const { orders, ordersCsv, run, tabEngine } = tested;
    const engine = tabEngine();
    const table = await orders(engine, ordersCsv(30_000));
    await run(engine, table);
    const seen = [];
    for (const format of ['csv', 'parquet', 'excel'] as const) {
      const { bytes } = await engine.write({ table, file: format, format, guard: true });
      await engine.attach(format, new File([bytes!.slice()], format));
      const { rows, rejects, columns, warnings } = await engine.inspect(format, format, {});
      seen.push({ format, size: bytes!.length, rows, rejects, types: columns.map((c) => c.type), warnings });
    }
    return seen;
  });
  const types = ['int', 'string', 'date', 'double', 'string'];
  const whole = { rows: 30_000, rejects: 0, types, warnings: [] };
  expect(found).toMatchObject([
    { format: 'csv', ...whole },
    { format: 'parquet', ...whole },
    { format: 'excel', ...whole },
  ]);
  expect(found[2]!.size).toBeGreaterThan(600_000);
});

test('a stop ends a long statement within two seconds, and keeps the tables that are there', async ({ page }) => {
  const { events, ms, kept, after, restarts } = await page.evaluate(async () => {
    const { endless, orders, ordersCsv, run, segments, tabEngine } = tested;
    let restarts = 0;
    const engine = tabEngine({ onRestart: () => restarts++ });
    const table = await orders(engine, ordersCsv(200_000));
    await run(engine, table);
    let stopped = 0;
    const events = await run(engine, endless(table), (event, abort) => {
      if (event.kind !== 'running' || stopped) return;
      stopped = -1;
      setTimeout(() => {
        stopped = performance.now();
        abort();
      }, 500);
    });
    const ms = performance.now() - stopped;
    return { events, ms, kept: engine.rows(table), after: await run(engine, segments(table)), restarts };
  });
  expect(events.at(-1)).toMatchObject({ kind: 'skipped', why: 'Stopped.' });
  expect(ms).toBeLessThan(2000);
  expect(kept).toBe(200_000);
  expect(failures(after)).toEqual([]);
  expect(restarts).toBe(0);
});

test('a worker that ignores a stop is replaced, and its tables are computed again', async ({ page }) => {
  const { ms, remarks, forgotten, after } = await page.evaluate(async () => {
    const { orders, ordersCsv, run, sample, tabEngine } = tested;
    const remarks: string[] = [];
    const engine = tabEngine({ onRemark: (text) => remarks.push(text) });
    const table = await orders(engine, ordersCsv(1000));
    await run(engine, table);
    let stopped = 0;
    await run(engine, sample(2_000_000), (event, abort) => {
      if (event.kind !== 'running' || stopped) return;
      stopped = performance.now();
      setTimeout(abort);
    });
    const ms = performance.now() - stopped;
    const forgotten = !engine.has(table);
    await run(engine, table);
    return { ms, remarks, forgotten, after: engine.rows(table) };
  });
  expect(ms).toBeGreaterThan(1900);
  expect(ms).toBeLessThan(4000);
  expect(remarks.filter((text) => text.includes('did not stop in time'))).toHaveLength(1);
  expect(forgotten).toBe(true);
  expect(after).toBe(1000);
});

test('a table that does not fit into memory fails, and the engine goes on', async ({ page }) => {
  const {
    events,
    page: rows,
    kept,
  } = await page.evaluate(async () => {
    const { orders, ordersCsv, pairs, run, tabEngine } = tested;
    const engine = tabEngine();
    const table = await orders(engine, ordersCsv(50_000));
    await run(engine, table);
    const events = await run(engine, pairs(table));
    const { columns } = await engine.page(table, { from: 0, count: 1 });
    return { events, page: columns.map((c) => c.values[0]), kept: engine.rows(table) };
  });
  expect(failures(events)).toMatchObject([{ message: 'Out of memory.', fix: expect.stringContaining('Keep fewer columns or rows') }]);
  expect(kept).toBe(50_000);
  expect(rows).toHaveLength(5);
});

test('a file that is not there is an error that says what to do', async ({ page }) => {
  const events = await missingFile(page);
  expect(failures(events)).toMatchObject([{ message: 'No file is there for "orders".', fix: 'Choose it again.' }]);
});

const missingFile = (page: Page): Promise<RunEvent[]> =>
  page.evaluate(async () => {
    const { orders, ordersCsv, run, tabEngine } = tested;
    const table = await orders(tabEngine(), ordersCsv(10));
    return run(tabEngine(), table);
  });
