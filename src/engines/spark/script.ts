import type { Model } from '../../../workers/host.ts';
import type { Expr } from '../../core/expr.ts';
import { keyOf } from '../../core/key.ts';
import type { Sink } from '../../core/node.ts';
import type { WorkflowParam } from '../../core/params.ts';
import { inputsOf, isTable, type Analyse, type ModelOp, type Op, type Scan, type TableOp } from '../../core/plan.ts';
import { rowsOfModel, writtenOut, type KnownRows, type Models } from '../applied.ts';
import { WORDS, wrapped, type FrameBlock, type Output, type Step } from '../script-parts.ts';
import { analysisFrame } from './analyses.ts';
import { pythonValue } from './column.ts';
import { learned, modelValue, relearned, relearnedImportance } from './fit.ts';
import { frameOf, type Frames } from './frame.ts';
import { PRELUDE_NAMES, preludeFunction, preludeWith, type PreludeName } from './prelude.ts';
import { called, chained, list, seq, statement, type Doc } from './layout.ts';
import { predicted } from './predict.ts';
import { isOddlyEncoded, readFunction } from './read.ts';
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

/** Settings that results depend on, whatever the cluster's own. */
const SETTINGS: readonly (readonly [name: string, value: string, why: string])[] = [
  ['spark.sql.ansi.enabled', 'false', 'what cannot be computed is missing, not an error'],
  ['spark.sql.session.timeZone', 'UTC', 'days and hours are those that the data says'],
  ['spark.sql.legacy.timeParserPolicy', 'CORRECTED', 'no date is guessed'],
  ['spark.sql.caseSensitive', 'false', 'names differ by more than case'],
  ['spark.sql.parquet.datetimeRebaseModeInRead', 'CORRECTED', 'old dates are those that Parquet says'],
  ['spark.sql.parquet.datetimeRebaseModeInWrite', 'CORRECTED', 'and are written as they are'],
];

/** Spark 4 knows few encodings by itself. */
const CHARSETS: typeof SETTINGS = [['spark.sql.legacy.javaCharsets', 'true', 'files may have any encoding that Java knows']];

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
  private readonly taken = new Set<string>(PRELUDE_NAMES);
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
    const main = this.main(outputs, used);
    const prelude = preludeWith(this.called);
    const code = [
      ...prelude.map((name) => preludeFunction(name).code),
      ...this.models,
      ...reads,
      this.build(body, rest, outputs, used),
      main,
    ];
    const text = [this.head(code.join('\n'), prelude), ...code, 'if __name__ == "__main__":\n    main()'].join('\n\n\n');
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

  private head(code: string, prelude: readonly PreludeName[]): string {
    const { title, description, origin, params } = this.parts;
    const words = inComment(description);
    const needs = (pattern: RegExp): boolean => pattern.test(code);
    const imports = [
      ...(needs(/\bargparse\./) ? ['import argparse'] : []),
      ...(needs(/\bjson\./) ? ['import json'] : []),
      ...(needs(/\bmath\./) ? ['import math'] : []),
      ...(needs(/\bzlib\./) ? ['import zlib'] : []),
      ...(needs(/\bb64decode\(/) ? ['from base64 import b64decode'] : []),
      ...(needs(/\bdate\b/) && params.some((p) => p.type === 'date') && this.usedParams().some((p) => p.type === 'date')
        ? ['from datetime import date']
        : []),
    ];
    const more = [...new Set(prelude.flatMap((name) => preludeFunction(name).imports ?? []))].sort();
    const third = [
      ...(needs(/\bnp\./) ? ['import numpy as np'] : []),
      ...(needs(/\bpd\./) ? ['import pandas as pd'] : []),
      `from pyspark.sql import ${[...(needs(/\bColumn\b/) ? ['Column'] : []), 'DataFrame', 'SparkSession', ...(needs(/\bWindow\./) ? ['Window'] : [])].join(', ')}`,
      ...(needs(/\bF\./) ? ['from pyspark.sql import functions as F'] : []),
      ...more.filter((line) => isSpark(line)),
    ];
    const settings = [...SETTINGS, ...(this.inputs.some(({ scan }) => isOddlyEncoded(scan)) ? CHARSETS : [])].map(
      ([name, value, why]) => `    # ${why}\n    "${name}": "${value}",`,
    );
    const fixed = params.filter((p) => !this.usedParams().includes(p) && p.value !== null);
    const doc = [
      inComment(title),
      ...(words ? ['', ...wrapped(words, 99)] : []),
      '',
      ...wrapped(
        `Printed by ${inComment(origin)}. It needs Spark 3.5 or later; build() only says what to compute, and can be given any DataFrames with these columns.`,
        99,
      ),
      ...(fixed.length
        ? [
            '',
            ...wrapped(
              `Settled when it was printed: ${fixed.map((p) => `${inComment(p.name)} = ${inComment(String(p.value))}`).join(', ')}.`,
              99,
            ),
          ]
        : []),
    ];
    return [
      `"""${doc.join('\n')}\n"""`,
      '',
      ...imports,
      ...more.filter((line) => !isSpark(line)),
      '',
      ...third,
      '',
      '# Results must not depend on how a cluster is set up.',
      'SETTINGS = {',
      ...settings,
      '}',
    ].join('\n');
  }

  private build(
    body: readonly string[],
    rest: readonly string[],
    outputs: readonly { name: string; variable: string }[],
    used: readonly WorkflowParam[],
  ): string {
    const args = [
      ...this.inputs.map((i) => `${i.name}: DataFrame`),
      ...used.map((p) => `${this.args.get(p.name)}: ${PYTHON_TYPES[p.type]}`),
    ];
    const result = list(
      '{',
      outputs.map(({ name, variable }) => seq(quoteText(name), ': ', variable)),
      '}',
    );
    return [
      statement('def', seq(called('build', ...args), ' -> dict[str, DataFrame]:'), 0),
      `    """The tables that the workflow ends in, by name; ${this.parts.refit ? 'models are learned on the way' : 'nothing is computed before they are read'}."""`,
      ...body,
      ...rest,
      statement('return', result),
    ].join('\n');
  }

  private main(outputs: readonly { name: string }[], used: readonly WorkflowParam[]): string {
    const argumentsOf = [
      ...this.inputs.map(({ name, scan }) =>
        called(
          'parser.add_argument',
          quoteText(flag(name)),
          `default=${quoteText(scan.source.kind === 'file' ? scan.source.path : '')}`,
          'metavar="PATH"',
        ),
      ),
      ...used.map((p) => {
        const type = p.type === 'date' ? 'date.fromisoformat' : p.type === 'bool' ? 'lambda text: text == "true"' : PYTHON_TYPES[p.type];
        const value =
          p.type === 'date' || p.type === 'bool'
            ? quoteText(String(p.value))
            : pythonValue(p.value as number, p.type === 'double' ? 'double' : 'int');
        return called(
          'parser.add_argument',
          quoteText(flag(this.args.get(p.name)!)),
          `type=${type}`,
          `default=${value}`,
          ...(p.doc ? [`help=${quoteText(p.doc.replaceAll('%', '%%'))}`] : []),
        );
      }),
      called('parser.add_argument', '"--out"', 'required=True', 'metavar="FOLDER"', 'help="each table becomes a folder in it"'),
    ];
    const read = this.inputs.map(({ name }) => called(`read_${name}`, 'spark', `args.${name}`));
    const given = used.map((p) => `${this.args.get(p.name)}=args.${this.args.get(p.name)}`);
    return [
      'def main() -> None:',
      '    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)',
      ...argumentsOf.map((doc) => statement('', doc).replace(/^ {5}/, '    ')),
      '    args = parser.parse_args()',
      '',
      `    spark = SparkSession.builder.appName(${quoteText(inComment(this.parts.title))}).getOrCreate()`,
      '    for name, value in SETTINGS.items():',
      '        spark.conf.set(name, value)',
      '',
      statement('tables =', called('build', ...read, ...given)),
      ...this.parts.outputs.map(({ sink }, i) => statement('', this.written(outputs[i]!.name, sink)).replace(/^ {5}/, '    ')),
    ].join('\n');
  }

  private written(name: string, sink: Sink | undefined): Doc {
    const file = sink?.file ?? `${name}.parquet`;
    const path = `f"{args.out}/${quoteText(file).slice(1, -1).replace(/[{}]/g, '$&$&')}"`;
    const table = `tables[${quoteText(name)}]`;
    if (sink?.format !== 'csv') return chained(seq(table, '.write'), '.mode("overwrite")', called('.parquet', path));
    const texts = sink.guard ? sink.table.schema.filter((c) => c.type === 'string').map((c) => c.name) : [];
    const rows = texts.length ? called(this.use('guarded'), table, list('[', texts.map(quoteText), ']')) : table;
    return called(this.use('write_csv'), rows, path);
  }
}

const isSpark = (line: string): boolean => line.startsWith('from pyspark');

const PYTHON_TYPES: { readonly [T in WorkflowParam['type']]: string } = {
  int: 'int',
  double: 'float',
  string: 'str',
  date: 'date',
  bool: 'bool',
};

const flag = (name: string): string => `--${name.replace(/_+$/, '').replaceAll('_', '-')}`;

const SHUFFLING: ReadonlySet<Op['kind']> = new Set<Op['kind']>(['join', 'aggregate', 'window', 'dedupe', 'sort', 'apply', 'analyse']);
