import type { Json } from './params.ts';
import { isObject } from './workflow-json.ts';

/** Why a value may not leave the machine in a workflow file. */
export type Private = 'secret' | 'path';

const SECRET_NAME = /(pass(word|phrase|wd)?|pwd|secret|token|credentials?|(api|access|private|secret)[-_ ]?key)$/i;
const SECRET_TEXT =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bsk-[\w-]{20,}|\bxox[abprs]-[\w-]{10,}/;
const URL_PASSWORD = /(:\/\/[^\s/:@]*:)([^\s/@]+)(?=@)/g;
const FROM_ENV = /^\$\{env:[A-Za-z_]\w*\}$/;
const PATH_NAME = /((^|[-_ ])(path|file|folder|directory)|Path|File|Folder|Directory)$/;

/**
 * `value` as it may stand in a file that is passed on: a password, token or key becomes `${env:NAME}`, which a run fills
 * from its environment, and a path out of the workflow's folder becomes its file name. `found` hears of each replacement.
 */
export function shared(name: string, value: Json, found: (why: Private, name: string) => void): Json {
  if (Array.isArray(value)) return value.map((item: Json) => shared(name, item, found));
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([n, v]) => [n, shared(n, v, found)]));
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  const safe = withoutSecret(name, String(value));
  if (safe !== String(value)) {
    found('secret', name);
    return safe;
  }
  if (typeof value === 'number' || !PATH_NAME.test(name) || !leavesFolder(value)) return value;
  found('path', name);
  return sharedPath(value);
}

function withoutSecret(name: string, text: string): string {
  if (text === '' || FROM_ENV.test(text)) return text;
  if (SECRET_NAME.test(name) || SECRET_TEXT.test(text)) return `\${env:${envName(name)}}`;
  return text.replace(URL_PASSWORD, (all, before: string, password: string) =>
    FROM_ENV.test(password) ? all : `${before}\${env:PASSWORD}`,
  );
}

const envName = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_*(?=\d|$)/, 'SECRET_');

/** A path inside the workflow's folder, with forward slashes; one that is absolute or leads out of it is cut to its file name. */
export function sharedPath(path: string): string {
  const parts = leavesFolder(path) ? [fileName(path)] : stepsOf(path);
  return parts.join('/');
}

export function leavesFolder(path: string): boolean {
  return ABSOLUTE.test(slashed(path)) || stepsOf(path)[0] === '..';
}

const ABSOLUTE = /^(\/|~[^/]*\/|[a-z][a-z0-9+.-]*:)/i;

const slashed = (path: string): string => path.replaceAll('\\', '/');

/** The folders of a path and its file; what leads out of where it began stands as `..` in front. */
function stepsOf(path: string): string[] {
  const steps: string[] = [];
  for (const part of slashed(path).split('/')) {
    if (part === '..' && steps.length && steps.at(-1) !== '..') steps.pop();
    else if (part !== '' && part !== '.') steps.push(part);
  }
  return steps;
}

function fileName(path: string): string {
  const bare = /^[a-z][a-z0-9+.-]+:\/\//i.test(path) ? path.replace(/[?#].*$/s, '') : path;
  const last = stepsOf(bare).at(-1) ?? '';
  return last === '..' ? '' : last.replace(/^([a-z][a-z0-9+.-]*:)+/i, '');
}
