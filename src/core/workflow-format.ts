import type { JsonObject } from './workflow-json.ts';

/** `STEPS[n - 1]` brings the object in a file of format n to format n + 1. It must bear any JSON. */
const STEPS: readonly ((file: JsonObject) => JsonObject)[] = [];

/** The version of the format that is written. */
export const FORMAT = 1 + STEPS.length;

/** A file of an older format, as one of this format. */
export const upToDate = (file: JsonObject, format: number): JsonObject =>
  STEPS.slice(format - 1).reduce((older, step) => step(older), file);
