import { tabEngine } from '../../../src/engines/local/tab.ts';
import { portHashes, segmentsHash } from '../../engines/port-hashes.ts';
import * as plans from './plans.ts';

/** What a test uses inside `page.evaluate`. */
const api = { tabEngine, portHashes, segmentsHash, ...plans };
export type Tested = typeof api;

Object.assign(globalThis, { tested: api });
