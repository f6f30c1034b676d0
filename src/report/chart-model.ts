import type { Marker } from "./markers";
import type { Ink } from "./palette";

/** What a chart shows, whatever draws it. */

export interface ChartPoint {
  readonly x: number;
  /** NaN leaves a gap. */
  readonly y: number;
}

export interface ChartSpan {
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

export interface ChartLine {
  /** Name in the legend; a line without a name (a single seed behind the mean) is not listed. */
  readonly name?: string;
  /** One colour for each theme, or one for both. */
  readonly colour: Ink | string;
  /** Marker on some of the points. */
  readonly marker?: Marker | null;
  /** Number among the lines with markers. */
  readonly index?: number;
  /** Label at the curve's end. */
  readonly label?: string;
  readonly points: readonly ChartPoint[];
  /** Lengths of strokes and gaps; by default the line is solid. */
  readonly dash?: readonly number[];
  /** 2 by default. */
  readonly width?: number;
  readonly faint?: boolean;
  /** A disc on each point. */
  readonly dots?: boolean;
  /** Whether the discs are rings. */
  readonly hollow?: boolean;
  /** False if the points have no order. */
  readonly joined?: boolean;
  /** Single results behind the points: small faint discs, on the side of `shift`. */
  readonly singles?: readonly ChartPoint[];
  /** A shaded band behind the line: a spread over seeds. */
  readonly band?: readonly ChartSpan[];
  /** Pixels by which the line moves to the right, so that lines with equal positions do not hide each other. */
  readonly shift?: number;
  /** A bar at each point: intervals. */
  readonly bars?: readonly ChartSpan[];
}

export interface ChartAxis {
  readonly title: string;
  readonly logarithmic?: boolean;
  /** The axis's range, even if values lie outside; by default all values and a small margin. */
  readonly range?: readonly [number, number];
  /** Shares from 0 to 1, shown in percent. */
  readonly percent?: boolean;
  /** Whole numbers only, such as epochs. */
  readonly whole?: boolean;
  /** Labelled positions instead of round numbers, in ascending order. */
  readonly ticks?: readonly { readonly at: number; readonly name: string }[];
}

export interface Chart {
  readonly title: string;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  /** Drawn in this order, so the first ones are behind. */
  readonly lines: readonly ChartLine[];
  /** Note under the chart, for example about smoothing or hidden lines. */
  readonly note?: string;
}

export interface ChartTheme {
  /** Null if the chart is transparent. */
  readonly background: string | null;
  readonly text: string;
  readonly quiet: string;
  readonly grid: string;
  readonly ink: (ink: Ink) => string;
}
