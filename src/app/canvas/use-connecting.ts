import { useStoreApi, type Connection, type Edge, type FinalConnectionState, type OnConnectStartParams } from '@xyflow/react';
import { useMemo, useState } from 'react';
import { connectionProblem, withWire } from '../edits.ts';
import { useEditor } from '../editor.ts';
import { openAddNode } from '../palette/add-node-state.ts';
import { notify } from '../ui/toasts.tsx';
import type { CanvasView, ClientPoint } from './canvas-view.ts';
import { edgeOf, endsOf, offersFor, refusal, sideOf, startOf, wireToCard, type Start } from './connecting.ts';
import { inputAt, outputAt } from './place.ts';

/** Drawing wires: which ports are on offer meanwhile, and what React Flow asks and tells. */
export function useConnecting(view: CanvasView) {
  const editor = useEditor();
  const store = useStoreApi();
  const [offers, setOffers] = useState<ReadonlySet<string>>();

  const handlers = useMemo(() => {
    const connect = ({ from, to }: { from: readonly [string, string]; to: readonly [string, string] }): void =>
      editor.edit('Connect', (w) => withWire(w, from, to));

    const begin = (_: unknown, { nodeId, handleId, handleType }: OnConnectStartParams): void => {
      if (nodeId && handleId && handleType)
        setOffers(offersFor(editor.getState().workflow, { node: nodeId, port: handleId, side: sideOf(handleType) }));
    };

    function drop(start: Start, at: ClientPoint): void {
      const { workflow } = editor.getState();
      const under = document.elementFromPoint(at.x, at.y);
      const card = under?.closest<HTMLElement>('.react-flow__node-card, .react-flow__node-folded')?.dataset['id'];
      if (card === start.node) return;
      if (card !== undefined) {
        const wire = wireToCard(workflow, start, card);
        if (typeof wire === 'string') notify({ text: wire });
        else connect(wire);
      } else if (under && store.getState().domNode?.contains(under)) {
        const place = start.side === 'out' ? inputAt : outputAt;
        openAddNode({ at: place(view.toFlow(at)), ...endsOf(workflow, start) });
      }
    }

    const end = (event: MouseEvent | TouchEvent, state: FinalConnectionState): void => {
      setOffers(undefined);
      if (state.isValid || !state.fromHandle) return;
      const reason = refusal(editor.getState().workflow, state);
      if (reason !== undefined) notify({ text: reason });
      else drop(startOf(state.fromHandle), pointOf(event));
    };

    return {
      isValidConnection: (wire: Connection | Edge) => {
        const { from, to } = edgeOf({ ...wire, sourceHandle: wire.sourceHandle ?? null, targetHandle: wire.targetHandle ?? null });
        return connectionProblem(editor.getState().workflow, from, to) === undefined;
      },
      onConnect: (wire: Connection) => connect(edgeOf(wire)),
      onConnectStart: begin,
      onConnectEnd: end,
      onClickConnectStart: begin,
      onClickConnectEnd: () => setOffers(undefined),
    };
  }, [editor, view, store]);
  return { offers, handlers };
}

/** Where a pointer is in the window. */
export function pointOf(event: MouseEvent | TouchEvent): ClientPoint {
  const { clientX: x, clientY: y } = 'changedTouches' in event ? event.changedTouches[0]! : event;
  return { x, y };
}
