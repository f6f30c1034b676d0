/**
 * Long tests (kills, floods, fuzz) run in smaller numbers in `npm test`, and in full with `npm run test:full`, which sets
 * the variable (scripts/test.mjs).
 */
export function inFull<T = number>(full: T, otherwise: T): T {
  return process.env["DROPOUT_LAB_TESTS"] === "full" ? full : otherwise;
}

/** Every fuzz test is the same each time; fast-check prints the shortest counter-example with its path. */
export const fuzz = { seed: 20261123, numRuns: inFull(10_000, 500) } as const;

const [from = 0, to = Infinity] = (process.env["DROPOUT_LAB_CASES"] ?? "")
  .split("-")
  .filter(Boolean)
  .map(Number);

/**
 * Runs a property on some of its cases, numbered from 0 in the order in which they are made: `DROPOUT_LAB_CASES=2500-5000`
 * runs those from 2,500 to 4,999 of a test that takes too long at once. All of them without the variable.
 */
export function inPieces<T>(property: (value: T) => Promise<void>): (value: T) => Promise<void> {
  let next = 0;
  return async (value) => {
    const number = next++;
    if (number >= from && number < to) await property(value);
  };
}
