import type { Cell, Cells, DataHost, OpenFile } from '../../../workers/host.ts';
import type { Sniffed } from '../../../workers/readers/sniff.ts';
import type { Inspection, InspectionWarning } from '../../core/engine.ts';
import { and, call, col, lit, when, type Expr } from '../../core/expr.ts';
import type { DType, Schema } from '../../core/schema.ts';
import type { FileFormat, ReadOptions, SourceColumn } from '../../core/source.ts';
import { quoteName, sqlExpr } from './expression.ts';
import { guessColumn, type Candidate, type Guess } from './guess.ts';
import { roleOf } from './role.ts';
import { cellValue, textSchema } from '../cells.ts';
import { dropRejects, rejectsQuery, rejectTables, scanRelation } from './scan.ts';
import { surelyFits } from './surely.ts';

/** What a look at a file asks of a host. */
export type InspectHost = Pick<DataHost, 'sniff' | 'open' | 'run' | 'cells'>;

/**
 * Finds out how a file is written and what its columns are. Types are guessed on the first rows, then verified on all of
 * them in one pass; what does not hold for every cell stays text. `given` options are taken as they are, and so are
 * `types` for columns of the same name.
 */
export async function inspect(
  host: InspectHost,
  name: string,
  format: FileFormat,
  given: ReadOptions,
  types: readonly SourceColumn[] = [],
): Promise<Inspection> {
  const sniffed = await host.sniff(name, format, given);
  if (format === 'parquet') return inspectParquet(host, name, types);
  const file = await host.open({ name, format, options: sniffed.options });
  const questions = sniffed.names.map((column, i) =>
    questionOf(
      column,
      sniffed.rows.map((row) => row[i] ?? ''),
      sniffed.options,
      types,
    ),
  );
  const found = await verify(host, format, sniffed, file, questions);
  if (found.encoding !== undefined && given.encoding === undefined) {
    const again = await inspect(host, name, format, { ...given, encoding: 'windows-1252' }, types);
    return { ...again, warnings: [encodingWarning(found.encoding), ...again.warnings] };
  }
  const monthFirst = readsMonthFirst(found.answers);
  const settled = found.answers.map((answer) => settle(answer, monthFirst, sniffed.options));
  return {
    format,
    options: sniffed.options,
    columns: settled.map((s) => s.column),
    rows: found.rows,
    rejects: found.rejects,
    warnings: [...sniffed.warnings, ...found.warnings, ...settled.flatMap((s) => s.warnings)],
    sheets: sniffed.sheets,
  };
}

const encodingWarning = (line: number): InspectionWarning => ({
  about: 'encoding',
  line,
  message: `Line ${line} is invalid UTF-8, so the encoding was guessed: windows-1252. Check the letters with accents.`,
});

interface Question {
  readonly name: string;
  readonly cells: readonly string[];
  /** What a person said it is. */
  readonly told: SourceColumn | undefined;
  readonly candidates: readonly Candidate[];
  readonly doubt?: Guess['doubt'];
}

/** What all cells of a column say about the question. */
interface Answer extends Question {
  /** Cells that hold more than blanks, and those that hold only blanks. */
  readonly filled: number;
  readonly blank: number;
  /** Cells whose digits would be lost in a number: leading zeros, more than 15 digits. */
  readonly codes: number;
  /** The candidates that were counted, with how many cells do not fit and one of them. */
  readonly counted: readonly Counted[];
}

interface Counted extends Candidate {
  readonly misfits: number;
  readonly example: string | undefined;
}

function questionOf(name: string, cells: readonly string[], options: ReadOptions, types: readonly SourceColumn[]): Question {
  const told = types.find((t) => t.name === name);
  if (told) return { name, cells, told, candidates: told.type === 'string' ? [] : [told], doubt: undefined };
  const role = roleOf(name, 'string', cells);
  const stays = role !== undefined && role !== 'id';
  return { name, cells, told, ...(stays ? { candidates: [], doubt: undefined } : guessColumn(name, cells, options)) };
}

interface Verified {
  readonly rows: number;
  readonly rejects: number;
  readonly answers: readonly Answer[];
  readonly warnings: readonly InspectionWarning[];
  /** The first line that is not UTF-8, if there is one. */
  readonly encoding: number | undefined;
}

const TABLES = rejectTables('inspected');

/**
 * Two passes at most: one over the whole file with cheap conditions, which settles most columns, and one over the columns
 * for which some cell failed it, with the casts themselves.
 */
async function verify(
  host: InspectHost,
  format: FileFormat,
  { options, names }: Sniffed,
  file: OpenFile,
  questions: readonly Question[],
): Promise<Verified> {
  const columns = names.map((name): SourceColumn => ({ name, type: 'string' }));
  const from = scanRelation({ format, options, columns }, file, TABLES);
  await host.run(dropRejects(TABLES));
  const [rows, ...sure] = await oneRow(host, ['count(*)', ...questions.flatMap((q) => cheapCounts(q, options))], from);
  const rejects = await host.cells(`SELECT line, reason, count(*) OVER () FROM (${rejectsQuery(TABLES)}) ORDER BY line LIMIT 3`);
  const encoding = await host.cells(
    `SELECT min(line)::INTEGER FROM ${quoteName(TABLES.errors)} WHERE error_type::VARCHAR = 'INVALID ENCODING'`,
  );
  const cheap = questions.map((question, i) => cheapAnswer(question, Number(sure[2 * i]), Number(sure[2 * i + 1])));
  const open = questions.filter((_, i) => !cheap[i]);
  const exact = open.length
    ? await oneRow(
        host,
        open.flatMap((q) => exactCounts(q, options, textSchema(columns))),
        from,
      )
    : [];
  await host.run(dropRejects(TABLES));
  let at = 0;
  const answers = questions.map(
    (question, i) => cheap[i] ?? exactAnswer(question, exact.slice(at, (at += 3 + 2 * question.candidates.length))),
  );
  return {
    rows: Number(rows),
    rejects: Number(rejects.columns[2]?.[0] ?? 0),
    answers,
    warnings: rejectWarnings(rejects),
    encoding: lineIn(encoding),
  };
}

async function oneRow(host: InspectHost, list: readonly string[], from: string): Promise<Cell[]> {
  const { columns } = await host.cells(`SELECT ${list.map((sql, i) => `${sql} AS c${i}`).join(', ')} FROM ${from}`);
  return columns.map((c) => c[0] ?? null);
}

const lineIn = ({ columns }: Cells): number | undefined => (typeof columns[0]?.[0] === 'number' ? columns[0][0] : undefined);

/** Cells, and cells that surely fit the first candidate. */
function cheapCounts({ name, candidates: [first] }: Question, options: ReadOptions): [string, string] {
  const sure = first && surelyFits(name, first, options);
  return [`count(${quoteName(name)})`, sure ? `count(*) FILTER (WHERE ${sure})` : '-1'];
}

function cheapAnswer(question: Question, cells: number, sure: number): Answer | undefined {
  const [first] = question.candidates;
  if (!first || !cells) return { ...question, filled: 0, blank: 0, codes: 0, counted: [] };
  return cells === sure
    ? { ...question, filled: cells, blank: 0, codes: 0, counted: [{ ...first, misfits: 0, example: undefined }] }
    : undefined;
}

/** Cells, cells with more than blanks, codes, and two for each candidate: cells that do not fit it, and one of them. */
function exactCounts({ name, candidates, told }: Question, options: ReadOptions, schema: Schema): string[] {
  const text = call('trim', cellValue({ name, type: 'string' }, options));
  const filled = call('<>', text, lit(''));
  const count = (condition: Expr): string => `count(*) FILTER (WHERE ${sqlExpr(condition, schema)})`;
  const misfits = candidates.flatMap((candidate) => {
    const value = told ? cellValue({ name, ...candidate }, options) : guessedValue(name, candidate, options);
    const misfit = and(filled, call('is_null', value));
    return [count(misfit), `min(${quoteName(name)}) FILTER (WHERE ${sqlExpr(misfit, schema)})`];
  });
  return [
    `count(${sqlExpr(text, schema)})`,
    count(filled),
    count(call('regexp_matches', text, lit('^[+-]?(0[0-9]+|[0-9]{16,})$'))),
    ...misfits,
  ];
}

/** A guess takes only words for yes and no, where a cast also takes 1, 0, t and f. */
function guessedValue(name: string, { type, format }: Candidate, options: ReadOptions): Expr {
  const value = cellValue({ name, type, format }, options);
  return type === 'bool'
    ? when(call('regexp_matches', call('lower', call('trim', col(name))), lit('^(true|false|yes|no)$')), value, lit(null))
    : value;
}

function exactAnswer(question: Question, [cells, filled, codes, ...misfits]: readonly Cell[]): Answer {
  const counted = question.candidates.map((c, i): Counted => ({
    ...c,
    misfits: Number(misfits[2 * i]),
    example: misfits[2 * i + 1]?.toString(),
  }));
  return { ...question, filled: Number(filled), blank: Number(cells) - Number(filled), codes: Number(codes), counted };
}

interface Settled {
  readonly column: SourceColumn;
  readonly warnings: readonly InspectionWarning[];
}

function settle(answer: Answer, monthFirst: boolean, options: ReadOptions): Settled {
  const { name, cells, told } = answer;
  const fitting = fittingOf(answer);
  const [first] = fitting;
  const twin = first?.format && fitting.find((c) => c.format !== undefined && c.format === turned(first.format!));
  const { type, format } = told ?? ((monthFirst && twin) || first) ?? { type: 'string' as const };
  const role = told ? told.role : roleOf(name, type, cells);
  const column: SourceColumn = { name, type, ...(role && { role }), ...(format !== undefined && { format }) };
  const say = (about: string, message: string): InspectionWarning => ({ about, column: name, message: `"${name}" ${message}` });
  const warnings: InspectionWarning[] = [];
  if (told) warnings.push(...misfitsOfTold(answer).map((message) => say('type', message)));
  else if (twin) warnings.push(say('ambiguous dates', `has no day above 12: read as ${format}, it might be ${turned(format!)}.`));
  else if (type === 'string') warnings.push(...doubts(answer).map(({ about, message }) => say(about, message)));
  if (type !== 'string' && answer.blank)
    warnings.push(say('missing', `has ${cellCount(answer.blank)} with nothing but blanks; they count as missing.`));
  const group = options.decimal === ',' ? '.' : ',';
  if ((type === 'int' || type === 'double') && options.thousands && cells.some((cell) => cell.includes(group))) {
    warnings.push(say('thousands', `is read with "${group}" between thousands.`));
  }
  return { column, warnings };
}

/** Candidates that fit every cell; none where nothing but blanks is there to fit. */
function fittingOf({ counted, filled, codes }: Answer): readonly Candidate[] {
  return filled ? counted.filter((c) => c.misfits === 0 && !(codes && (c.type === 'int' || c.type === 'double'))) : [];
}

/** `MM/dd/yyyy` for `dd/MM/yyyy` and the other way round; nothing where day and month cannot be mistaken for each other. */
function turned(format: string): string | undefined {
  const parts = /^(dd|MM)([^a-zA-Z])(dd|MM)\2(.*)$/.exec(format);
  return parts ? `${parts[3]}${parts[2]}${parts[1]}${parts[2]}${parts[4]}` : undefined;
}

/**
 * How to read dates that fit both ways: as most columns of the file are written whose dates fit only one, else with the
 * day first, as most of the world does.
 */
function readsMonthFirst(answers: readonly Answer[]): boolean {
  let votes = 0;
  for (const answer of answers) {
    const fitting = fittingOf(answer).flatMap((c) => c.format ?? []);
    const sure = fitting.filter((format) => !fitting.includes(turned(format) ?? ''));
    if (sure.some((format) => format.startsWith('MM'))) votes++;
    else if (sure.some((format) => format.startsWith('dd'))) votes--;
  }
  return votes > 0;
}

function misfitsOfTold({ told, counted: [first], filled }: Answer): string[] {
  if (!told || !first?.misfits) return [];
  return [
    `has ${cellCount(first.misfits)} of ${filled} that cannot be read as ${NOUNS[told.type]}, such as ${quoted(first.example)}; they are missing.`,
  ];
}

function doubts({ counted, filled, codes, doubt }: Answer): { about: string; message: string }[] {
  if (doubt) return [doubt];
  if (codes)
    return [
      {
        about: 'codes',
        message: `has numbers with leading zeros or more than 15 digits (${cellCount(codes)}); it stays text, so that none is changed.`,
      },
    ];
  const [nearest] = [...counted].sort((a, b) => a.misfits - b.misfits);
  if (!nearest || nearest.misfits === 0) return [];
  return [
    {
      about: 'type',
      message: `would be ${NOUNS[nearest.type]} but for ${cellCount(nearest.misfits)} of ${filled}, such as ${quoted(nearest.example)}; it stays text. Choose its type, or name what stands for a missing value.`,
    },
  ];
}

const NOUNS: Record<DType, string> = {
  bool: 'yes or no',
  int: 'a whole number',
  double: 'a number',
  string: 'text',
  date: 'a date',
  timestamp: 'a date with time',
};
const cellCount = (count: number): string => (count === 1 ? '1 cell' : `${count} cells`);
const quoted = (text: string | undefined): string => JSON.stringify(text?.slice(0, 40) ?? '');

function rejectWarnings({ columns }: Cells): InspectionWarning[] {
  const [lines = [], reasons = [], counts = []] = columns;
  if (!lines.length) return [];
  const total = Number(counts[0]);
  const shown = lines.map((line, i) => `line ${String(line)}: ${String(reasons[i])}`).join(' ');
  return [
    {
      about: 'rejects',
      line: Number(lines[0]),
      message: `${total === 1 ? '1 line is' : `${total} lines are`} no row of the table and ${total === 1 ? 'goes' : 'go'} to the rejects: ${shown}${total > lines.length ? ' …' : ''}`,
    },
  ];
}

/** Columns as a Parquet file states them; what has no counterpart is read as text. */
async function inspectParquet(host: InspectHost, name: string, told: readonly SourceColumn[]): Promise<Inspection> {
  const file = await host.open({ name, format: 'parquet', options: {} });
  const from = scanRelation({ format: 'parquet', options: {}, columns: [] }, file, TABLES);
  const described = await host.cells(`SELECT column_name, column_type FROM (DESCRIBE FROM ${from})`);
  const rows = await host.cells(`SELECT count(*) FROM ${from}`);
  const names = (described.columns[0] ?? []).map(String);
  const types = (described.columns[1] ?? []).map(String);
  const warnings: InspectionWarning[] = [];
  const columns = names.map((column, i): SourceColumn => {
    const known = typeNamed(types[i]!);
    if (!known) warnings.push({ about: 'type', column, message: `"${column}" is ${types[i]!.slice(0, 60)}; it is read as text.` });
    const type = known ?? 'string';
    const role = roleOf(column, type);
    return told.find((t) => t.name === column) ?? { name: column, type, ...(role && { role }) };
  });
  return { format: 'parquet', options: {}, columns, rows: Number(rows.columns[0]?.[0]), rejects: 0, warnings };
}

function typeNamed(sql: string): DType | undefined {
  if (/^(U?TINYINT|U?SMALLINT|U?INTEGER|BIGINT)$/.test(sql)) return 'int';
  if (/^(FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(sql)) return 'double';
  if (/^(VARCHAR|UUID|ENUM\(.*\)|UBIGINT|U?HUGEINT)$/.test(sql)) return 'string';
  if (/^TIMESTAMP(_S|_MS|_NS)?$/.test(sql)) return 'timestamp';
  if (sql === 'DATE') return 'date';
  return sql === 'BOOLEAN' ? 'bool' : undefined;
}
