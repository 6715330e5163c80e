import { notify } from '../ui/toasts.tsx';
import { offline } from './offline-state.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** Begins to keep the app in this browser, so that it opens without a connection. Only what was built can be kept. */
export function startOffline(): void {
  const follow = (): void => offline.setState({ connected: navigator.onLine });
  addEventListener('online', follow);
  addEventListener('offline', follow);
  if (import.meta.env.PROD && 'serviceWorker' in navigator) whenIdle(() => void register().catch(() => undefined));
}

const whenIdle = (then: () => void): void => {
  if ('requestIdleCallback' in window) requestIdleCallback(then, { timeout: 10_000 });
  else setTimeout(then, 2000);
};

async function register(): Promise<void> {
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === 'ready') offline.setState({ ready: true });
  });
  const registration = await serviceWorker.register('./sw.js');
  offerUpdates(registration);
  const { active } = await serviceWorker.ready;
  whenIdle(() => tell(active, { kind: 'keep' }));
}

/** An open page goes on with the version that it was loaded in, until somebody loads it anew. */
function offerUpdates(registration: ServiceWorkerRegistration): void {
  const offer = (worker: ServiceWorker | null): void => {
    if (!worker || !navigator.serviceWorker.controller) return;
    const reload = (): void => {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      tell(worker, { kind: 'activate' });
    };
    notify({ text: 'A new version is ready', action: { label: 'Reload', run: reload } });
  };
  offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => installing.state === 'installed' && offer(installing));
  });
}

const tell = (worker: ServiceWorker | null, message: ToWorker): void => worker?.postMessage(message);
