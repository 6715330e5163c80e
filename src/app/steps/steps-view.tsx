import '../dock/dock.css';
import '../views/view.css';
import './steps.css';
import { ChevronRight, Dices, Minimize2, Pause, Play, SkipBack, SkipForward, StepBack, StepForward } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { nodeTypes } from '../../../nodes/index.ts';
import type { KMeansSpec } from '../../core/algorithms.ts';
import { nodeById, type WorkflowNode } from '../../core/workflow.ts';
import { canvasView } from '../canvas/canvas-view.ts';
import { count, percent, short } from '../dock/numbers.ts';
import { useEditorState } from '../editor.ts';
import { labelOf } from '../node-state.ts';
import { familyOf } from '../palette/families.ts';
import { Button, IconButton, LinkButton } from '../ui/button.tsx';
import { Empty, Note, Spinner } from '../ui/feedback.tsx';
import { FamilyIcon, Icon } from '../ui/icons.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Select } from '../ui/select.tsx';
import { Slider } from '../ui/slider.tsx';
import { useMedia } from '../ui/use-media.ts';
import { useEscape } from '../ui/use-escape.ts';
import { Panel, Swatch, ViewTitle } from '../views/panel.tsx';
import { segmentColour } from '../views/segments.ts';
import { InertiaCurve } from './inertia-curve.tsx';
import {
  counted,
  inertiaPath,
  isStacked,
  lastHalf,
  roundsTable,
  sceneAt,
  silhouetteWords,
  titleAt,
  verdictOn,
  wordsAt,
  type Scene,
  type Watched,
} from './rounds.ts';
import { Scatter } from './scatter.tsx';
import { useSettings, useWatched, type Choices } from './use-watched.ts';
import { watchNode } from './watched-node.ts';

/** k-Means at work on a node's rows, half a round at a time, over the whole window. */
export default function StepsView({ id }: { id: string }) {
  const node = useEditorState((s) => nodeById(s.workflow, id));
  const close = useClose(id);
  const root = useRef<HTMLElement>(null);
  useEffect(() => root.current?.focus(), []);
  const type = node && nodeTypes.get(node.type);
  return (
    <section ref={root} className="node-view steps-window" aria-label="k-Means at work" data-region="View" tabIndex={-1}>
      <header className="node-view-bar">
        <nav aria-label="Breadcrumb">
          <LinkButton onClick={close}>Canvas</LinkButton>
          <Icon of={ChevronRight} size={14} />
          <FamilyIcon family={familyOf(type)} icon={type?.icon ?? ''} />
          <b className="ellipsis">{node ? labelOf(node) : 'k-Means'}</b>
          <Icon of={ChevronRight} size={14} />
          <span>At work</span>
        </nav>
        <span className="node-view-space" />
        <Button icon={Minimize2} shortcut="Esc" onClick={close}>
          Back to canvas
        </Button>
      </header>
      <div className="node-view-body">{node ? <Body node={node} /> : <Empty title="The node is gone" text="It was deleted." />}</div>
    </section>
  );
}

function Body({ node }: { node: WorkflowNode }) {
  const settings = useSettings(node.id);
  if (!settings)
    return (
      <Empty
        title="k-Means is not set up yet"
        text="Connect a table and choose its features. Then you can watch how it works on your rows."
      />
    );
  return <AtWork node={node} settings={settings} />;
}

const FEWEST = 2;
const MOST = 12;

function AtWork({ node, settings }: { node: WorkflowNode; settings: NonNullable<ReturnType<typeof useSettings>> }) {
  const { spec } = settings;
  const [choices, setChoices] = useState<Choices>(() => ({
    k: Math.min(Math.max(spec.k || 5, FEWEST), MOST),
    plane: 'widest',
    start: 'random',
    seed: 1,
  }));
  const { watched, busy, problem } = useWatched(settings, choices);
  const change = (more: Partial<Choices>): void => setChoices((before) => ({ ...before, ...more }));
  return (
    <div className="view" role="region" aria-label="k-Means, round by round" aria-busy={busy}>
      <div className="view-body steps">
        <ViewTitle
          title="How k-Means finds segments"
          text={watched ? aboutRows(watched) : 'Two half steps, over and over, until nothing changes.'}
        />
        <ChoiceBar spec={spec} choices={choices} watched={watched} onChange={change} />
        {problem ? (
          <Note kind="error">{problem}</Note>
        ) : watched ? (
          <Rounds
            key={`${choices.k} ${String(choices.plane)} ${choices.start} ${choices.seed}`}
            node={node}
            spec={spec}
            choices={choices}
            watched={watched}
            onChange={change}
          />
        ) : (
          <div className="dock-waiting">
            <Spinner label="Running k-Means" />
          </div>
        )}
      </div>
    </div>
  );
}

function aboutRows(watched: Watched): string {
  const { points, rows, left } = watched;
  const shown =
    points.length < rows
      ? `A random sample of ${count(points.length)} of ${count(rows)} rows, always the same`
      : `All ${counted(rows, 'row')}`;
  const without = left ? ` ${counted(left, 'row')} without a value in a feature left out.` : '';
  return `${shown}.${without}${isStacked(watched) ? ' Larger dots are several rows in the same place.' : ''}`;
}

interface ChoiceBarProps {
  spec: KMeansSpec;
  choices: Choices;
  watched: Watched | undefined;
  onChange: (more: Partial<Choices>) => void;
}

function ChoiceBar({ spec, choices, watched, onChange }: ChoiceBarProps) {
  const [k, setK] = useState(choices.k);
  const features = spec.features.map((value) => ({ value, label: value }));
  const [x = '', y = ''] = typeof choices.plane === 'string' ? (watched?.axes.map((a) => a.name ?? '') ?? []) : choices.plane;
  const choose = (name: string, axis: 0 | 1): void => {
    const [first, second] = axis === 0 ? [name, y === name ? x : y] : [x === name ? y : x, name];
    onChange({ plane: [first, second] });
  };
  const several = spec.features.length > 1;
  return (
    <div className="steps-choices" role="group" aria-label="What to watch">
      <div className="steps-choice">
        <span>Segments, k</span>
        <b className="num">{k}</b>
        <Slider
          label="Number of segments, k"
          value={k}
          min={FEWEST}
          max={MOST}
          onChange={setK}
          onCommit={(value) => onChange({ k: value })}
        />
      </div>
      <div className="steps-choice">
        <span>Axes</span>
        <Segmented
          label="Axes"
          value={choices.plane === 'principal' ? 'principal' : 'features'}
          onChange={(value) => onChange({ plane: value === 'principal' ? 'principal' : 'widest' })}
          disabledReason={several ? undefined : 'There is only one feature'}
          options={[
            { value: 'features', label: 'Two features' },
            { value: 'principal', label: 'Principal directions' },
          ]}
        />
        {choices.plane !== 'principal' && several && (
          <>
            <div className="steps-axis">
              <Select label="Across" value={x} options={features} onChange={(name) => choose(name, 0)} />
            </div>
            <div className="steps-axis">
              <Select label="Up" value={y} options={features} onChange={(name) => choose(name, 1)} />
            </div>
          </>
        )}
      </div>
      <div className="steps-choice">
        <span>Starting centres</span>
        <Segmented
          label="Starting centres"
          value={choices.start}
          onChange={(start) => onChange({ start })}
          options={[
            { value: 'random', label: 'Random' },
            { value: 'k-means++', label: 'k-means++' },
          ]}
        />
        <Button icon={Dices} onClick={() => onChange({ seed: choices.seed + 1 })}>
          Other start
        </Button>
      </div>
    </div>
  );
}

/** Half a round takes so long while it plays: two rounds a second. */
const HALF_MS = 250;

interface RoundsProps {
  node: WorkflowNode;
  spec: KMeansSpec;
  choices: Choices;
  watched: Watched;
  onChange: (more: Partial<Choices>) => void;
}

function Rounds({ node, spec, choices, watched, onChange }: RoundsProps) {
  const last = lastHalf(watched);
  const [half, setHalf] = useState(0);
  const [wish, setPlaying] = useState(false);
  const calm = useMedia(CALM);
  const playing = wish && half < last && !calm;
  const now = Math.min(half, last);
  const scene = sceneAt(watched, now);
  const go = (to: number): void => {
    setPlaying(false);
    setHalf(Math.min(Math.max(to, 0), last));
  };
  const toggle = (): void => {
    if (calm) return;
    if (!playing && half >= last) setHalf(0);
    setPlaying(!playing);
  };
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setTimeout(() => setHalf(half + 1), HALF_MS);
    return () => clearTimeout(timer);
  }, [playing, half]);
  useStepKeys({ back: () => go(now - 1), forward: () => go(now + 1), first: () => go(0), last: () => go(last), toggle });

  const title = titleAt(watched, now);
  const words = wordsAt(watched, now, choices.start);
  return (
    <div className="steps-body">
      <Panel
        area="plane"
        title={title}
        table={() => roundsTable(watched)}
        aside={<span className="steps-phase num">{`Half step ${now} of ${last}`}</span>}
      >
        <Scatter watched={watched} scene={scene} log={spec.log} label={`${title}. ${words} ${sizesText(scene)}`} />
        <div className="steps-controls" role="toolbar" aria-label="Steps">
          <IconButton
            icon={SkipBack}
            label="To the start"
            shortcut="Home"
            disabledReason={now === 0 ? 'This is the start' : undefined}
            onClick={() => go(0)}
          />
          <IconButton
            icon={StepBack}
            label="Half a step back"
            shortcut="Left"
            disabledReason={now === 0 ? 'This is the start' : undefined}
            onClick={() => go(now - 1)}
          />
          <Button
            kind="primary"
            icon={playing ? Pause : Play}
            shortcut="Space"
            disabledReason={calm ? 'Your system asks for less motion. Step forward by hand' : undefined}
            onClick={toggle}
          >
            {playing ? 'Pause' : 'Play'}
          </Button>
          <IconButton
            icon={StepForward}
            label="Half a step forward"
            shortcut="Right"
            disabledReason={now === last ? 'This is the end' : undefined}
            onClick={() => go(now + 1)}
          />
          <IconButton
            icon={SkipForward}
            label="To the end"
            shortcut="End"
            disabledReason={now === last ? 'This is the end' : undefined}
            onClick={() => go(last)}
          />
          <div className="steps-scrub">
            <Slider label="Half step" value={now} min={0} max={last} onChange={go} format={(value) => titleAt(watched, value)} />
          </div>
        </div>
      </Panel>
      <div className="steps-side">
        <section className="panel steps-words" aria-label="What happens">
          <ol className="steps-phases">
            <li aria-current={scene.phase === 'assign' ? 'step' : undefined}>Assign points</li>
            <li aria-current={scene.phase === 'move' ? 'step' : undefined}>Move centres</li>
          </ol>
          <p>{words}</p>
          {now < last && (
            <p className="muted">
              {scene.phase === 'assign'
                ? 'Next, every centre moves to the middle of its points.'
                : 'Next, every point goes to the nearest centre.'}
            </p>
          )}
          <p className="sr-only" aria-live={playing ? 'off' : 'polite'}>{`${title}. ${words}`}</p>
          <Sizes scene={scene} />
        </section>
        <Panel
          title="Inertia"
          text="The sum of squared distances of points to their centres. No half step can raise it."
          table={() => curveTable(watched)}
        >
          <InertiaCurve path={inertiaPath(watched)} half={now} best={verdictOn(watched).best} />
        </Panel>
        <Outcome
          watched={watched}
          isOver={now === last}
          node={node}
          spec={spec}
          onOther={() => onChange({ seed: choices.seed + 1 })}
          onEnd={() => go(last)}
        />
      </div>
    </div>
  );
}

function sizesText({ sizes, phase }: Scene): string {
  return phase === 'start' ? '' : sizes.map((size, c) => `Segment ${c + 1}: ${counted(size, 'point')}`).join(', ');
}

function Sizes({ scene: { sizes, phase } }: { scene: Scene }) {
  const most = Math.max(...sizes, 1);
  return (
    <ul className="steps-sizes num">
      {sizes.map((size, c) => (
        <li key={c}>
          <Swatch colour={segmentColour(c + 1)} />
          <span>{`Segment ${c + 1}`}</span>
          <i style={{ width: `${(size / most) * 100}%`, background: segmentColour(c + 1) }} />
          <b>{phase === 'start' ? '–' : count(size)}</b>
        </li>
      ))}
    </ul>
  );
}

interface OutcomeProps {
  watched: Watched;
  isOver: boolean;
  node: WorkflowNode;
  spec: KMeansSpec;
  onOther: () => void;
  onEnd: () => void;
}

/** How it ended, and how good that is. */
function Outcome({ watched, isOver, node, spec, onOther, onEnd }: OutcomeProps) {
  if (!isOver)
    return (
      <section className="panel steps-outcome" aria-label="The end">
        <p className="muted">It goes on until no point changes its segment.</p>
        <Button small icon={SkipForward} onClick={onEnd}>
          Show the end
        </Button>
      </section>
    );
  const verdict = verdictOn(watched);
  const { features } = spec;
  return (
    <section className="panel steps-outcome" aria-label="The end">
      <h2>{watched.converged ? `Done after ${counted(watched.rounds.length, 'round')}` : 'Stopped at the most rounds'}</h2>
      <dl className="view-figures num">
        <div>
          <dt>Inertia</dt>
          <dd>{short(verdict.inertia)}</dd>
        </div>
        <div>
          <dt>Silhouette</dt>
          <dd>{Number.isFinite(watched.silhouette) ? watched.silhouette.toFixed(2) : '–'}</dd>
        </div>
        <div>
          <dt>Segments are</dt>
          <dd className="steps-gloss">{silhouetteWords(watched.silhouette)}</dd>
        </div>
      </dl>
      <Note kind={verdict.isBest ? 'info' : 'warn'} action={{ label: 'Try another start', run: onOther }}>
        {verdict.text}
      </Note>
      <p className="muted">{aboutNode(watched, features.length, labelOf(node))}</p>
    </section>
  );
}

function aboutNode({ axes }: Watched, features: number, label: string): string {
  const share = axes[0].share + axes[1].share;
  if (features <= 2) return `This is what ${label} works on too, on all rows and from several starts.`;
  return `Here k-Means knows only the two axes, which hold ${percent(share)} of the variance, so that you can see what is near. ${label} itself goes by all ${features} features and tries several starts.`;
}

const curveTable = (watched: Watched) => ({
  names: ['half_step', 'inertia'],
  rows: inertiaPath(watched).map((value, i) => [titleAt(watched, i + 1), value]),
});

interface StepKeys {
  back: () => void;
  forward: () => void;
  first: () => void;
  last: () => void;
  toggle: () => void;
}

/** Keys of the view, unless a control that is in use knows them itself. */
function useStepKeys(keys: StepKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { target, key } = event;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (target instanceof Element && target.closest(OWN_KEYS)) return;
      if (key === ' ' && target instanceof Element && target.closest('button')) return;
      const does = new Map([
        ['ArrowLeft', latest.current.back],
        ['ArrowRight', latest.current.forward],
        ['Home', latest.current.first],
        ['End', latest.current.last],
        [' ', latest.current.toggle],
      ]).get(key);
      if (!does) return;
      event.preventDefault();
      does();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}

const OWN_KEYS = 'input, [role="radio"], [role="slider"], [role="combobox"], [role="listbox"], [role="menu"], [role="dialog"]';

const CALM = '(prefers-reduced-motion: reduce)';

/** Leads back to the node's card; so does Escape, unless something that is open takes it first. */
function useClose(id: string): () => void {
  const close = useCallback((): void => {
    watchNode(undefined);
    requestAnimationFrame(() => canvasView()?.focus(id));
  }, [id]);
  useEscape(close);
  return close;
}
