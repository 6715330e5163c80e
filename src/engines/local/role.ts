import type { DType, Role } from '../../core/schema.ts';

interface RoleRule {
  readonly role: Role;
  readonly types: readonly DType[];
  /** Over the words of the column's name, in small letters, with single blanks between them. */
  readonly name: RegExp;
  /** What most of its cells must be, where they are known. */
  readonly cell?: RegExp;
}

const NUMBER: readonly DType[] = ['int', 'double'];
const TEXT: readonly DType[] = ['string'];
const CODE: readonly DType[] = ['string', 'int'];

const RULES: readonly RoleRule[] = [
  { role: 'email', types: TEXT, name: /\b(e ?mail)\b/, cell: /^\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*$/ },
  { role: 'phone', types: CODE, name: /\b(phone|telephone|mobile|tel|fax)\b/, cell: /^\s*[+(]?\d[\d\s()./-]{4,}$/ },
  { role: 'postcode', types: CODE, name: /\b(post ?code|zip|zip ?code|postal ?code|plz)\b/, cell: /^\s*[A-Za-z0-9][A-Za-z0-9 -]{1,11}$/ },
  { role: 'latitude', types: NUMBER, name: /\b(lat|latitude)\b/, cell: /^\s*-?[0-9]{1,2}([.,]|\s*$)/ },
  { role: 'longitude', types: NUMBER, name: /\b(lon|lng|long|longitude)\b/, cell: /^\s*-?[0-9]{1,3}([.,]|\s*$)/ },
  { role: 'country', types: TEXT, name: /\bcountry( code| name)?$/ },
  { role: 'city', types: TEXT, name: /\b(city|town)( name)?$/ },
  { role: 'name', types: TEXT, name: /^((first|last|given|middle|full|family|customer|contact|client) ?)?name$|^(surname|forename)$/ },
  {
    role: 'id',
    types: ['string', 'int', 'double'],
    name: /(^| )(id|uuid|guid)$|^(customer|client|member|order|invoice|account|card|household) (no|nr|number|key|code)$/,
  },
  {
    role: 'money',
    types: NUMBER,
    name: /\b(amount|price|revenue|spend|spent|sales|cost|costs|income|balance|turnover|monetary|charge|charges|payment|dollars?|gmv|clv|ltv)\b/,
  },
];

const wordsOf = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .join(' ')
    .trim();

/** What a column stands for, by its name and, where `cells` are known, by what most of them look like. */
export function roleOf(name: string, type: DType, cells: readonly string[] = []): Role | undefined {
  const words = wordsOf(name);
  const filled = cells.filter((cell) => cell.trim());
  return RULES.find((rule) => rule.types.includes(type) && rule.name.test(words) && mostly(filled, rule.cell))?.role;
}

const mostly = (cells: readonly string[], pattern: RegExp | undefined): boolean =>
  pattern === undefined || cells.filter((cell) => pattern.test(cell)).length >= 0.8 * cells.length;
