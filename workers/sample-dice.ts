import type { SampleTable } from '../src/core/sample-schema.ts';
import { generator } from './kernels/kernel.ts';

/** Lowest and highest, both included. */
export type Range = readonly [low: number, high: number];

/** How likely each item of a list is, in its order. */
export type Weights = readonly number[];

/** Everything random in the sample data. Behind it are only integers and + - * /, which give the same bits in every engine. */
export interface Dice {
  /** True in `percent` of the cases. */
  chance(percent: number): boolean;
  /** A whole number of the range. */
  within(range: Range): number;
  /** About normal, with mean 0 and standard deviation 1: the sum of twelve uniform numbers less six. */
  bell(): number;
  pick<T>(from: readonly T[], weights?: Weights): T;
  hex(digits: number): string;
}

/** Dice for one purpose: those of another purpose or seed roll differently. */
export function dice(seed: number, purpose: 'people' | SampleTable): Dice {
  const streams = ['people', 'customers', 'orders', 'web', 'product'];
  const next = generator(Math.imul(seed, 0x9e3779b1) + streams.indexOf(purpose));
  const share = () => next() / 2 ** 32;
  const below = (n: number) => Math.floor(share() * n);
  return {
    chance: (percent) => share() * 100 < percent,
    within: ([low, high]) => low + below(high - low + 1),
    bell() {
      let sum = -6;
      for (let i = 0; i < 12; i++) sum += share();
      return sum;
    },
    pick: (from, weights) => from[weights ? weighted(weights, share()) : below(from.length)]!,
    hex(digits) {
      let text = '';
      while (text.length < digits) text += next().toString(16).padStart(8, '0');
      return text.slice(0, digits);
    },
  };
}

/** The place that `share`, from 0 to 1, falls on when places are as wide as their weights. */
function weighted(weights: Weights, share: number): number {
  let left = share * weights.reduce((a, b) => a + b, 0);
  return weights.findIndex((w) => (left -= w) < 0);
}

/** e to the power of `x`, for |x| up to about 3, to three digits: Math.exp may differ in the last bit between engines. */
export function exp(x: number): number {
  let power = 1 + x / 4096;
  for (let i = 0; i < 12; i++) power *= power;
  return power;
}
