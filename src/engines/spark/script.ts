import type { Model } from '../../../workers/host.ts';
import type { Expr } from '../../core/expr.ts';
import { keyOf } from '../../core/key.ts';
import type { WorkflowParam } from '../../core/params.ts';
import { inputsOf, isTable, type Analyse, type ModelOp, type Op, type Scan, type TableOp } from '../../core/plan.ts';
import { rowsOfModel, writtenOut, type KnownRows, type Models } from '../applied.ts';
import { WORDS, type FrameBlock, type Output, type Step } from '../script-parts.ts';
import { analysisFrame } from './analyses.ts';
import { pythonValue } from './column.ts';
import { learned, modelValue, relearned, relearnedImportance } from './fit.ts';
import { frameOf, type Frames } from './frame.ts';
import { PRELUDE_NAMES, preludeFunction, preludeWith, type PreludeName } from './prelude.ts';
import { called, chained, list, statement, type Doc } from './layout.ts';
import { predicted } from './predict.ts';
import { readFunction } from './read.ts';
import { buildFunction, headOf, MAIN_NAMES, mainFunction, type ScriptFrame } from './script-text.ts';
import { columnPath, inComment, pythonName, quoteText, sparkType } from './spelling.ts';

/** What a script is made of. */
export interface ScriptParts {
  readonly title: string;
  readonly description: string;
  /** The name of the workflow file, and of the product's version that prints it. */
  readonly origin: string;
  readonly frames: readonly FrameBlock[];
  readonly params: readonly WorkflowParam[];
  /** Which literals stand for which parameter. */
  readonly literals: ReadonlyMap<Expr, string>;
  readonly outputs: readonly Output[];
  readonly models: Models;
  /** Learn again on Spark; `models` are then where it starts, as far as there are any. */
  readonly refit?: boolean | undefined;
  /** Rows of an analysis that were settled when its model was fitted. */
  readonly known: (op: Analyse) => KnownRows | undefined;
}

/** A printed script, and how to call what it builds. */
export interface Script {
  readonly text: string;
  /** The functions that read, in the order of `build`'s arguments, with the sources they read. */
  readonly inputs: readonly { readonly name: string; readonly scan: Scan }[];
  /** Arguments of `build` after the tables, by parameter. */
  readonly args: readonly (readonly [param: string, argument: string])[];
  /** Names of the outputs in what `build` gives. */
  readonly outputs: readonly string[];
}

/** Prints a plan as one PySpark script for Spark 3.5 and later. */
export function sparkScript(parts: ScriptParts): Script {
  return new Printer(parts).script();
}

class Printer implements Frames {
  private readonly parts: ScriptParts;
  private readonly now: ReadonlyMap<Op, Op>;
  /** What an op was before learned steps were written out. */
  private readonly before: ReadonlyMap<Op, Op>;
  /** All tables that are printed, inputs before their users. */
  private readonly tables: readonly TableOp[];
  private readonly called = new Set<PreludeName>();
  private readonly taken = new Set<string>([...PRELUDE_NAMES, ...MAIN_NAMES]);
  private readonly names = new Map<string, string>();
  /** What the variables of ports are called. */
  private readonly ownLabels = new Map<string, string>();
  private readonly users = new Map<string, number>();
  private readonly cached = new Set<string>();
  private readonly args = new Map<string, string>();
  private readonly outputNames = new Set<string>();
  private readonly inputs: { name: string; scan: Scan }[] = [];
  private readonly models: string[] = [];
  private readonly modelNames = new Map<string, string>();
  /** What the nodes are called that learned, by the key of the model. */
  private readonly learners: ReadonlyMap<string, string>;
  private lines: string[] = [];
  private label = 'rows';

  constructor(parts: ScriptParts) {
    this.parts = parts;
    this.now = writtenOut(
      parts.outputs.map((o) => o.table),
      () => undefined,
    );
    this.learners = new Map(
      parts.frames.flatMap(({ steps }) =>
        steps.flatMap(({ label, ports }) => ports.flatMap(([, op]) => (isTable(op) ? [] : [[keyOf(op), label] as const]))),
      ),
    );
    this.before = new Map([...this.now].map(([before, now]) => [now, before]));
    const results = parts.outputs.map((o) => this.now.get(o.table) as TableOp);
    this.tables = this.reached(results);
    const add = (op: Op): void => void this.users.set(keyOf(op), (this.users.get(keyOf(op)) ?? 0) + 1);
    results.forEach(add);
    this.tables.forEach((op) => this.reads(op).forEach(add));
  }

  script(): Script {
    const tables = this.parts.outputs.map((o) => this.now.get(o.table) as TableOp);
    for (const op of this.tables) if (op.kind === 'scan') this.nameInput(op);
    for (const param of this.parts.params) this.args.set(param.name, pythonName(param.name, this.taken, 'param'));
    const body = this.parts.frames.flatMap((frame) => this.block(frame));
    this.label = 'result';
    this.lines = [];
    const outputs = this.parts.outputs.map(({ name }, i) => ({
      name: pythonName(name, this.outputNames, 'result'),
      variable: this.variable(tables[i]!, name),
    }));
    const rest = this.lines;
    const reads = this.inputs.map(({ name, scan }) => readFunction(name, scan, this));
    const used = this.usedParams();
    const frame: ScriptFrame = {
      parts: this.parts,
      inputs: this.inputs,
      args: used.map((param) => ({ param, name: this.args.get(param.name)! })),
      outputs,
      scope: this,
    };
    const main = mainFunction(frame);
    const prelude = preludeWith(this.called).map(preludeFunction);
    const code = [...prelude.map((f) => f.code), ...this.models, ...reads, buildFunction(frame, [...body, ...rest]), main];
    const text = [headOf(frame, code.join('\n'), prelude), ...code, 'if __name__ == "__main__":\n    main()'].join('\n\n\n');
    return {
      text: `${text}\n`,
      inputs: this.inputs,
      args: used.map((p) => [p.name, this.args.get(p.name)!]),
      outputs: outputs.map((o) => o.name),
    };
  }

  use(name: PreludeName): string {
    this.called.add(name);
    return name;
  }

  argumentOf(literal: Expr): string | undefined {
    const param = this.parts.literals.get(literal);
    return param === undefined ? undefined : this.args.get(param);
  }

  chain(op: TableOp): Doc {
    const known = this.names.get(keyOf(op));
    if (known !== undefined) return known;
    const own = this.ownLabels.get(keyOf(op));
    if (own !== undefined) return this.assign(op, own);
    return this.users.get(keyOf(op))! > 1 ? this.assign(op, `${this.label} ${WORDS[op.kind]}`) : this.frame(op);
  }

  name(op: TableOp): Doc {
    return this.names.get(keyOf(op)) ?? this.assign(op, this.ownLabels.get(keyOf(op)) ?? `${this.label} ${WORDS[op.kind]}`);
  }

  /** A constant of the script that holds a model. */
  model(op: ModelOp, text: (name: string) => string): string {
    const key = keyOf(op);
    let name = this.modelNames.get(key);
    if (name === undefined) {
      name = pythonName(`${this.learners.get(key) ?? this.label} model`, this.taken, 'model').toUpperCase();
      this.taken.add(name);
      this.modelNames.set(key, name);
      this.models.push(text(name));
    }
    return name;
  }

  fitted(op: ModelOp): Model | undefined {
    return this.parts.models(op);
  }

  /** The tables that computing `op` reads, each once: a fitted model needs none. */
  private reads(op: TableOp): readonly TableOp[] {
    if (op.kind === 'analyse' && this.known(op)) return [];
    const inputs = inputsOf(op).flatMap((input) => (isTable(input) ? [input] : this.parts.refit ? [this.fitOf(input).input] : []));
    return [...new Map(inputs.map((input) => [keyOf(input), input])).values()];
  }

  /** A fit over the tables as they are printed. */
  private fitOf(op: ModelOp): ModelOp {
    return (this.now.get(op) ?? op) as ModelOp;
  }

  private known(op: Analyse): KnownRows | undefined {
    const before = (this.before.get(op) ?? op) as Analyse;
    return (this.parts.refit ? undefined : rowsOfModel(before, this.parts.models)) ?? this.parts.known(before);
  }

  private reached(results: readonly TableOp[]): TableOp[] {
    const done = new Map<string, TableOp>();
    const stack = results.toReversed();
    while (stack.length) {
      const op = stack.at(-1)!;
      const waiting = done.has(keyOf(op)) ? [] : this.reads(op).filter((input) => !done.has(keyOf(input)));
      if (waiting.length) stack.push(...waiting.toReversed());
      else {
        done.set(keyOf(op), op);
        stack.pop();
      }
    }
    return [...done.values()];
  }

  private nameInput(scan: Scan): void {
    if (this.names.has(keyOf(scan))) return;
    const name = pythonName(scan.source.kind === 'file' ? scan.source.name : scan.source.table, this.taken, 'table');
    this.names.set(keyOf(scan), name);
    this.inputs.push({ name, scan });
  }

  private block({ title, steps }: FrameBlock): string[] {
    const printed = steps.flatMap((step) => this.step(step));
    if (!printed.length || title === undefined) return printed;
    return [`    # ${'─'.repeat(2)} ${inComment(title)} ${'─'.repeat(Math.max(2, 92 - inComment(title).length))}`, ...printed];
  }

  private step({ label, summary, ports }: Step): string[] {
    this.lines = [];
    this.label = label;
    const tables = ports.flatMap(([port, original], i) => {
      const op = this.now.get(original);
      return op && isTable(op) && this.users.has(keyOf(op)) ? [{ op, own: i ? `${label} ${port}` : label }] : [];
    });
    for (const { op, own } of tables) if (!this.ownLabels.has(keyOf(op))) this.ownLabels.set(keyOf(op), own);
    for (const { op, own } of tables) if (!this.names.has(keyOf(op))) this.assign(op, own);
    if (!this.lines.length) return [];
    const words = inComment(summary ? `${label}: ${summary}` : label);
    return [`    # ${words.length > 94 ? `${words.slice(0, 93)}…` : words}`, ...this.lines, ''];
  }

  private variable(op: TableOp, label: string): string {
    return this.names.get(keyOf(op)) ?? this.assign(op, label);
  }

  private assign(op: TableOp, words: string): string {
    const doc = this.frame(op);
    const name = pythonName(words, this.taken, 'rows');
    const again = this.users.get(keyOf(op))! > 1 && this.isDear(op);
    if (again) this.cached.add(keyOf(op));
    this.lines.push(statement(`${name} =`, again ? chained(doc, '.cache()') : doc));
    this.names.set(keyOf(op), name);
    return name;
  }

  private frame(op: TableOp): Doc {
    switch (op.kind) {
      case 'scan':
        throw new Error('A scan is an argument of build.');
      case 'apply':
        return !this.parts.refit && op.model.algorithm === 'random-forest'
          ? predicted(op, this)
          : relearned(op, this.modelOf(op.model), this);
      case 'analyse': {
        const rows = this.known(op);
        if (rows) return this.given(op, rows);
        const [model] = op.inputs;
        return model && !isTable(model) ? relearnedImportance(op, this.learnedModel(model), this) : analysisFrame(op, this);
      }
      default:
        return frameOf(op, this);
    }
  }

  /** The name of a model: a constant, or a variable where the script learns it. */
  private modelOf(op: ModelOp): string {
    if (this.parts.refit) return this.learnedModel(op);
    return this.model(op, (name) => statement(`${name} =`, modelValue(this.parts.models(op)!), 0));
  }

  /** The variable of a model that the script learns itself. */
  private learnedModel(original: ModelOp): string {
    const op = this.fitOf(original);
    const known = this.names.get(keyOf(op));
    if (known !== undefined) return known;
    const doc = learned(op, this, this.parts.models((this.before.get(op) ?? op) as ModelOp));
    const name = pythonName(`${this.learners.get(keyOf(original)) ?? this.label} model`, this.taken, 'model');
    this.lines.push(statement(`${name} =`, doc));
    this.names.set(keyOf(op), name);
    return name;
  }

  /** A table whose rows are known: a small one. */
  private given({ schema }: Analyse, rows: KnownRows): Doc {
    const types = schema.map((c) => `${columnPath(c.name).slice(1, -1)} ${sparkType(c.type)}`).join(', ');
    const tuples = rows.map((row) =>
      list(
        '(',
        row.map((cell, i) => pythonValue(cell, schema[i]!.type)),
        row.length === 1 ? ',)' : ')',
      ),
    );
    return called('SparkSession.active().createDataFrame', list('[', tuples, ']'), quoteText(types));
  }

  /** Whether computing it again shuffles rows. */
  private isDear(op: TableOp): boolean {
    if (this.cached.has(keyOf(op)) || op.kind === 'scan') return false;
    return SHUFFLING.has(op.kind) || this.reads(op).some((input) => this.isDear(input));
  }

  private usedParams(): WorkflowParam[] {
    const used = new Set(this.parts.literals.values());
    return this.parts.params.filter((p) => used.has(p.name));
  }
}

const SHUFFLING: ReadonlySet<Op['kind']> = new Set<Op['kind']>(['join', 'aggregate', 'window', 'dedupe', 'sort', 'apply', 'analyse']);
