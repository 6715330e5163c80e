import { nodeById } from '../../core/workflow.ts';
import { canvasView } from '../canvas/canvas-view.ts';
import { openTab } from '../dock/dock-state.ts';
import { lookOf } from '../files/looks.ts';
import { labelOf, nodeState } from '../node-state.ts';
import { doing } from '../shell/shell-state.ts';
import type { Editor } from '../store.ts';
import { notify } from '../ui/toasts.tsx';
import { examine, tableAt } from './examine.ts';
import { withSegments, type Laid } from './lay.ts';
import type { OrderFacts } from './look.ts';
import { closeOffer, openOffer, type Offer } from './offer.ts';
import { propose, type Choice } from './propose.ts';
import { fileReaders } from './readers.ts';

const PORT = 'table';

/**
 * Looks through a file that a node reads. Where it holds orders, or `anyway`, it is proposed how to find the segments in
 * it; otherwise a quiet note says why not.
 */
export async function offerSegments(editor: Editor, reader: string, anyway = false): Promise<void> {
  const { id } = editor.getState();
  const read = fileReaders(editor.getState()).find((r) => r.node === reader);
  const table = tableAt(editor, [reader, PORT]);
  const { kind } = nodeState(editor.getState(), reader);
  if (!read || !table || (!anyway && kind !== 'done' && kind !== 'sampled')) return;
  const seen = await examine(editor, table, new AbortController().signal);
  if (editor.getState().id !== id || !nodeById(editor.getState().workflow, reader)) return;
  const proposal = propose(seen);
  if (proposal.why !== undefined && !anyway) {
    notify({
      text: `${read.file} is open as a table`,
      detail: `${proposal.why}, so no segments are proposed.`,
      action: { label: 'RFM from this file…', run: () => void doing(undefined, () => offerSegments(editor, reader, true)) },
    });
    return;
  }
  const warnings = lookOf(read.source)?.found.warnings ?? [];
  openOffer({ reader, source: read.source, file: read.file, workflow: id, table, seen, proposal, warnings });
}

/** Lays the workflow on the file, runs it, and shows the segments once they are there. */
export async function findSegments(editor: Editor, offer: Offer, choice: Choice, facts: OrderFacts): Promise<void> {
  closeOffer();
  if (editor.getState().id !== offer.workflow) return;
  let laid: Laid | undefined;
  editor.edit(
    'Find the segments',
    (workflow) => {
      laid = withSegments(workflow, [offer.reader, PORT], offer.seen, choice, facts);
      return laid.workflow;
    },
    `file ${offer.source}`,
  );
  if (!laid) return;
  const { profile, file, all } = laid;
  editor.select([profile]);
  openTab('view');
  requestAnimationFrame(() => canvasView()?.fit([offer.reader, ...all]));
  await doing(undefined, () => editor.run([file, profile]));
  const now = editor.getState();
  if (now.id !== offer.workflow || now.view !== undefined) return;
  if (nodeState(now, profile).kind === 'done') return editor.openView(profile);
  const failed = now.workflow.nodes.find(({ id }) => all.includes(id) && nodeState(now, id).kind === 'error');
  if (!failed) return;
  const { line, fix } = nodeState(now, failed.id);
  editor.select([failed.id]);
  notify({
    kind: 'error',
    text: 'The segments could not be computed',
    detail: [`${labelOf(failed)}: ${line}`, fix].filter(Boolean).join(' '),
  });
}
