import { createStore } from 'zustand/vanilla';
import type { Position } from '../../core/workflow.ts';
import type { Ends } from '../edits.ts';

/** A wish for a new node: where its card goes, and the wires it is to have. */
export interface NewNode extends Ends {
  readonly at: Position;
}

/** What the dialog for adding a node is open for. */
export const addNodeDialog = createStore<{ readonly wish: NewNode | undefined }>()(() => ({ wish: undefined }));

export const openAddNode = (wish: NewNode): void => addNodeDialog.setState({ wish });
export const closeAddNode = (): void => addNodeDialog.setState({ wish: undefined });
