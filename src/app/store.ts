import { createStore } from 'zustand/vanilla';
import { nodeTypes } from '../../nodes/index.ts';
import { compiler, type Compiled, type CompiledNode } from '../core/compile.ts';
import type { Inspection, RunEvent } from '../core/engine.ts';
import { keyOf } from '../core/key.ts';
import type { NoteLevel } from '../core/note.ts';
import type { Json } from '../core/params.ts';
import type { Op } from '../core/plan.ts';
import { relinked, type FileFormat, type FileSource, type ReadOptions, type SourceColumn } from '../core/source.ts';
import { wantedFor } from '../core/targets.ts';
import { EMPTY, freeId, itemsOf, nodeById, type Position, type Workflow, type WorkflowNode } from '../core/workflow.ts';
import type { LocalEngine } from '../engines/local/local.ts';
import { without, withNode, type Ends } from './edits.ts';

/** What is known of an op's result, by content key: an edit keeps what it did not touch, and undo finds it again. */
export type Status =
  | { readonly kind: 'queued' }
  | { readonly kind: 'running'; readonly share?: number | undefined; readonly what?: string | undefined }
  | { readonly kind: 'done'; readonly rows?: number | undefined; readonly ms: number }
  | { readonly kind: 'failed'; readonly message: string; readonly fix?: string | undefined };

export interface Finding {
  readonly level: NoteLevel;
  readonly message: string;
}
export interface LogLine {
  readonly at: number;
  readonly level: 'info' | 'warn' | 'error';
  readonly node?: string | undefined;
  readonly text: string;
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
  readonly running: boolean;
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
}

/** An entry of the undo list: the workflow as it was before an edit, and the edit's name. */
export interface Step {
  readonly workflow: Workflow;
  readonly label: string;
  readonly burst?: string | undefined;
}

const MOST_STEPS = 500;

/**
 * The editor: a document with undo, its compiled plan, and what runs have found. Framework-free; React reads it through
 * `useEditorState`.
 */
export function createEditor(engine: LocalEngine, workflow: Workflow = EMPTY, id = 'untitled') {
  const compile = compiler(nodeTypes);
  const compiledFor = (w: Workflow, stamps: ReadonlyMap<string, string>): Compiled => compile(stamped({ workflow: w, stamps }));
  const store = createStore<State>()(() => ({
    workflow,
    compiled: compiledFor(workflow, new Map()),
    id,
    saved: 'saved',
    savedAt: undefined,
    past: [],
    future: [],
    statuses: new Map(),
    findings: new Map(),
    ran: new Map(),
    running: false,
    log: [],
    selected: [],
    wire: undefined,
    shown: undefined,
    view: undefined,
    stamps: new Map(),
  }));
  const { setState, getState } = store;
  let stop = new AbortController();
  /** Files that are being put behind their sources: what reads them waits. */
  let attaching: Promise<unknown> | undefined;

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
    const { workflow: before, past } = getState();
    const next = change(before);
    if (next === before) return;
    const merges = burst !== undefined && past.at(-1)?.burst === burst;
    show(next, { past: merges ? past : [...past.slice(-MOST_STEPS), { workflow: before, label, burst }], future: [] });
  }

  const editNode = (label: string, node: string, change: (n: WorkflowNode) => WorkflowNode, burst?: string): void =>
    edit(label, (w) => ({ ...w, nodes: w.nodes.map((n) => (n.id === node ? change(n) : n)) }), burst);

  function log(level: LogLine['level'], text: string, node?: string): void {
    setState({ log: [...getState().log.slice(-999), { at: Date.now(), level, text, node }] });
  }

  /** Progress travels on its own way and may come after the end. */
  function take(event: RunEvent): void {
    if (event.kind === 'log') return log('info', event.text);
    if (event.kind === 'finding') return find(event);
    const statuses = new Map(getState().statuses);
    const before = statuses.get(event.key);
    switch (event.kind) {
      case 'queued':
        statuses.set(event.key, { kind: 'queued' });
        break;
      case 'running':
        if (before?.kind === 'done' || before?.kind === 'failed') return;
        statuses.set(event.key, { kind: 'running', share: event.share, what: event.what });
        break;
      case 'failed':
        statuses.set(event.key, { kind: 'failed', message: event.message, fix: event.fix });
        break;
      case 'skipped':
        statuses.delete(event.key);
        break;
      case 'done': {
        const known = before?.kind === 'done' ? before : undefined;
        statuses.set(event.key, { kind: 'done', rows: event.rows ?? known?.rows, ms: event.cached && known ? known.ms : event.ms });
      }
    }
    setState({ statuses });
    if (event.kind === 'done' || event.kind === 'failed') remember(event);
  }

  function find({ key, level, message }: Extract<RunEvent, { kind: 'finding' }>): void {
    const findings = new Map(getState().findings);
    const there = findings.get(key) ?? [];
    if (there.some((f) => f.message === message)) return;
    setState({ findings: findings.set(key, [...there, { level, message }]) });
    log(level, message, nodeOfNote(getState(), key));
  }

  function remember(event: Extract<RunEvent, { kind: 'done' | 'failed' }>): void {
    const { compiled, workflow: w, ran } = getState();
    const next = new Map(ran);
    for (const [node, made] of compiled.nodes) {
      const port = [...made.outputs].find(([, op]) => keyOf(op) === event.key)?.[0];
      if (port === undefined) continue;
      next.set(node, { node: nodeById(w, node)!, compiled: made });
      if (event.kind === 'failed') log('error', event.fix ? `${event.message} ${event.fix}` : event.message, node);
      else if (!event.cached && event.within === undefined && event.rows !== undefined)
        log(
          'info',
          `${made.outputs.size > 1 ? `${port}: ` : ''}${event.rows.toLocaleString('en')} rows in ${Math.round(event.ms)} ms`,
          node,
        );
    }
    setState({ ran: next });
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
      if (step) show(step.workflow, { past: past.slice(0, -1), future: [...future, { ...step, workflow: now }] });
    },
    redo(): void {
      const { past, future, workflow: now } = getState();
      const step = future.at(-1);
      if (step) show(step.workflow, { future: future.slice(0, -1), past: [...past, { ...step, workflow: now, burst: undefined }] });
    },

    /** Puts another document in place of this one; results stay, since they go by content. */
    open(next: Workflow, nextId: string): void {
      stop.abort();
      setState({
        workflow: next,
        compiled: compiledFor(next, new Map()),
        id: nextId,
        saved: 'saved',
        savedAt: undefined,
        running: false,
        past: [],
        future: [],
        selected: [],
        wire: undefined,
        shown: undefined,
        view: undefined,
        ran: new Map(),
        findings: new Map(),
        log: [],
        stamps: new Map(),
      });
    },

    select: (selected: readonly string[]): void => setState({ selected, wire: undefined }),
    pickWire: (wire: string | undefined): void => setState({ selected: [], wire }),
    showPort: (node: string, port: string): void => setState({ shown: { node, port } }),
    openView: (view: string | undefined): void => setState({ view }),
    markSaved: (saved: State['saved'], savedAt = getState().savedAt): void => setState({ saved, savedAt }),
    /** What ran is no longer there: the engine lost its tables. */
    forgetResults: (): void => setState({ statuses: new Map() }),

    /** Adds a node near `at`, on a place that no card has, and gives its id; its ports are wired to the ends where they fit. */
    addNode(type: string, at: Position, { params = [], ...ends }: { params?: WorkflowNode['params'] } & Ends = {}): string {
      const known = nodeTypes.get(type);
      if (!known) throw new Error(`There is no node type "${type}".`);
      const node = freeId(type, new Set(itemsOf(getState().workflow).map((item) => item.id)));
      edit(`Add ${known.title}`, (w) => withNode(w, { id: node, type, version: known.version, params, at }, ends));
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

    /**
     * Puts a file behind a source, looks at it, and writes down what was found. A new source gets a free name; what
     * `also` changes belongs to the same undo step.
     */
    async attach(file: File, format: FileFormat, name: string, { options = {}, also = (w) => w }: Attaching = {}): Promise<Inspection> {
      const { id } = getState();
      const { fingerprint, stamp } = await engine.attach(name, file);
      const found = await engine.inspect(name, format, options);
      if (getState().id !== id) return found;
      const before = getState().workflow.sources.find((s) => s.name === name) ?? {
        kind: 'file',
        name,
        path: file.name,
        format,
        options,
        columns: [],
      };
      const { source, differences } = relinked({ ...before, path: file.name, format }, found, fingerprint);
      setState({ stamps: new Map(getState().stamps).set(name, stamp) });
      edit(`Read ${file.name}`, (w) => also(withSource(w, source)));
      for (const { message } of found.warnings) log('warn', `${file.name}: ${message}`);
      for (const text of differences) log('warn', `${file.name}: ${text}`);
      return found;
    },
    /** Looks at an attached file again, read in another way; `types` are the columns that a person has decided on. */
    async reread(name: string, options: ReadOptions, types: readonly SourceColumn[]): Promise<Inspection> {
      const { id, workflow: w } = getState();
      const { format } = w.sources.find((s) => s.name === name)!;
      const found = await engine.inspect(name, format, options, types);
      if (getState().id === id) {
        edit(`Read ${name} anew`, (now) => ({
          ...now,
          sources: now.sources.map((s) => (s.name === name ? { ...s, options: found.options, columns: found.columns } : s)),
        }));
      }
      return found;
    },
    /** Puts a file that was there before behind its source again, without changing the document. */
    reattach(file: File | Blob, name: string): Promise<void> {
      const { id: of } = getState();
      const attached = engine.attach(name, file).then(({ stamp }) => {
        if (getState().id !== of) return;
        const stamps = new Map(getState().stamps).set(name, stamp);
        setState({ stamps, compiled: compiledFor(getState().workflow, stamps) });
      });
      const all = Promise.allSettled([attaching, attached]).then(() => {
        if (attaching === all) attaching = undefined;
      });
      attaching = all;
      return attached;
    },

    /** Runs the workflow, or only what `until` needs. What is there already is not computed again. */
    async run(until?: readonly string[], also: readonly Op[] = []): Promise<void> {
      stop.abort();
      stop = new AbortController();
      const { signal } = stop;
      setState({ running: true });
      try {
        if (attaching) await attaching;
        if (signal.aborted) return;
        const { workflow: w, compiled } = getState();
        await engine.run(
          wantedFor(w, compiled, { until, also }),
          (event) => (signal.aborted && event.kind !== 'skipped' ? undefined : take(event)),
          signal,
        );
      } finally {
        if (!signal.aborted) setState({ running: false });
      }
    },
    /** Computes one op for a look, without the rest of the workflow. */
    async compute(ops: readonly Op[], signal = new AbortController().signal): Promise<void> {
      if (attaching) await attaching;
      await engine.run({ targets: ops }, take, signal);
    },
    stop(): void {
      stop.abort();
      const statuses = new Map([...getState().statuses].filter(([, s]) => s.kind !== 'queued' && s.kind !== 'running'));
      setState({ running: false, statuses });
      log('info', 'Stopped.');
    },
  };
}

export type Editor = ReturnType<typeof createEditor>;

interface Attaching {
  readonly options?: ReadOptions;
  readonly also?: (workflow: Workflow) => Workflow;
}

const withSource = (w: Workflow, source: FileSource): Workflow => ({
  ...w,
  sources: w.sources.some((s) => s.name === source.name)
    ? w.sources.map((s) => (s.name === source.name ? source : s))
    : [...w.sources, source],
});

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

function nodeOfNote({ compiled }: State, key: string): string | undefined {
  for (const [id, { notes }] of compiled.nodes) if (notes.some((n) => keyOf(n) === key)) return id;
  return undefined;
}
