import type { FromWorker, ToWorker } from './messages.ts';

/** What this file uses of a service worker; the types of one cannot stand beside those of a page. */
interface Client {
  postMessage(message: FromWorker): void;
}
interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Event {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface Told extends Waiting {
  readonly data: ToWorker;
}
interface Worker {
  readonly registration: { readonly scope: string };
  readonly clients: { matchAll(options: { includeUncontrolled: boolean }): Promise<readonly Client[]>; claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', hear: (event: Waiting) => void): void;
  addEventListener(type: 'fetch', hear: (event: Fetching) => void): void;
  addEventListener(type: 'message', hear: (event: Told) => void): void;
}

/** The build puts the files and a name for all of them in place of these: small ones are kept at once, large ones later. */
declare const BUILT: { readonly version: string; readonly small: readonly string[]; readonly large: readonly string[] };

const worker = globalThis as unknown as Worker;
const { version, small, large } = BUILT;
const PREFIX = 'clade ';
const name = PREFIX + version;
const page = worker.registration.scope;
const urlOf = (file: string): string => new URL(file, page).href;

worker.addEventListener('install', (event) => event.waitUntil(keep(['./', ...small])));

worker.addEventListener('activate', (event) => event.waitUntil(sweep().then(() => worker.clients.claim())));

worker.addEventListener('message', (event) => {
  if (event.data.kind === 'activate') event.waitUntil(worker.skipWaiting());
  else event.waitUntil(keepAll());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== new URL(page).origin) return;
  event.respondWith(answer(request));
});

/** From what is kept, the newest version first, with the headers that it came with; else from the server. */
async function answer(request: Request): Promise<Response> {
  const asked = request.url.replace(/[#?].*$/s, '');
  const url = asked === urlOf('index.html') ? page : asked;
  const cache = await caches.open(name);
  const found = (await cache.match(url)) ?? (await caches.match(url));
  return found ?? fetch(request);
}

async function keepAll(): Promise<void> {
  await keep(large);
  await sweep();
  for (const client of await worker.clients.matchAll({ includeUncontrolled: true })) client.postMessage({ kind: 'ready' });
}

/** One after the other: the page comes first. Names of built files hold their content, so what is there stays right. */
async function keep(files: readonly string[]): Promise<void> {
  const cache = await caches.open(name);
  for (const file of files) {
    const url = urlOf(file);
    if (await cache.match(url)) continue;
    const response = await fetch(url, { cache: file === './' ? 'reload' : 'default' });
    if (!response.ok || response.redirected) throw new Error(`${url} could not be kept.`);
    await cache.put(url, response);
  }
}

/** Older versions go when no page can need their files any more. */
async function sweep(): Promise<void> {
  const open = await worker.clients.matchAll({ includeUncontrolled: true });
  if (open.length > 1) return;
  const others = (await caches.keys()).filter((other) => other.startsWith(PREFIX) && other !== name);
  await Promise.all(others.map((other) => caches.delete(other)));
}
