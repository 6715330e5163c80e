import { expect, test } from '@playwright/test';

const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; " +
  "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; manifest-src 'self'";

test('every response is isolated and under the policy, a missing file included', async ({ page, request }) => {
  const addresses = new Set(['/not-there.js']);
  page.on('response', (response) => addresses.add(response.url()));
  await page.goto('/', { waitUntil: 'networkidle' });
  expect(addresses.size).toBeGreaterThan(2);
  for (const address of addresses) {
    const headers = (await request.get(address)).headers();
    expect(headers, address).toMatchObject({
      'content-security-policy': policy,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
  }
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test('the start page breaks no rule of the policy and logs no error', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto('/', { waitUntil: 'networkidle' });
  await expect(page.locator('#root')).not.toBeEmpty();
  expect(complaints).toEqual([]);
});

test('a file that is not there is not found, rather than the start page', async ({ request }) => {
  expect((await request.get('/not-there.js')).status()).toBe(404);
});
