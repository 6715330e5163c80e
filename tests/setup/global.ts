import { seed } from './seed.ts';

/** Says before the unit tests which seed they use, so that a failure can be repeated. */
export function setup(): void {
  console.log(`Random tests use seed ${seed}.`);
}
