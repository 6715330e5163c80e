import './presentation.css';
import { AArrowUp, ChevronLeft, ChevronRight, CirclePlay, Footprints, LayoutDashboard, Square, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { nodeTypes } from '../../../nodes/index.ts';
import { nodeById } from '../../core/workflow.ts';
import { canvasView } from '../canvas/canvas-view.ts';
import { runNodes } from '../commands/run-commands.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { findingsOf, labelOf, nodeState } from '../node-state.ts';
import { familyOf } from '../palette/families.ts';
import { presentStep } from '../shell/shell-state.ts';
import { isWatchable, watchedNode, watchNode } from '../steps/watched-node.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Empty, Note } from '../ui/feedback.tsx';
import { FamilyIcon, StateIcon } from '../ui/icons.tsx';
import { presentAction } from './present-keys.ts';
import { aboutNode, dimming, hasView, notesIn, presentedSteps, spoken, stepWith, viewIn, type PresentedStep } from './presented-steps.ts';
import { stopPresenting } from './presenting.ts';

/** The workflow step by step: one frame in sight, and beside it what the step is and what came of it. */
export default function Presentation({ at }: { at: number }) {
  const workflow = useEditorState((s) => s.workflow);
  const steps = useMemo(() => presentedSteps(workflow), [workflow]);
  const now = Math.min(at, steps.length - 1);
  const step = steps[now];
  if (!step)
    return (
      <aside className="present" aria-label="Presentation">
        <Empty
          title="There is nothing to present"
          text="Add a node first."
          action={
            <Button small onClick={leave}>
              Back to the editor
            </Button>
          }
        />
      </aside>
    );
  return <Presented steps={steps} now={now} step={step} />;
}

function leave(): void {
  stopPresenting();
  requestAnimationFrame(() => {
    canvasView()?.fit();
    canvasView()?.takeFocus();
  });
}

function Presented({ steps, now, step }: { steps: readonly PresentedStep[]; now: number; step: PresentedStep }) {
  const workflow = useEditorState((s) => s.workflow);
  const panel = useRef<HTMLElement>(null);
  const [large, setLarge] = useState(false);
  const larger = (): void => setLarge(!large);
  const number = useKeys(steps, now, larger);
  useCamera(step);
  usePicked(steps, now);
  useEffect(() => panel.current?.focus({ preventScroll: true }), []);
  const notes = notesIn(workflow, step);
  return (
    <aside
      ref={panel}
      className="present"
      data-large={large || undefined}
      aria-label="Presentation"
      data-region="Presentation"
      tabIndex={-1}
    >
      <style>{dimming(workflow, step)}</style>
      <header className="present-head">
        <span className="num">{number ? `Go to step ${number}, Enter` : `Step ${now + 1} of ${steps.length}`}</span>
        <IconButton icon={AArrowUp} label="Larger text" shortcut="T" pressed={large} onClick={larger} />
        <IconButton icon={X} label="Stop presenting" shortcut="Esc" onClick={leave} />
      </header>
      <div key={step.id} className="present-body">
        <h2>{step.title}</h2>
        {step.text && <p className="present-text">{step.text}</p>}
        {notes.map((text, i) => (
          <p key={i} className="present-text present-note">
            {text}
          </p>
        ))}
        <ul className="present-nodes">
          {step.nodes.map((id) => (
            <StepNode key={id} id={id} alone={steps.length > 0 && step.id === id} />
          ))}
        </ul>
        {step.nodes.length === 0 && <p className="muted">There is no node in this step.</p>}
      </div>
      <Foot steps={steps} now={now} step={step} />
      <p className="sr-only" aria-live="polite">
        {spoken(step, now, steps.length)}
      </p>
    </aside>
  );
}

/** Most findings of a node that are shown. */
const FINDINGS = 3;

function StepNode({ id, alone }: { id: string; alone: boolean }) {
  const editor = useEditor();
  const node = useEditorState((s) => nodeById(s.workflow, id));
  const about = useEditorState((s) => aboutNode(s.workflow, id));
  const state = useEditorState(useShallow((s) => nodeState(s, id)));
  const summary = useEditorState((s) => s.compiled.nodes.get(id)?.summary);
  const findings = useEditorState(useShallow((s) => findingsOf(s, id)));
  const view = useEditorState((s) => hasView(s.workflow, id));
  if (!node) return null;
  const type = nodeTypes.get(node.type);
  return (
    <li className="present-node">
      {!alone && (
        <h3>
          <FamilyIcon family={node.disabled ? 'unknown' : familyOf(type)} icon={type?.icon ?? ''} />
          {labelOf(node)}
        </h3>
      )}
      <p>{about}</p>
      {summary && <p className="muted">{summary}</p>}
      <p className="present-state num">
        <StateIcon state={state.kind} words={[state.line, state.aside].filter(Boolean).join(', ')} />
        {view && (
          <Button small kind="ghost" icon={LayoutDashboard} onClick={() => editor.openView(id)}>
            Open view
          </Button>
        )}
        {isWatchable(node.type) && (
          <Button small kind="ghost" icon={Footprints} onClick={() => watchNode(id)}>
            Watch it work
          </Button>
        )}
      </p>
      {findings.slice(0, FINDINGS).map(({ level, message }) => (
        <Note key={message} kind={level}>
          {message}
        </Note>
      ))}
      {findings.length > FINDINGS && <p className="muted">{`and ${findings.length - FINDINGS} more`}</p>}
    </li>
  );
}

function Foot({ steps, now, step }: { steps: readonly PresentedStep[]; now: number; step: PresentedStep }) {
  const editor = useEditor();
  const running = useEditorState((s) => s.running);
  return (
    <footer className="present-foot">
      <ol className="present-dots" aria-label="Steps">
        {steps.map(({ id, title }, i) => (
          <li key={id}>
            <button
              type="button"
              title={`${i + 1} ${title}`}
              aria-label={`Step ${i + 1}: ${title}`}
              aria-current={i === now ? 'step' : undefined}
              data-past={i < now || undefined}
              onClick={() => presentStep(i)}
            />
          </li>
        ))}
      </ol>
      <div className="present-buttons">
        <IconButton
          icon={ChevronLeft}
          kind="default"
          label="Step back"
          shortcut="Left"
          disabledReason={now === 0 ? 'This is the first step' : undefined}
          onClick={() => presentStep(now - 1)}
        />
        <IconButton
          icon={ChevronRight}
          kind="default"
          label="Next step"
          shortcut="Right"
          disabledReason={now === steps.length - 1 ? 'This is the last step' : undefined}
          onClick={() => presentStep(now + 1)}
        />
        <span className="present-space" />
        {running ? (
          <Button icon={Square} shortcut="Ctrl+." onClick={() => editor.stop()}>
            Stop
          </Button>
        ) : (
          <Button
            kind="primary"
            icon={CirclePlay}
            shortcut="Enter"
            disabledReason={step.nodes.length ? undefined : 'There is no node in this step'}
            onClick={() => void runNodes(editor, step.nodes)}
          >
            Run to here
          </Button>
        )}
      </div>
    </footer>
  );
}

/** Brings the step into sight, again when the window changes its size. */
function useCamera({ area }: PresentedStep): void {
  useEffect(() => {
    const canvas = document.querySelector('[data-canvas]');
    if (!canvas) return undefined;
    const observer = new ResizeObserver(() => requestAnimationFrame(() => canvasView()?.lookAt(area)));
    observer.observe(canvas);
    return () => observer.disconnect();
  }, [area]);
}

/** A card that is clicked leads to its step. */
function usePicked(steps: readonly PresentedStep[], now: number): void {
  const picked = useEditorState((s) => (s.selected.length === 1 ? s.selected[0] : undefined));
  const before = useRef(picked);
  useEffect(() => {
    if (picked === before.current) return;
    before.current = picked;
    const to = picked === undefined || steps[now]?.lit.has(picked) ? undefined : stepWith(steps, picked);
    if (to !== undefined) presentStep(to);
  }, [picked, steps, now]);
}

/** The keys of the presentation, before all others; what has been written of a step's number. */
function useKeys(steps: readonly PresentedStep[], step: number, larger: () => void): string {
  const editor = useEditor();
  const [number, setNumber] = useState('');
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { target } = event;
      const { view, workflow } = editor.getState();
      if (event.isComposing || view !== undefined || watchedNode() !== undefined) return;
      if (target instanceof Element && target.closest('[role="dialog"], [role="menu"], [role="listbox"]')) return;
      const action = presentAction(event, { step, steps: steps.length, number });
      if (!action) return;
      event.stopPropagation();
      const isPress = (event.key === ' ' || event.key === 'Enter') && target instanceof Element && target.closest('button') !== null;
      if (isPress && !number) return;
      event.preventDefault();
      if (action.does !== 'nothing') setNumber(action.does === 'write' ? action.number : '');
      const current = steps[step]!;
      if (action.does === 'go') presentStep(action.to);
      else if (action.does === 'run') void runNodes(editor, current.nodes);
      else if (action.does === 'view') editor.openView(viewIn(workflow, current));
      else if (action.does === 'larger') larger();
      else if (action.does === 'stop') leave();
    };
    addEventListener('keydown', onKeyDown, { capture: true });
    return () => removeEventListener('keydown', onKeyDown, { capture: true });
  });
  return number;
}
