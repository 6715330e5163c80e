import { lazy, Suspense } from 'react';
import { useEditorState } from '../editor.ts';
import { useOffer } from './offer.ts';

const ProposalDialog = lazy(async () => ({ default: (await import('./proposal-dialog.tsx')).ProposalDialog }));

/** The proposal for the file that was opened last, until it is answered. */
export function Offered() {
  const offer = useOffer();
  const id = useEditorState((s) => s.id);
  return (
    offer?.workflow === id && (
      <Suspense>
        <ProposalDialog key={offer.reader} offer={offer} />
      </Suspense>
    )
  );
}
