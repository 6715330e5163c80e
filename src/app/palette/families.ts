import { GROUPS, type AnyNodeType, type Group } from '../../core/node.ts';
import type { Family } from '../ui/icons.tsx';

const FAMILY: Readonly<Record<Group, Family>> = {
  Input: 'input',
  Prepare: 'prepare',
  Combine: 'prepare',
  Clean: 'clean',
  Features: 'features',
  Cluster: 'cluster',
  Segments: 'cluster',
  Model: 'model',
  Evaluate: 'model',
  Explain: 'explain',
  Explore: 'explain',
  Output: 'output',
};

const TITLES: Readonly<Record<Family, string>> = {
  input: 'Input',
  prepare: 'Prepare and combine',
  clean: 'Clean and identity',
  features: 'Features',
  cluster: 'Cluster and segments',
  model: 'Model and evaluate',
  explain: 'Explain and explore',
  output: 'Campaign and output',
};

/** A type's colour and place in the palette; a placeholder has none. */
export const familyOf = (type: AnyNodeType | undefined): Family | 'unknown' => (type ? FAMILY[type.group] : 'unknown');

export interface Section {
  readonly family: Family;
  readonly title: string;
  readonly types: readonly AnyNodeType[];
}

/** The palette's sections in their order, without those that have no node. */
export function sectionsOf(types: Iterable<AnyNodeType>): Section[] {
  const all = [...types];
  const families = [...new Set(GROUPS.map((group) => FAMILY[group]))];
  return families
    .map((family) => ({
      family,
      title: TITLES[family],
      types: GROUPS.flatMap((group) => all.filter((t) => t.group === group && FAMILY[group] === family)),
    }))
    .filter((section) => section.types.length > 0);
}

/** The first sentence of a type's doc: it stands alone. */
export function firstSentence({ doc }: AnyNodeType): string {
  const text = doc.replace(/\s+/g, ' ').trim();
  return /^.*?[.!?](?= |$)/.exec(text)?.[0] ?? text;
}
