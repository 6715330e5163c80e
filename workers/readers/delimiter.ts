import type { ReadOptions } from '../../src/core/source.ts';
import { rowsOf, usualWidth, type TextRow } from './records.ts';

const CANDIDATES = [',', ';', '\t', '|'];
const SAMPLE_CHARS = 1 << 16;

interface Trial {
  readonly delimiter: string;
  readonly rows: readonly TextRow[];
  readonly width: number;
  /** Share of rows that have this width. */
  readonly share: number;
}

/**
 * The delimiter that gives most rows the same number of cells, more than one; of several, the one that gives most cells.
 * Runs of blanks are taken where nothing else fits and the cells are mostly numbers: sentences have blanks too.
 */
export function guessDelimiter(text: string, given: ReadOptions, whole: boolean): string {
  const sample = text.slice(0, SAMPLE_CHARS);
  const complete = whole && sample.length === text.length;
  const trial = (delimiter: string): Trial =>
    trialOf(
      delimiter,
      rowsOf(sample, { ...given, delimiter }, complete).rows.filter((row) => row.line > (given.skip ?? 0)),
    );
  const trials = CANDIDATES.map(trial).filter((t) => t.width > 1);
  const best = trials.reduce<Trial | undefined>((a, b) => (a && !betters(b, a) ? a : b), undefined);
  const semicolons = trials.find((t) => t.delimiter === ';');
  if (best?.delimiter === ',' && semicolons && semicolons.share >= best.share && hasDecimalCommas(semicolons)) return ';';
  if (best && best.share >= 0.5) return widened(best.delimiter, sample);
  const blanks = trial('spaces');
  if (blanks.width > 1 && blanks.share >= 0.8 && mostlyNumbers(blanks)) return 'spaces';
  return best ? best.delimiter : ',';
}

function trialOf(delimiter: string, rows: readonly TextRow[]): Trial {
  const width = usualWidth(rows);
  return { delimiter, rows, width, share: rows.filter((r) => r.cells.length === width).length / Math.max(1, rows.length) };
}

const betters = (a: Trial, b: Trial): boolean => (Math.abs(a.share - b.share) > 0.02 ? a.share > b.share : a.width > b.width);

const cellsOf = ({ rows }: Trial): string[] => rows.flatMap((r) => r.cells);
const hasDecimalCommas = (trial: Trial): boolean => cellsOf(trial).some((cell) => /^-?\d+,\d+$/.test(cell));
const mostlyNumbers = (trial: Trial): boolean => {
  const cells = cellsOf(trial);
  return cells.filter((cell) => /^[+-]?[\d.,/:eE+-]+$/.test(cell)).length >= cells.length / 2;
};

/** `~|~` where every `|` stands between two `~`: a delimiter of several signs is met by one of them. */
function widened(delimiter: string, sample: string): string {
  const signs = new Set<string>();
  for (let i = sample.indexOf(delimiter); i !== -1; i = sample.indexOf(delimiter, i + 1)) signs.add(`${sample[i - 1]}${sample[i + 1]}`);
  const [only] = signs;
  return signs.size === 1 && /^[~^#:$%&*!]{2}$/.test(only!) ? `${only![0]}${delimiter}${only![1]}` : delimiter;
}
