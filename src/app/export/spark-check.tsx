import { useEffect } from 'react';
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import type { NodeGap } from '../../engines/spark/workflow-script.ts';
import { canvasView } from '../canvas/canvas-view.ts';
import { useEditorState } from '../editor.ts';
import { isSparkChecked, setSparkCheck, useShell } from '../shell/shell-state.ts';
import type { Editor } from '../store.ts';
import { notify } from '../ui/toasts.tsx';
import { gapsOf } from './gaps.ts';

const NONE: ReadonlyMap<string, readonly NodeGap[]> = new Map();
const marks = createStore(() => ({ byNode: NONE }));

/** What of a node cannot run on Spark, while somebody wants to know. */
export const useGaps = (node: string): readonly NodeGap[] | undefined => useStore(marks, (s) => s.byNode.get(node));

export const gapText = ({ message, fix }: Pick<NodeGap, 'message' | 'fix'>): string => `${message} ${fix}`;

/** Edits that follow each other this fast are looked at once, in milliseconds. */
const PAUSE = 250;

/** Keeps the marks up to date while Check for Spark is on. */
export const SparkCheck = () => useShell((s) => s.sparkCheck) && <Marks />;

function Marks() {
  const workflow = useEditorState((s) => s.workflow);
  const compiled = useEditorState((s) => s.compiled);
  useEffect(() => () => marks.setState({ byNode: NONE }), []);
  useEffect(() => {
    let current = true;
    const mark = async (): Promise<void> => {
      const gaps = await gapsOf({ workflow, compiled }, 'pyspark');
      if (current) marks.setState({ byNode: new Map(gaps.map(({ node }) => [node, gaps.filter((gap) => gap.node === node)])) });
    };
    const timer = setTimeout(() => void mark(), PAUSE);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [workflow, compiled]);
  return null;
}

/** Turns the marks on or off, and says what that shows. */
export async function toggleSparkCheck(editor: Editor): Promise<void> {
  const on = !isSparkChecked();
  setSparkCheck(on);
  if (!on) return notify({ text: 'The check for Spark is off' });
  const nodes = [...new Set((await gapsOf(editor.getState(), 'pyspark')).map((gap) => gap.node))];
  if (!nodes.length) return notify({ text: 'Every node can run on Spark' });
  notify({
    text: nodes.length === 1 ? '1 node cannot run on Spark' : `${nodes.length} nodes cannot run on Spark`,
    action: { label: 'Show', run: () => canvasView()?.focus(nodes[0]!) },
  });
}
