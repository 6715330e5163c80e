const NAMES: ReadonlyMap<string, string> = new Map([
  ['inertia', 'Inertia'],
  ['silhouette', 'Silhouette'],
  ['rounds', 'Rounds'],
  ['converged', 'Converged'],
  ['sizes', 'Sizes'],
  ['rows', 'Rows learned from'],
  ['left', 'Rows left out'],
  ['seed', 'Seed'],
  ['accuracy', 'Accuracy on unseen rows'],
  ['logLoss', 'Log loss on unseen rows'],
  ['classes', 'Classes'],
  ['trees', 'Trees'],
  ['target', 'Target'],
  ['features', 'Features'],
]);

const format = new Intl.NumberFormat('en', { maximumSignificantDigits: 5 });

/** What a model says of itself that people ask for, in the order in which it says it. */
export function factsOf(model: object): readonly (readonly [name: string, value: string])[] {
  const entries: [string, unknown][] = Object.entries(model);
  return entries.flatMap(([key, value]): (readonly [string, string])[] => {
    if (key === 'oob') return typeof value === 'object' && value !== null ? factsOf({ ...value, rows: undefined }).slice() : [];
    const name = NAMES.get(key);
    const text = name === undefined ? undefined : factText(key, value);
    return name === undefined || text === undefined ? [] : [[name, text]];
  });
}

function factText(key: string, value: unknown): string | undefined {
  if (typeof value === 'number') return format.format(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return undefined;
  const listed = value.every((one) => typeof one === 'number') || key === 'classes';
  return listed
    ? value.map((one: unknown) => (typeof one === 'number' ? format.format(one) : String(one))).join(', ')
    : String(value.length);
}
