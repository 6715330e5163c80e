import { tabEngine } from '../../../src/engines/local/tab.ts';
import * as plans from './plans.ts';

/** What a test may use through `page.evaluate`. */
const tested = { tabEngine, plans };

declare global {
  var tested: typeof tested;
}

globalThis.tested = tested;
