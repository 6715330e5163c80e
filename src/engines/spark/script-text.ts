import type { WorkflowParam } from '../../core/params.ts';
import type { Scan } from '../../core/plan.ts';
import type { Sink } from '../../core/node.ts';
import { wrapped } from '../script-parts.ts';
import { pythonValue, type Scope } from './column.ts';
import { called, chained, list, seq, statement, type Doc } from './layout.ts';
import type { PythonFunction } from './prelude-function.ts';
import { isOddlyEncoded } from './read.ts';
import type { ScriptParts } from './script.ts';
import { inComment, quoteText } from './spelling.ts';

/** What stands around the body of a script. */
export interface ScriptFrame {
  readonly parts: ScriptParts;
  readonly inputs: readonly { readonly name: string; readonly scan: Scan }[];
  /** Parameters that a run may set, and what the script calls them. */
  readonly args: readonly { readonly param: WorkflowParam; readonly name: string }[];
  readonly outputs: readonly { readonly name: string; readonly variable: string }[];
  readonly scope: Pick<Scope, 'use'>;
}

/** Names that `main` has for itself. */
export const MAIN_NAMES = ['out', 'help', 'parser', 'tables', 'name', 'value'];

const WIDTH = 99;

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

/** The docstring, the imports that `code` needs, and the settings. */
export function headOf({ parts, inputs, args }: ScriptFrame, code: string, prelude: readonly PythonFunction[]): string {
  const needs = (pattern: RegExp): boolean => pattern.test(code);
  const more = [...new Set(prelude.flatMap((f) => f.imports ?? []))].sort();
  const standard = [
    ...(needs(/\bargparse\./) ? ['import argparse'] : []),
    ...(needs(/\bjson\./) ? ['import json'] : []),
    ...(needs(/\bmath\./) ? ['import math'] : []),
    ...(needs(/\bzlib\./) ? ['import zlib'] : []),
    ...(needs(/\bb64decode\(/) ? ['from base64 import b64decode'] : []),
    ...(args.some(({ param }) => param.type === 'date') ? ['from datetime import date'] : []),
    ...more.filter((line) => !isSpark(line)),
  ];
  const sql = [...(needs(/\bColumn\b/) ? ['Column'] : []), 'DataFrame', 'SparkSession', ...(needs(/\bWindow\./) ? ['Window'] : [])];
  const others = [
    ...(needs(/\bnp\./) ? ['import numpy as np'] : []),
    ...(needs(/\bpd\./) ? ['import pandas as pd'] : []),
    `from pyspark.sql import ${sql.join(', ')}`,
    ...(needs(/\bF\./) ? ['from pyspark.sql import functions as F'] : []),
    ...more.filter(isSpark),
  ];
  const settings = [...SETTINGS, ...(inputs.some(({ scan }) => isOddlyEncoded(scan)) ? CHARSETS : [])];
  return [
    `"""${docOf(parts, args).join('\n')}\n"""`,
    '',
    ...standard,
    '',
    ...others,
    '',
    '# Results must not depend on how a cluster is set up.',
    'SETTINGS = {',
    ...settings.map(([name, value, why]) => `    # ${why}\n    "${name}": "${value}",`),
    '}',
  ].join('\n');
}

const isSpark = (line: string): boolean => line.startsWith('from pyspark');

function docOf({ title, description, origin, params }: ScriptParts, args: ScriptFrame['args']): string[] {
  const words = inComment(description);
  const settled = params.filter((p) => p.value !== null && !args.some(({ param }) => param === p));
  const settledWords = settled.map((p) => `${inComment(p.name)} = ${inComment(textOf(p))}`).join(', ');
  return [
    inComment(title),
    ...(words ? ['', ...wrapped(words, WIDTH)] : []),
    '',
    ...wrapped(`Printed by ${inComment(origin)}. It needs Spark 3.5 or later.`, WIDTH),
    ...(settled.length ? ['', ...wrapped(`Settled when it was printed: ${settledWords}.`, WIDTH)] : []),
  ];
}

const textOf = ({ value }: WorkflowParam): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** `build`, which gives the tables by name; `body` makes them. */
export function buildFunction({ inputs, args, outputs }: ScriptFrame, body: readonly string[]): string {
  const signature = [
    ...inputs.map((i) => `${i.name}: DataFrame`),
    ...args.map(({ param, name }) => `${name}: ${PYTHON_TYPES[param.type]}`),
  ];
  const result = list(
    '{',
    outputs.map(({ name, variable }) => seq(quoteText(name), ': ', variable)),
    '}',
  );
  return [
    statement('def', seq(called('build', ...signature), ' -> dict[str, DataFrame]:'), 0),
    '    """The tables that the workflow ends in, from any DataFrames with its columns; nothing is written."""',
    ...body,
    statement('return', result),
  ].join('\n');
}

const PYTHON_TYPES: { readonly [T in WorkflowParam['type']]: string } = {
  int: 'int',
  double: 'float',
  string: 'str',
  date: 'date',
  bool: 'bool',
};

/** `main`, which reads, builds and writes as its arguments say. */
export function mainFunction(frame: ScriptFrame): string {
  const { parts, inputs, args, outputs } = frame;
  const options = [
    ...inputs.map(({ name, scan }) => option(name, ...pathOf(scan))),
    ...args.map(({ param, name }) => paramOption(param, name)),
    option('out', 'required=True', 'metavar="FOLDER"', 'help="each table becomes a folder in it"'),
  ];
  const read = inputs.map(({ name }) => called(`read_${name}`, 'spark', `args.${name}`));
  const given = args.map(({ name }) => `${name}=args.${name}`);
  return [
    'def main() -> None:',
    '    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)',
    ...options.map(done),
    '    args = parser.parse_args()',
    '',
    `    spark = SparkSession.builder.appName(${quoteText(inComment(parts.title))}).getOrCreate()`,
    '    for name, value in SETTINGS.items():',
    '        spark.conf.set(name, value)',
    '',
    statement('tables =', called('build', ...read, ...given)),
    ...parts.outputs.map(({ sink }, i) => done(written(outputs[i]!.name, sink, frame))),
  ].join('\n');
}

/** Where an input lies. Spark reads no workbook, so nothing stands for one. */
function pathOf({ source }: Scan): Doc[] {
  if (source.kind !== 'file') return [];
  if (source.format === 'excel')
    return ['required=True', 'metavar="PATH"', `help=${quoteText(`a CSV export of ${source.path.replaceAll('%', '%%')}`)}`];
  return [`default=${quoteText(source.path)}`, 'metavar="PATH"'];
}

/** A statement that is one call. */
const done = (doc: Doc): string => statement('', doc).replace(/^ {5}/, '    ');

const option = (name: string, ...more: readonly Doc[]): Doc =>
  called('parser.add_argument', quoteText(`--${name.replaceAll('_', '-')}`), ...more);

function paramOption(param: WorkflowParam, name: string): Doc {
  const { type, value, doc } = param;
  const help = doc ? [`help=${quoteText(doc.replaceAll('%', '%%'))}`] : [];
  if (type === 'date') return option(name, 'type=date.fromisoformat', `default=${quoteText(textOf(param))}`, ...help);
  if (type === 'bool') return option(name, 'type=lambda text: text == "true"', `default=${pythonValue(value === true, 'bool')}`, ...help);
  return option(name, `type=${PYTHON_TYPES[type]}`, `default=${pythonValue(value as number | string, type)}`, ...help);
}

function written(name: string, sink: Sink | undefined, { scope }: ScriptFrame): Doc {
  const file = sink?.file ?? `${name}.parquet`;
  const path = `f"{args.out}/${quoteText(file).slice(1, -1).replace(/[{}]/g, '$&$&')}"`;
  const table = `tables[${quoteText(name)}]`;
  if (sink?.format !== 'csv') return chained(seq(table, '.write'), '.mode("overwrite")', called('.parquet', path));
  const texts = sink.guard ? sink.table.schema.filter((c) => c.type === 'string').map((c) => c.name) : [];
  const rows = texts.length ? called(scope.use('guarded'), table, list('[', texts.map(quoteText), ']')) : table;
  return called(scope.use('write_csv'), rows, path);
}
