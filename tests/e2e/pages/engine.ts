import { tabEngine } from '../../../src/engines/local/tab.ts';
import * as plans from './plans.ts';

/** What a test uses inside `page.evaluate`. */
const api = { tabEngine, ...plans };

declare global {
  var tested: typeof api;
}

globalThis.tested = api;
