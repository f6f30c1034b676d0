import type { XRange } from "../series/axis";

/** Distances between ticks, in seconds, that people read as times. */
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

/** undefined below 8 seconds, where decimal steps read well. */
export function timeStep({ from, to }: XRange): number | undefined {
  const least = (to - from) / 8;
  if (least < 1) return undefined;
  return steps.find((step) => step >= least) ?? 86_400 * Math.ceil(least / 86_400);
}
