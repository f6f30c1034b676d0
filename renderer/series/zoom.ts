import type { XRange } from "./axis";

export interface ZoomedAxis {
  readonly logarithmic: boolean;
  /** Whether only whole numbers have values. */
  readonly whole: boolean;
}

/** The smallest share of the axis that can be in view, if the axis is not logarithmic. */
export function narrowest({ from, to }: XRange, { whole }: ZoomedAxis): number {
  return whole ? Math.min(2, to - from) : (to - from) / 500;
}

/** The range around the same middle, `factor` times as wide, within `all`; null if it covers all of it. */
export function zoomed(range: XRange, factor: number, all: XRange, axis: ZoomedAxis): XRange | null {
  const measure = axis.logarithmic ? Math.log : (value: number) => value;
  const value = axis.logarithmic ? Math.exp : (measured: number) => measured;
  const round = axis.whole ? Math.round : (position: number) => position;
  const ends = { from: measure(all.from), to: measure(all.to) };
  const width = (measure(range.to) - measure(range.from)) * factor;
  if (width >= ends.to - ends.from) return null;
  const middle = (measure(range.from) + measure(range.to)) / 2;
  const start = Math.min(ends.to - width, Math.max(ends.from, middle - width / 2));
  const from = Math.max(all.from, round(value(start)));
  const to = Math.min(all.to, round(value(start + width)));
  const least = narrowest(all, axis);
  return to - from >= least
    ? { from, to }
    : { from: Math.min(from, all.to - least), to: Math.min(from, all.to - least) + least };
}
