/** Starts the command line of a checkout: `npm run -s clade -- run WORKFLOW.json`. Nothing of this file writes to stdout. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle, bundled, install } from './checkout.mjs';

install();
await bundle();
process.setSourceMapsEnabled(true);
await import(pathToFileURL(join(bundled, 'cli.mjs')).href);
