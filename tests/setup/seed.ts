/** The seed of every random test: the same on each run, unless `npm test -- --seed N` gives another. */
export const seed = Number(process.env['CLADE_SEED'] ?? 20110101);
