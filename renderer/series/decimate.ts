import { placesInView, type XRange } from "./axis";

export interface Point {
  x: number;
  y: number;
}

/** A band at one position: it covers everything between `low` and `high`. */
export interface BandPoint {
  x: number;
  low: number;
  high: number;
}

export interface Window extends XRange {
  /** Whether equal parts of the axis are equal factors. */
  readonly logarithmic: boolean;
}

/**
 * Thins a curve for drawing: of each of `samples / 2` equally wide parts of the axis the smallest and the largest
 * value, so that no spike is lost. One point on either side of the window is kept so that the line runs to the edge.
 * A place without a value breaks the line: it becomes one point whose y is NaN.
 */
export function decimate(
  positions: Float64Array,
  values: Float64Array,
  window: Window,
  samples: number,
): Point[] {
  const points: Point[] = [];
  const push = (index: number) => points.push({ x: positions[index]!, y: values[index]! });
  eachSpan(positions, window, samples, (begin, stop) => {
    let low = begin;
    let high = begin;
    for (let index = begin + 1; index < stop; index += 1) {
      if (!(values[index]! >= values[low]!)) low = Number.isNaN(values[index]!) ? low : index;
      if (!(values[index]! <= values[high]!)) high = Number.isNaN(values[index]!) ? high : index;
    }
    if (Number.isNaN(values[low]!)) {
      if (points.length > 0 && !Number.isNaN(points[points.length - 1]!.y)) push(low);
      return;
    }
    push(Math.min(low, high));
    if (low !== high) push(Math.max(low, high));
  });
  if (points.length > 0 && Number.isNaN(points[points.length - 1]!.y)) points.pop();
  return points;
}

/** Thins a band over the same parts of the axis: each part covers everything that the band covers there. */
export function decimateBand(
  positions: Float64Array,
  low: Float64Array,
  high: Float64Array,
  window: Window,
  samples: number,
): BandPoint[] {
  const points: BandPoint[] = [];
  eachSpan(positions, window, samples, (begin, stop) => {
    let [least, greatest] = [Infinity, -Infinity];
    for (let index = begin; index < stop; index += 1) {
      if (low[index]! < least) least = low[index]!;
      if (high[index]! > greatest) greatest = high[index]!;
    }
    if (least > greatest) return;
    points.push({ x: positions[begin]!, low: least, high: greatest });
    if (stop - begin > 1) points.push({ x: positions[stop - 1]!, low: least, high: greatest });
  });
  return points;
}

/** Visits the indices in the window, and one on either side, span by span; both ends are separate spans. */
function eachSpan(
  positions: Float64Array,
  window: Window,
  samples: number,
  visit: (begin: number, stop: number) => void,
): void {
  const { from, to, logarithmic } = window;
  const inView = placesInView(positions, window);
  const first = Math.max(0, inView.first - 1);
  const end = Math.min(positions.length, inView.end + 1);
  if (end - first <= samples) {
    for (let index = first; index < end; index += 1) visit(index, index + 1);
    return;
  }
  const scale = logarithmic ? Math.log : (x: number) => x;
  const origin = scale(from);
  const perSpan = (scale(to) - origin) / Math.max(1, Math.floor(samples / 2) - 1);
  const spanOf = (index: number) => Math.floor((scale(positions[index]!) - origin) / perSpan);
  visit(first, first + 1);
  let begin = first + 1;
  for (let index = begin + 1; index <= end - 1; index += 1) {
    if (index < end - 1 && spanOf(index) === spanOf(begin)) continue;
    visit(begin, index);
    begin = index;
  }
  visit(end - 1, end);
}
