import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type LaunchOptions } from '@playwright/test';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How every test that needs a browser launches it. */
export const launchOptions = (): LaunchOptions => ({ executablePath: findChromium(), args: flags });

/**
 * The path of a Chromium: `$CHROMIUM`, then PATH, then Debian's package when root, then Playwright's own download. It
 * is kept in `$CHROMIUM` for the processes that this one starts.
 */
export function findChromium(): string {
  const named = process.env['CHROMIUM'];
  if (named && !isExecutable(named)) throw new Error(`$CHROMIUM is "${named}", which is not a program.`);
  return (process.env['CHROMIUM'] = named || onPath() || debianPackage() || playwrightDownload());
}

function onPath(): string | undefined {
  const ending = process.platform === 'win32' ? '.exe' : '';
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name + ending))).find(isExecutable);
}

function debianPackage(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return undefined;
  run('apt-get', ['update']);
  run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
  return onPath();
}

function playwrightDownload(): string {
  const path = chromium.executablePath();
  if (!isExecutable(path)) run(process.execPath, [join('node_modules', '@playwright', 'test', 'cli.js'), 'install', 'chromium']);
  if (isExecutable(path)) return path;
  throw new Error('No Chromium was found and none could be installed. Install one, or name one in $CHROMIUM.');
}

const run = (command: string, args: readonly string[]) =>
  spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
