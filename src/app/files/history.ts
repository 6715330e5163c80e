/** A state of a workflow that can be gone back to. Its text is kept once, however many versions have it. */
export interface Version {
  /** When it began and when it was last saved, in milliseconds since 1970. */
  readonly from: number;
  readonly at: number;
  /** Names its text. */
  readonly hash: string;
  readonly nodes: number;
  /** What was done to get there, as the undo list calls it; the last ones. */
  readonly labels: readonly string[];
  /** What somebody called it, to keep it. */
  readonly name?: string | undefined;
}

/** Edits without a longer pause than this are one version, up to a length. */
const PAUSE_MS = 2 * 60_000;
const BURST_MS = 5 * 60_000;
const MOST_VERSIONS = 100;
const MOST_LABELS = 8;

export const RESTORED = 'Restore';

/**
 * The versions of a workflow, oldest first, with a state that was saved. Saves that follow each other closely are one
 * version, as it was at the end; one that was named, and one that was gone back to, stays for itself.
 */
export function withSaved(versions: readonly Version[], saved: Omit<Version, 'from' | 'name'>): readonly Version[] {
  const last = versions.at(-1);
  if (last?.hash === saved.hash) return versions;
  const labels = saved.labels.slice(-MOST_LABELS);
  const goesOn =
    last !== undefined &&
    last.name === undefined &&
    versions.length > 1 &&
    saved.at - last.at <= PAUSE_MS &&
    saved.at - last.from <= BURST_MS &&
    !labels.some((label) => label.startsWith(RESTORED));
  if (goesOn) return [...versions.slice(0, -1), { ...saved, from: last.from, labels: mergedLabels(last.labels, labels) }];
  return kept([...versions, { ...saved, from: saved.at, labels }]);
}

/** The versions with a name for the last one of this time; an empty name lets it go with the others. */
export const withName = (versions: readonly Version[], at: number, name: string): readonly Version[] =>
  kept(versions.map((v) => (v.at === at ? { ...v, name: name || undefined } : v)));

/** Those with a name, and the last hundred of the others. */
function kept(versions: readonly Version[]): readonly Version[] {
  const others = versions.filter((v) => v.name === undefined);
  const gone = new Set(others.slice(0, -MOST_VERSIONS));
  return gone.size ? versions.filter((v) => !gone.has(v)) : versions;
}

const mergedLabels = (before: readonly string[], more: readonly string[]): readonly string[] =>
  [...before, ...more].filter((label, i, all) => label !== all[i - 1]).slice(-MOST_LABELS);

/** What was done since an earlier undo list, by its names. */
export function labelsSince(before: readonly { readonly label: string }[], now: readonly { readonly label: string }[]): readonly string[] {
  const last = before.at(-1);
  const from = last ? now.indexOf(last) : -1;
  if (last && from < 0) return ['Undo'];
  const labels = now.slice(from + 1).map((step) => step.label);
  return labels.length ? labels : [last?.label ?? 'Edit'];
}
