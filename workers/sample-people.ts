import { dice, exp, type Dice, type Range, type Weights } from './sample-dice.ts';

export const CHANNELS = ['search', 'social', 'email', 'direct', 'referral'];
export const CATEGORIES = ['home', 'garden', 'fashion', 'electronics', 'toys'];
export const FEATURES = ['reorder', 'wishlist', 'deal alert', 'order tracking', 'loyalty card'];

/** 2026-10-31, in days since 1970-01-01. */
export const LAST_DAY = 20_757;

/** 2024-11-01: the history is 24 months. */
export const FIRST_DAY = 20_028;

/** Standard deviation of the logarithm of what people spend on an order. */
const PERSON_SPREAD = 0.3;

/** What the people of one planted segment have in common. Shares are in percent, money is in euros, ranges are uniform. */
export interface Planted {
  readonly name: string;
  /** Its share of all people. */
  readonly share: number;
  readonly orders: {
    /** Days from the last order to the day after the history ends. */
    readonly recency: Range;
    readonly count: Range;
    /** At most so many days before the last order the others lie. */
    readonly span: Range;
    /** The median of an order. */
    readonly basket: number;
    readonly items: Range;
    readonly discount: Range;
    readonly categories: Weights;
  };
  readonly person: {
    /** The mean, in years. */
    readonly age: number;
    /** The median. */
    readonly income: number;
    readonly countries: Weights;
    /** Days from sign-up to the first order. */
    readonly waiting: Range;
    /** How many may be sent e-mail. */
    readonly consent: number;
  };
  /** What brings them to the shop, and how many sessions lead to one order. */
  readonly web: { readonly channels: Weights; readonly visits: Range };
  /** How many have the app, how often they use it and for what. */
  readonly app: { readonly share: number; readonly uses: Range; readonly features: Weights };
}

/**
 * The five planted segments. Recency, frequency and monetary value tell them apart; age, income, channel, country and
 * the rest only lean one way, so that a classifier without orders does well and not perfectly.
 * - Loyal regulars: 9 to 16 orders of about 65, the last one within 12 days.
 * - Big baskets: at most 3 orders of about 380, the last one 45 to 180 days ago; older, with a high income.
 * - Discount hunters: 3 to 8 orders of about 18 at 20 to 50 percent off, the last one 10 to 70 days ago.
 * - Gone quiet: 2 to 5 orders of about 55, the last one 200 to 480 days ago.
 * - New: a single order of about 45, 2 to 36 days ago; younger, through social media.
 */
const PLANTED: readonly Planted[] = [
  {
    name: 'Loyal regulars',
    share: 12,
    orders: {
      recency: [1, 12],
      count: [9, 16],
      span: [400, 700],
      basket: 65,
      items: [2, 6],
      discount: [0, 10],
      categories: [35, 20, 25, 10, 10],
    },
    person: { age: 47, income: 41_000, countries: [30, 20, 10, 10, 10, 20], waiting: [0, 900], consent: 85 },
    web: { channels: [20, 10, 40, 25, 5], visits: [1, 3] },
    app: { share: 75, uses: [10, 25], features: [45, 10, 5, 20, 20] },
  },
  {
    name: 'Big baskets',
    share: 16,
    orders: {
      recency: [45, 180],
      count: [1, 3],
      span: [120, 500],
      basket: 380,
      items: [1, 4],
      discount: [0, 5],
      categories: [20, 20, 10, 45, 5],
    },
    person: { age: 54, income: 66_000, countries: [25, 25, 5, 10, 5, 30], waiting: [0, 700], consent: 55 },
    web: { channels: [35, 5, 10, 30, 20], visits: [3, 6] },
    app: { share: 30, uses: [1, 6], features: [5, 25, 5, 60, 5] },
  },
  {
    name: 'Discount hunters',
    share: 18,
    orders: {
      recency: [10, 70],
      count: [3, 8],
      span: [200, 600],
      basket: 18,
      items: [1, 3],
      discount: [20, 50],
      categories: [20, 5, 40, 5, 30],
    },
    person: { age: 36, income: 27_000, countries: [10, 10, 25, 20, 30, 5], waiting: [0, 500], consent: 90 },
    web: { channels: [20, 25, 35, 5, 15], visits: [2, 5] },
    app: { share: 60, uses: [6, 18], features: [5, 20, 60, 10, 5] },
  },
  {
    name: 'Gone quiet',
    share: 22,
    orders: {
      recency: [200, 480],
      count: [2, 5],
      span: [60, 240],
      basket: 55,
      items: [1, 4],
      discount: [0, 15],
      categories: [25, 15, 25, 20, 15],
    },
    person: { age: 44, income: 37_000, countries: [20, 20, 20, 15, 10, 15], waiting: [0, 900], consent: 35 },
    web: { channels: [45, 10, 10, 25, 10], visits: [1, 3] },
    app: { share: 25, uses: [1, 5], features: [15, 25, 15, 40, 5] },
  },
  {
    name: 'New',
    share: 32,
    orders: {
      recency: [2, 36],
      count: [1, 1],
      span: [0, 0],
      basket: 45,
      items: [1, 3],
      discount: [0, 20],
      categories: [15, 5, 45, 15, 20],
    },
    person: { age: 31, income: 31_000, countries: [15, 15, 20, 20, 15, 15], waiting: [0, 120], consent: 65 },
    web: { channels: [20, 50, 5, 10, 15], visits: [2, 4] },
    app: { share: 40, uses: [1, 4], features: [5, 35, 20, 35, 5] },
  },
];

const SHARES: Weights = PLANTED.map((s) => s.share);

/** A country: names by gender, its cities and the patterns of their postcodes (# is a digit), and the start of a mobile number. */
interface Country {
  readonly name: string;
  readonly dial: string;
  readonly women: readonly string[];
  readonly men: readonly string[];
  readonly families: readonly string[];
  readonly cities: readonly string[];
  readonly postcodes: readonly string[];
}

const COUNTRIES: readonly Country[] = [
  {
    name: 'Germany',
    dial: '+49 151',
    women: ['Anna', 'Lena', 'Sabine', 'Jördis'],
    men: ['Jonas', 'Lukas', 'Jürgen', 'Felix'],
    families: ['Müller', 'Schäfer', 'Keller', 'Vogel', 'Brandt', 'König'],
    cities: ['Dresden', 'Leipzig', 'Hamburg', 'Köln'],
    postcodes: ['010##', '041##', '200##', '506##'],
  },
  {
    name: 'France',
    dial: '+33 6',
    women: ['Camille', 'Chloé', 'Hélène', 'Manon'],
    men: ['Hugo', 'Louis', 'Rémi', 'Julien'],
    families: ['Moreau', 'Lefèvre', 'Girard', 'Fontaine', 'Mercier', 'Béranger'],
    cities: ['Nice', 'Bourg-en-Bresse', 'Lyon', 'Nantes'],
    postcodes: ['060##', '010##', '690##', '440##'],
  },
  {
    name: 'Spain',
    dial: '+34 6',
    women: ['Lucía', 'Carmen', 'Inés', 'Marta'],
    men: ['Pablo', 'Álvaro', 'Diego', 'Andrés'],
    families: ['García', 'Muñoz', 'Herrera', 'Ibáñez', 'Navarro', 'Peña'],
    cities: ['Barcelona', 'Burgos', 'Madrid', 'Sevilla'],
    postcodes: ['080##', '090##', '280##', '410##'],
  },
  {
    name: 'Italy',
    dial: '+39 3',
    women: ['Giulia', 'Chiara', 'Sofia', 'Elena'],
    men: ['Marco', 'Luca', 'Matteo', 'Niccolò'],
    families: ['Rossi', 'Ferrari', 'Conti', 'Greco', 'Galli', 'Marini'],
    cities: ['Roma', 'Sassari', 'Milano', 'Torino'],
    postcodes: ['001##', '071##', '201##', '101##'],
  },
  {
    name: 'Poland',
    dial: '+48 5',
    women: ['Zofia', 'Hanna', 'Alicja', 'Maja'],
    men: ['Jan', 'Tomasz', 'Kacper', 'Marek'],
    families: ['Nowak', 'Wójcik', 'Mazur', 'Zając', 'Król', 'Górski'],
    cities: ['Warszawa', 'Lublin', 'Kraków', 'Gdańsk'],
    postcodes: ['00-0##', '20-0##', '30-0##', '80-0##'],
  },
  {
    name: 'United Kingdom',
    dial: '+44 7',
    women: ['Emily', 'Grace', 'Isla', 'Ruth'],
    men: ['Oliver', 'Harry', 'Callum', 'George'],
    families: ['Hughes', 'Carter', 'Bennett', 'Fletcher', 'Walsh', 'Marsh'],
    cities: ['London', 'Leeds', 'Bristol', 'Cardiff'],
    postcodes: ['N# #AB', 'LS# #TW', 'BS# #EH', 'CF1# #GD'],
  },
];

export interface Person {
  readonly segment: Planted;
  readonly country: Country;
  readonly first: string;
  readonly last: string;
  readonly gender: string;
  readonly email: string;
  readonly shopId: string;
  readonly shopEmail: string;
  /** The median of this person's orders. */
  readonly basket: number;
  /** The days of the orders, ascending. */
  readonly days: readonly number[];
}

export function people(count: number, seed: number): Person[] {
  const roll = dice(seed, 'people');
  return Array.from({ length: count }, (_, i) => person(roll, i + 1));
}

function person(roll: Dice, number: number): Person {
  const segment = roll.pick(PLANTED, SHARES);
  const country = roll.pick(COUNTRIES, segment.person.countries);
  const woman = roll.chance(52);
  const first = roll.pick(woman ? country.women : country.men);
  const last = roll.pick(country.families);
  const address = plain(`${first}${roll.pick(['.', '_', ''])}${last}${number}`).toLowerCase();
  const email = `${address}@example.${roll.pick(['com', 'org', 'net'])}`;
  return {
    segment,
    country,
    first,
    last,
    gender: roll.chance(2) ? 'other' : woman ? 'female' : 'male',
    email,
    shopId: scattered(number, 10),
    shopEmail: roll.chance(8) ? `shopping.${email}` : email,
    basket: segment.orders.basket * exp(PERSON_SPREAD * roll.bell()),
    days: orderDays(roll, segment.orders),
  };
}

function orderDays(roll: Dice, { recency, count, span }: Planted['orders']): number[] {
  const last = LAST_DAY + 1 - roll.within(recency);
  const longest = roll.within(span);
  const earlier = Array.from({ length: roll.within(count) - 1 }, () => last - roll.within([1, longest]));
  return [...earlier, last].sort((a, b) => a - b);
}

export const padded = (number: number, digits: number): string => String(number).padStart(digits, '0');

/** Without accents. */
export const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '');

/** An id that doesn't give its order away. The modulus is a prime, so that no two numbers up to it share one. */
export const scattered = (number: number, digits: number): string => padded((number * 48_271) % 99_999_989, digits);
