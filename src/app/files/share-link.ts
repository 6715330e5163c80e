import { nodeTypes } from '../../../nodes/index.ts';
import { saveWorkflow } from '../../core/workflow-file.ts';
import type { Workflow } from '../../core/workflow.ts';
import { fromBase64Url, pack, toBase64Url, unpack } from './pack.ts';

/** How whoever opens a link gets to see the workflow. */
export type Look = 'edit' | 'view' | 'present';

/** What the fragment of a link says. */
export interface SharedLink {
  readonly look: Look;
  readonly payload: string;
}

const FLAGS: Readonly<Record<Look, string>> = { edit: '', view: 'v/', present: 'p/' };
const LOOKS: ReadonlyMap<string, Look> = new Map([
  ['v', 'view'],
  ['p', 'present'],
]);

/** The link that an address is, if it is one. */
export function sharedIn(hash: string): SharedLink | undefined {
  const found = /^#\/s\/(?:([vp])\/)?([\w-]+)$/.exec(hash);
  return found?.[2] ? { look: LOOKS.get(found[1] ?? '') ?? 'edit', payload: found[2] } : undefined;
}

/**
 * A link that holds the whole workflow as a saved file would, compressed, behind the "#": browsers send that to no server.
 * Data, secrets and places on this machine are not in it.
 */
export async function linkTo(workflow: Workflow, look: Look, page: string): Promise<string> {
  const payload = toBase64Url(await pack(saveWorkflow(workflow, nodeTypes)));
  return `${page.replace(/#.*$/s, '')}#/s/${FLAGS[look]}${payload}`;
}

/** The text of the workflow in a link. A link that was cut or is no link is an error that says so. */
export async function textOf({ payload }: SharedLink): Promise<string> {
  try {
    return await unpack(fromBase64Url(payload));
  } catch (error) {
    const why = error instanceof RangeError ? error.message : 'It is damaged: a part may be missing.';
    throw new Error(`The link could not be opened.\n${why} Copy it again, or ask for the file (.clade.json).`, { cause: error });
  }
}

/** What may happen to a link of this length on its way, or nothing. */
export function lengthWarning(characters: number): string | undefined {
  if (characters > 30_000) return 'Many programs cut a link of this length. Send the file instead: Save as file.';
  if (characters > 8_000) return 'Some chat and mail programs cut links of this length. Test it, or send the file instead.';
  return undefined;
}
