/** What a page tells the service worker: to keep the large files too, or to take over from an older version. */
export type ToWorker = { readonly kind: 'keep' } | { readonly kind: 'activate' };

/** All files are kept. */
export interface FromWorker {
  readonly kind: 'ready';
}
