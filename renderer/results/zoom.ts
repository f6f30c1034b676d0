import type { XRange } from "../charts/chartView";

/** The range of whole epochs around the same middle, `factor` times as wide, within `all`; null once it is all of it. */
export function zoomed(range: XRange, factor: number, all: XRange): XRange | null {
  const width = Math.max(2, Math.round((range.to - range.from) * factor));
  if (width >= all.to - all.from) return null;
  const middle = (range.from + range.to) / 2;
  const from = Math.min(all.to - width, Math.max(all.from, Math.round(middle - width / 2)));
  return { from, to: from + width };
}
