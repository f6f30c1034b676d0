import type { MetricName } from "../../src/analysis/names";
import type { XRange } from "./axis";
import type { CurveChoice } from "./choice";
import { type Curve, type CurveBand, curvesOf } from "./curves";
import { type BandPoint, decimate, decimateBand, type Point, type Window } from "./decimate";
import { verticalView, type VerticalView } from "./extent";
import { type Mark, marksOf } from "./marks";
import type { SeriesStore } from "./store";

export interface Line extends Pick<Curve, "group" | "kind" | "seed" | "faint"> {
  readonly points: readonly Point[];
}

export interface Band extends Pick<CurveBand, "group" | "kind"> {
  readonly points: readonly BandPoint[];
}

/** The drawing of one chart. */
export interface Drawing extends VerticalView {
  /** Those behind first. */
  readonly lines: readonly Line[];
  readonly bands: readonly Band[];
  /** The marks of the runs' chosen epochs. */
  readonly marks: readonly Mark[];
  /** Names of the groups whose mean ends before some run of them does. */
  readonly shortMeans: readonly string[];
}

/** All lines of a chart together get about this many points, which can be stroked within a frame. */
const pointBudget = 40_000;

/**
 * `width` is the number of pixels along the horizontal axis: for each pixel, the smallest and largest value are
 * drawn.
 */
export function drawingOf(
  store: SeriesStore,
  measure: MetricName,
  choice: CurveChoice,
  range: XRange,
  width: number,
): Drawing {
  const logarithmic = choice.logY && measure === "loss";
  const { curves, bands } = curvesOf(store, measure, choice);
  const window: Window = { ...range, logarithmic: choice.logX };
  const samples = Math.min(2 * width, Math.max(100, Math.floor(pointBudget / Math.max(1, curves.length))));
  const drawable = (values: Float64Array) =>
    logarithmic ? values.map((value) => (value > 0 ? value : NaN)) : values;
  return {
    ...verticalView(curves, bands, range, { measure, logarithmic, ignoreOutliers: choice.ignoreOutliers }),
    lines: curves.map(({ group, kind, seed, faint, positions, values }) => ({
      group,
      kind,
      seed,
      faint,
      points: decimate(positions, drawable(values), window, samples),
    })),
    bands: bands.map(({ group, kind, positions, low, high }) => ({
      group,
      kind,
      points: decimateBand(positions, low, high, window, samples),
    })),
    marks: marksOf(store, measure, choice).filter(({ y }) => !logarithmic || y > 0),
    shortMeans: shortMeans(store, choice),
  };
}

/**
 * The groups whose mean stops although some of their runs continue: named, so that nobody takes this for their end.
 */
function shortMeans(store: SeriesStore, { groups, seeds }: CurveChoice): string[] {
  if (seeds === "single") return [];
  return groups
    .map((group) => store.of(group))
    .filter(({ meanEpochs, lastEpoch }) => meanEpochs < lastEpoch)
    .map(({ group }) => group.name);
}
