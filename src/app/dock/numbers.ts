/** A number with a true minus. */
const signed = (text: string): string => text.replace('-', '−');

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const few = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/** Beyond this many digits before the point a number is written with an exponent. */
const LARGEST = 1e15;

/** A number in few characters, for axes and labels: 4,163, 0.034, 1.2M. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size >= LARGEST || (size > 0 && size < 1e-6)) return signed(value.toExponential(1));
  if (size >= 1e6) return signed(compact.format(value));
  return signed(size >= 100 ? whole.format(value) : few.format(value));
}

export const count = (value: number): string => signed(whole.format(value));

/** A share of 1 as percent; what is there but rounds to nothing stays visible. */
export function percent(share: number): string {
  if (share > 0 && share < 0.005) return '<1 %';
  return `${signed((share * 100).toFixed(0))} %`;
}

const cents = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const parts = new Intl.NumberFormat('en', { maximumFractionDigits: 4 });
const smallest = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });

/** A figure with all the digits that somebody reads, and no more. */
export function exact(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return 'missing';
  if (size >= LARGEST || (size > 0 && size < 1e-6)) return signed(value.toExponential(3));
  return signed((size >= 1000 ? cents : size >= 1 ? parts : smallest).format(value));
}

const byDecimals = new Map<number, Intl.NumberFormat>();

/** A number with a fixed number of decimals. */
export function fixed(value: number, decimals: number): string {
  if (Math.abs(value) >= LARGEST) return signed(value.toExponential(3));
  const known =
    byDecimals.get(decimals) ?? new Intl.NumberFormat('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  byDecimals.set(decimals, known);
  return signed(known.format(value));
}

const MOST_DECIMALS = 6;

/** The decimals that values need to tell each other apart, at about four digits; one precision for all of them. */
export function decimalsFor(values: readonly number[]): number {
  const sizes = values
    .map(Math.abs)
    .filter((v) => v > 0 && v < LARGEST)
    .sort((a, b) => a - b);
  if (!sizes.length) return 0;
  const typical = sizes[Math.floor(sizes.length / 2)]!;
  const wanted = Math.min(Math.max(3 - Math.floor(Math.log10(typical)), 0), MOST_DECIMALS);
  return Math.min(wanted, Math.max(...sizes.map(decimalsOf)));
}

/** Decimals of a number as it is written with at most 12 digits. */
function decimalsOf(value: number): number {
  const [digits = '', exponent = '0'] = String(Number(value.toPrecision(12))).split('e');
  const after = digits.split('.')[1]?.length ?? 0;
  return Math.max(after - Number(exponent), 0);
}

/** A column's or feature's name as a label: "days_since_last" is "Days since last". */
export function labelFor(name: string): string {
  const words = name.replaceAll('_', ' ').trim();
  return words ? words[0]!.toUpperCase() + words.slice(1) : name;
}
