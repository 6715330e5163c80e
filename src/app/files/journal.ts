/**
 * The last edit of a workflow, written at once and without waiting for anybody, so that it outlives a tab that dies before
 * it is saved. What has been saved is not in it any more.
 */
export interface Late {
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A larger workflow is not written on each edit: the browser gives 5 MB to all of them. */
const MOST_CHARACTERS = 500_000;

const keyOf = (id: string): string => `clade.late.${id}`;
const openKey = (id: string): string => `clade.open.${id}`;

export function writeLate(id: string, late: Late): void {
  if (late.text.length <= MOST_CHARACTERS) store(keyOf(id), JSON.stringify([late.at, late.text]));
}

export const forgetLate = (id: string): void => drop(keyOf(id));

export function lateOf(id: string): Late | undefined {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyOf(id)) ?? 'null');
    if (!Array.isArray(found)) return undefined;
    const [at, text] = found as unknown[];
    return typeof at === 'number' && typeof text === 'string' ? { at, text } : undefined;
  } catch {
    return undefined;
  }
}

/** Says that a tab has a workflow open; whether one has said so before and never closed it. */
export function noteOpen(id: string): boolean {
  const crashed = isNoted(id);
  store(openKey(id), '1');
  return crashed;
}

export const noteClosed = (id: string): void => drop(openKey(id));

function isNoted(id: string): boolean {
  try {
    return localStorage.getItem(openKey(id)) !== null;
  } catch {
    return false;
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    return;
  }
}

function drop(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    return;
  }
}
