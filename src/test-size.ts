/**
 * Long tests (kills, floods, fuzz) run in smaller numbers in `npm test`, and in full with `npm run test:full`, which sets
 * the variable (scripts/test.mjs).
 */
export function inFull(full: number, otherwise: number): number {
  return process.env["DROPOUT_LAB_TESTS"] === "full" ? full : otherwise;
}

/** Every fuzz test is the same each time; fast-check prints the shortest counter-example with its path. */
export const fuzz = { seed: 20261123, numRuns: inFull(10_000, 2_000) } as const;
