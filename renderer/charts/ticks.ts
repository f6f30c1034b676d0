import type { XRange } from "../series/axis";

/** Seconds between two ticks that people read as times. */
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

/** undefined below 8 seconds, where decimal steps read well. */
export function timeStep({ from, to }: XRange): number | undefined {
  const least = (to - from) / 8;
  if (least < 1) return undefined;
  return steps.find((step) => step >= least) ?? 86_400 * Math.ceil(least / 86_400);
}

/**
 * Labels of a logarithmic axis: the fewer powers of ten it shows, the more of what is between them; null leaves a tick
 * out.
 */
export function tickLabel(from: number, to: number, format: (value: number) => string) {
  const decades = Math.log10(to / from);
  const digits = decades > 2.5 ? [1] : decades > 1.2 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9];
  return (value: number | string): string | null => {
    const number = Number(value);
    const digit = Number((number / 10 ** Math.floor(Math.log10(number) + 1e-9)).toPrecision(6));
    // Within a third of a power of ten the whole digits are too few.
    const named = decades < 0.3 ? Number.isInteger(10 * digit) : digits.includes(digit);
    return named ? format(number) : null;
  };
}
