import { RandomStream } from "../random/random";

/** Digits beyond which a coordinate no longer changes noticeably. */
const finest = 1e-9;

/**
 * Points of the unit cube that lie more evenly than independent draws: Halton's sequence with each digit permuted at random
 * (Owen 2017, "A randomized Halton algorithm in R", https://arxiv.org/abs/1706.02808).
 * @returns `count` points of `dimensions` numbers in [0, 1)
 */
export function evenPoints(count: number, dimensions: number, seed: number): number[][] {
  const coordinates = primes(dimensions).map((base, dimension) => {
    const random = new RandomStream(seed, "sweep", { layer: dimension });
    const shuffles: number[][] = [];
    for (let share = 1 / base; share > finest; share /= base) shuffles.push(shuffled(base, random));
    return (number: number): number => {
      let [rest, share, value] = [number, 1, 0];
      for (const shuffle of shuffles) {
        share /= base;
        value += share * shuffle[rest % base]!;
        rest = Math.floor(rest / base);
      }
      return value;
    };
  });
  return Array.from({ length: count }, (_, number) => coordinates.map((coordinate) => coordinate(number)));
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let number = 2; found.length < count; number += 1) {
    if (found.every((prime) => number % prime !== 0)) found.push(number);
  }
  return found;
}

/** The numbers below `count` in random order (Fisher and Yates). */
function shuffled(count: number, random: RandomStream): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = Math.floor(random.uniform() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

/** What one setting of a sweep may be: numbers, or choices. */
export interface Range {
  readonly values: readonly unknown[];
  /** Equal steps are equal factors; only where all numbers are above 0. */
  readonly log?: boolean | undefined;
  readonly whole?: boolean | undefined;
}

/** Whether equal factors can be equal steps: a logarithmic scale has no 0, and nothing below. */
export function canBeLogarithmic(values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === "number" && value > 0);
}

/**
 * The value at a share of a range: between its least and its greatest number, or one of its choices.
 * @param share in [0, 1)
 */
export function valueAt({ values, log = false, whole = false }: Range, share: number): unknown {
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length < values.length) return values[Math.floor(share * values.length)];
  const [least, greatest] = [Math.min(...numbers), Math.max(...numbers)];
  if (whole && !log) return least + Math.floor(share * (greatest - least + 1));
  const value = log && least > 0 ? least * (greatest / least) ** share : least + share * (greatest - least);
  // As many digits as a person reads; they may not leave the range.
  const short = whole ? Math.round(value) : Number(value.toPrecision(3));
  return Math.min(greatest, Math.max(least, short));
}
