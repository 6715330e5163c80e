import { tabEngine } from '../../../src/engines/local/tab.ts';
import { portHashes } from '../../engines/port-hashes.ts';
import * as plans from './plans.ts';

/** What a test uses inside `page.evaluate`. */
const api = { tabEngine, portHashes, ...plans };

declare global {
  var tested: typeof api;
}

globalThis.tested = api;
