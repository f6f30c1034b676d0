import type { HiddenLayer } from "../../../src/contract/contract";

export interface UnitPair {
  /** Numbers of two units, from 0. */
  readonly one: number;
  readonly other: number;
  readonly r: number;
}

/** The pairs of different units that correlate most, the strongest first. */
export function strongestPairs(
  { units, values }: NonNullable<HiddenLayer["correlations"]["matrix"]>,
  most: number,
): UnitPair[] {
  const pairs = units.flatMap((one, row) =>
    units.slice(row + 1).map((other, after) => ({
      one,
      other,
      r: values[row * units.length + row + 1 + after]!,
    })),
  );
  return pairs.sort((one, other) => Math.abs(other.r) - Math.abs(one.r)).slice(0, most);
}
