import { createStore } from 'zustand/vanilla';
import { nodeTypes } from '../../nodes/index.ts';
import { compiler, type Compiled, type CompiledNode } from '../core/compile.ts';
import type { RunEvent, RunRequest } from '../core/engine.ts';
import { keyOf } from '../core/key.ts';
import type { NoteLevel } from '../core/note.ts';
import type { Json } from '../core/params.ts';
import type { Op } from '../core/plan.ts';
import type { FileSource } from '../core/source.ts';
import { wantedFor } from '../core/targets.ts';
import { EMPTY, freeId, itemsOf, nodeById, type Position, type Workflow, type WorkflowNode } from '../core/workflow.ts';
import { guessParams } from '../core/guess.ts';
import { shareFor } from '../core/sampled.ts';
import type { LocalEngine } from '../engines/local/local.ts';
import { attachedFiles } from './attached-files.ts';
import { without, withNode, type Ends } from './edits.ts';
import { fileSources } from './file-sources.ts';
import { nameOf, seconds } from './node-state.ts';
import { blank, NOTHING, openDocuments } from './open-documents.ts';
import { batched, ended, placesIn, statusAfter, withinLimit } from './run-events.ts';
import { runSummary } from './run-summary.ts';
import { columnsFrom } from './schemas.ts';
import { isSmall, SAMPLED_ROWS, sampleOf, withinReach } from './sample.ts';

export interface DoneStatus {
  readonly kind: 'done';
  readonly rows?: number | undefined;
  readonly ms: number;
}

/**
 * What is known of an op's result, by content key: an edit keeps what it did not touch, and undo finds it again. What is
 * computed once more, for a look, is as it `was` when nobody waits for that any more.
 */
export type Status =
  | { readonly kind: 'queued'; readonly was?: DoneStatus | undefined }
  | {
      readonly kind: 'running';
      readonly share?: number | undefined;
      readonly what?: string | undefined;
      readonly was?: DoneStatus | undefined;
    }
  | DoneStatus
  | { readonly kind: 'failed'; readonly message: string; readonly fix?: string | undefined };

export interface Finding {
  readonly level: NoteLevel;
  readonly message: string;
}
/** What a line of the run log is about; `run` begins the lines of a run. */
export type LogKind = 'run' | 'computed' | 'cached' | 'fused' | 'dropped' | 'note' | 'failed' | 'engine';
export interface LogEntry {
  readonly kind: LogKind;
  readonly level: 'info' | 'warn' | 'error';
  readonly node?: string | undefined;
  readonly text: string;
}
export interface LogLine extends LogEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The plan of the workflow over a share of its rows: what it would give is known before everything is computed. */
export interface Sample {
  readonly share: number;
  /** What the workflow was compiled to when the sample was taken. */
  readonly of: Compiled;
  readonly nodes: ReadonlyMap<string, CompiledNode>;
}

/** How a node was when its result was last computed, so that a stale card can say what changed and its old rows be shown. */
export interface Ran {
  readonly node: WorkflowNode;
  readonly compiled: CompiledNode;
}

export interface State {
  /** What the person drew; everything else follows from it or is about this window. */
  readonly workflow: Workflow;
  readonly compiled: Compiled;
  /** Name under which the workflow is kept in this browser. */
  readonly id: string;
  readonly saved: 'saved' | 'saving' | 'unsaved';
  /** When it was last saved in this browser, in milliseconds since 1970. */
  readonly savedAt: number | undefined;
  readonly past: readonly Step[];
  readonly future: readonly Step[];
  readonly statuses: ReadonlyMap<string, Status>;
  /** Findings about data, by the key of the op that was looked at. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  readonly ran: ReadonlyMap<string, Ran>;
  readonly sample: Sample | undefined;
  /** Somebody asked for a run, and it is under way. */
  readonly running: boolean;
  /** A run that nobody asked for, after an edit, is under way. */
  readonly previewing: boolean;
  readonly log: readonly LogLine[];
  /** Nodes, notes and frames, by id. */
  readonly selected: readonly string[];
  /** The wire that is picked, while nothing is selected. */
  readonly wire: string | undefined;
  /** The port on show in the dock. */
  readonly shown: { readonly node: string; readonly port: string } | undefined;
  /** The node whose view fills the window. */
  readonly view: string | undefined;
  readonly stamps: ReadonlyMap<string, string>;
  /** Sources whose files are known not to be here: somebody has to choose them. */
  readonly missing: readonly string[];
}

/** An entry of the undo list: the workflow as it was before an edit, and the edit's name. */
export interface Step {
  readonly workflow: Workflow;
  readonly label: string;
  readonly burst?: string | undefined;
}

type Result = Extract<RunEvent, { kind: 'done' | 'failed' }>;

const MOST_STEPS = 500;
const MOST_LINES = 1000;

/**
 * The editor: a document with undo, its compiled plan, and what runs have found. Framework-free; React reads it through
 * `useEditorState`.
 */
export function createEditor(engine: LocalEngine, workflow: Workflow = EMPTY, id = NOTHING, mayEdit: () => boolean = () => true) {
  const compile = compiler(nodeTypes);
  const compiledFor = (w: Workflow, stamps: ReadonlyMap<string, string>): Compiled => compile(stamped({ workflow: w, stamps }));
  const opened = (w: Workflow): Pick<State, 'workflow' | 'compiled'> => ({ workflow: w, compiled: compiledFor(w, new Map()) });
  const store = createStore<State>()(() => ({ ...blank, ...opened(workflow), id, statuses: new Map() }));
  const { setState, getState } = store;
  let stop = new AbortController();
  const events = batched(take);
  const files = attachedFiles(engine);

  function show(next: Workflow, more: Partial<State>): void {
    const there = new Set(itemsOf(next).map((item) => item.id));
    const { selected, stamps } = getState();
    const left = selected.every((id) => there.has(id)) ? selected : selected.filter((id) => there.has(id));
    setState({ workflow: next, compiled: compiledFor(next, stamps), saved: 'unsaved', selected: left, ...more });
  }

  /**
   * Changes the document. Edits with the same `burst` that follow each other undo as one: a drag, a run of typing.
   */
  function edit(label: string, change: (workflow: Workflow) => Workflow, burst?: string): void {
    if (!mayEdit()) return;
    const { workflow: before, past } = getState();
    const next = change(before);
    if (next === before) return;
    const merges = burst !== undefined && past.at(-1)?.burst === burst;
    show(next, { past: merges ? past : [...past.slice(-MOST_STEPS), { workflow: before, label, burst }], future: [] });
  }

  /** Ends the run that is under way; the signal ends the next one. */
  function takeOver(): AbortSignal {
    events.flush();
    stop.abort();
    stop = new AbortController();
    setState({ statuses: ended(getState().statuses) });
    return stop.signal;
  }

  /** Ends what runs, since another document is shown; a run that somebody asked for says so. */
  function leave(): void {
    const { running } = getState();
    takeOver();
    if (running) note([{ kind: 'run', level: 'info', text: 'Stopped, because another workflow was shown' }]);
  }

  const restamp = (stamps: ReadonlyMap<string, string>): void => setState({ stamps, compiled: compiledFor(getState().workflow, stamps) });

  const editNode = (label: string, node: string, change: (n: WorkflowNode) => WorkflowNode, burst?: string): void =>
    edit(label, (w) => ({ ...w, nodes: w.nodes.map((n) => (n.id === node ? change(n) : n)) }), burst);

  function log(level: LogLine['level'], text: string, node?: string): void {
    note([{ kind: 'engine', level, text, node }]);
  }

  function note(entries: readonly LogEntry[]): void {
    if (!entries.length) return;
    const at = Date.now();
    setState({ log: [...getState().log, ...entries.map((entry) => ({ ...entry, at }))].slice(-MOST_LINES) });
  }

  /** Takes what the engine tells, many events at once. Progress travels on its own way and may come after the end. */
  function take(list: readonly RunEvent[]): void {
    const before = getState();
    const statuses = new Map(before.statuses);
    const lines: LogEntry[] = [];
    const results: Result[] = [];
    let findings: Map<string, readonly Finding[]> | undefined;
    for (const event of list) {
      if (event.kind === 'log') lines.push({ kind: 'engine', level: 'info', text: event.text });
      else if (event.kind === 'finding') {
        findings ??= new Map(before.findings);
        const there = findings.get(event.key) ?? [];
        if (there.some((f) => f.message === event.message)) continue;
        findings.set(event.key, [...there, { level: event.level, message: event.message }]);
        lines.push({ kind: 'note', level: event.level, text: event.message, node: nodeOfNote(before, event.key) });
      } else {
        const status = statusAfter(event, statuses.get(event.key));
        if (status === 'none') statuses.delete(event.key);
        else if (status) statuses.set(event.key, status);
        if (event.kind === 'done' || event.kind === 'failed') results.push(event);
      }
    }
    setState({ statuses: withinLimit(statuses), ...(findings && { findings }), ...remembered(before, results, lines) });
    note(lines);
  }

  /** How the nodes were whose results came, and a line for each. */
  function remembered({ compiled, workflow: w, ran }: State, results: readonly Result[], lines: LogEntry[]): Partial<State> {
    const next = new Map(ran);
    const places = placesIn(compiled);
    for (const event of results) {
      for (const { node, port, made } of places.get(event.key) ?? []) {
        next.set(node, { node: nodeById(w, node)!, compiled: made });
        if (event.kind === 'failed')
          lines.push({ kind: 'failed', level: 'error', text: event.fix ? `${event.message} ${event.fix}` : event.message, node });
        else if (!event.cached && !event.counted && event.within === undefined && event.rows !== undefined)
          lines.push({
            kind: 'computed',
            level: 'info',
            text: `${made.outputs.size > 1 ? `${port}: ` : ''}${event.rows.toLocaleString('en')} rows in ${Math.round(event.ms)} ms`,
            node,
          });
      }
    }
    return results.length ? { ran: next } : {};
  }

  /** Takes events until the run was stopped; from then on only what says that a step was left out. */
  const hearing =
    (signal: AbortSignal, also?: (event: RunEvent) => void) =>
    (event: RunEvent): void => {
      if (signal.aborted && event.kind !== 'skipped') return;
      also?.(event);
      events.add(event);
    };

  /** Lets the engine compute, and notes what the run was and what it did. */
  async function compute(what: string, plan: Compiled, wanted: RunRequest, signal: AbortSignal): Promise<void> {
    const { workflow: w } = getState();
    const start = performance.now();
    const heard: RunEvent[] = [];
    note([{ kind: 'run', level: 'info', text: what }]);
    await engine.run(
      wanted,
      hearing(signal, (event) => heard.push(event)),
      signal,
    );
    events.flush();
    if (signal.aborted) return;
    const failed = heard.filter((event) => event.kind === 'failed').length;
    note([
      ...runSummary(w, plan, heard),
      {
        kind: 'run',
        level: failed ? 'error' : 'info',
        text: `${failed ? `${failed} failed` : 'Done'} in ${seconds(performance.now() - start)}`,
      },
    ]);
  }

  return {
    ...store,
    engine,
    edit,
    editNode,
    log,

    undo(): void {
      const { past, future, workflow: now } = getState();
      const step = past.at(-1);
      if (step && mayEdit()) show(step.workflow, { past: past.slice(0, -1), future: [...future, { ...step, workflow: now }] });
    },
    redo(): void {
      const { past, future, workflow: now } = getState();
      const step = future.at(-1);
      if (step && mayEdit())
        show(step.workflow, { future: future.slice(0, -1), past: [...past, { ...step, workflow: now, burst: undefined }] });
    },

    ...openDocuments({ store, files, nothing: id, opened, leave }),
    ...fileSources({ store, engine, files, edit, restamp, log }),

    /** Shows the workflow as somebody else has changed it: no step of its own to undo. */
    follow: (next: Workflow): void => show(next, { saved: 'saved' }),

    select: (selected: readonly string[]): void => setState({ selected, wire: undefined }),
    pickWire: (wire: string | undefined): void => setState({ selected: [], wire }),
    showPort: (node: string, port: string): void => setState({ shown: { node, port } }),
    openView: (view: string | undefined): void => setState({ view }),
    markSaved: (saved: State['saved'], savedAt = getState().savedAt): void => setState({ saved, savedAt }),
    /** What ran is no longer there: the engine lost its tables. */
    forgetResults(): void {
      events.flush();
      setState({ statuses: new Map() });
    },

    /**
     * Adds a node near `at`, on a place that no card has, and gives its id; its ports are wired to the ends where they fit.
     * Without `params` it begins with the columns that it can find there.
     */
    addNode(type: string, at: Position, { params, ...ends }: { params?: WorkflowNode['params'] } & Ends = {}): string {
      const known = nodeTypes.get(type);
      if (!known) throw new Error(`There is no node type "${type}".`);
      const node = freeId(type, new Set(itemsOf(getState().workflow).map((item) => item.id)));
      const settings = params ?? guessParams(known, columnsFrom(getState().compiled, known, ends.from));
      edit(`Add ${known.title}`, (w) => withNode(w, { id: node, type, version: known.version, params: settings, at }, ends));
      setState({ selected: [node], wire: undefined });
      return node;
    },
    /** Removes nodes, notes and frames; what lies in a frame stays. */
    remove: (ids: readonly string[]): void => {
      edit(ids.length === 1 ? 'Delete' : `Delete ${ids.length}`, (w) => without(w, ids));
      setState({ selected: [], wire: undefined });
    },
    setParam: (node: string, name: string, value: Json | undefined, burst?: string): void =>
      editNode(
        `Change ${name}`,
        node,
        (n) => {
          const rest = n.params.filter(([q]) => q !== name);
          return {
            ...n,
            params:
              value === undefined
                ? rest
                : n.params.some(([q]) => q === name)
                  ? n.params.map((pair) => (pair[0] === name ? ([name, value] as const) : pair))
                  : [...rest, [name, value]],
          };
        },
        burst && `${node}.${name}.${burst}`,
      ),

    /** Runs the workflow, or only what `until` needs. What is there already is not computed again. */
    async run(until?: readonly string[], also: readonly Op[] = []): Promise<void> {
      const signal = takeOver();
      setState({ running: true, previewing: false });
      try {
        await files.ready();
        if (signal.aborted) return;
        const { workflow: w, compiled } = getState();
        const what = until ? `Run to ${until.map((id) => nameOf(w, id)).join(', ')}` : 'Run of everything';
        await compute(what, compiled, { ...wantedFor(w, compiled, { until, also }), keep: pinnedOps(w, compiled) }, signal);
      } finally {
        if (!signal.aborted) setState({ running: false });
      }
    },
    /**
     * Shows what the workflow gives without being asked to: computes all of it where its tables are small, else on a
     * sample of their rows. Files that have not been read and are not small are left alone.
     */
    async preview(): Promise<void> {
      if (getState().running) return;
      const signal = takeOver();
      setState({ previewing: true });
      try {
        await files.ready();
        const { workflow: w, compiled } = getState();
        const { wanted, scans } = withinReach(wantedFor(w, compiled), (op) => engine.has(op) || isSmall(op));
        const unread = scans.filter((op) => !engine.has(op));
        if (unread.length) await engine.run({ targets: unread }, hearing(signal), signal);
        events.flush();
        if (signal.aborted || !wanted.targets.length) return;
        const share = shareFor(Math.max(0, ...scans.map((op) => engine.rows(op) ?? 0)), SAMPLED_ROWS);
        if (share === 1) return await compute('Run after an edit', compiled, { ...wanted, keep: pinnedOps(w, compiled) }, signal);
        const sample = sampleOf(compiled, wanted, share);
        setState({ sample: sample.kept });
        await engine.run(sample.wanted, hearing(signal), signal);
        events.flush();
      } finally {
        if (!signal.aborted) setState({ previewing: false });
      }
    },
    /** Computes one op for a look, without the rest of the workflow. */
    async compute(ops: readonly Op[], signal = new AbortController().signal): Promise<void> {
      await files.ready();
      await engine.run({ targets: ops, look: true }, events.add, signal);
      events.flush();
    },
    stop(): void {
      events.flush();
      stop.abort();
      const { running: asked, statuses } = getState();
      setState({ running: false, previewing: false, statuses: ended(statuses) });
      if (asked) note([{ kind: 'run', level: 'info', text: 'Stopped' }]);
    },
  };
}

export type Editor = ReturnType<typeof createEditor>;

/** The workflow as it is compiled: its sources have the stamps of the files behind them. */
export const stamped = ({ workflow, stamps }: Pick<State, 'workflow' | 'stamps'>): Workflow =>
  stamps.size ? { ...workflow, sources: stampedSources(workflow.sources, stamps) } : workflow;

const stampedOnes = new WeakMap<FileSource, FileSource>();

/** Sources with the stamps of the files behind them: the same objects as long as nothing about them changes. */
function stampedSources(sources: readonly FileSource[], stamps: ReadonlyMap<string, string>): FileSource[] {
  return sources.map((s) => {
    const stamp = stamps.get(s.name);
    if (stamp === undefined) return s;
    const before = stampedOnes.get(s);
    const now = before?.stamp === stamp ? before : { ...s, stamp };
    stampedOnes.set(s, now);
    return now;
  });
}

function nodeOfNote({ compiled, sample }: State, key: string): string | undefined {
  for (const nodes of [compiled.nodes, ...(sample ? [sample.nodes] : [])])
    for (const [id, { notes }] of nodes) if (notes.some((n) => keyOf(n) === key)) return id;
  return undefined;
}

/** What pinned nodes gave is kept as long as there is room for anything. */
const pinnedOps = ({ nodes }: Workflow, compiled: Compiled): Op[] =>
  nodes.flatMap(({ id, pinned }) => (pinned ? [...(compiled.nodes.get(id)?.outputs.values() ?? [])] : []));
