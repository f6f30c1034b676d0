import type { MetricName } from "../../src/analysis/names";
import { positionsOf } from "./axis";
import { bandOf, type BandEdges } from "./band";
import { type CurveChoice, has, shownKinds, stepsBack } from "./choice";
import type { RunGroup } from "./groups";
import type { GroupSeries } from "./groupSeries";
import type { Kind } from "./kinds";
import { smooth } from "./smoothing";
import type { SeriesStore } from "./store";

/** One line with a value for each epoch. */
export interface Curve {
  readonly group: RunGroup;
  readonly kind: Kind;
  /** null for the mean over the seeds. */
  readonly seed: number | null;
  /** A single seed, or the values before smoothing: drawn faint behind the line it belongs to. */
  readonly faint: boolean;
  readonly positions: Float64Array;
  readonly values: Float64Array;
}

export interface CurveBand extends BandEdges {
  readonly group: RunGroup;
  readonly kind: Kind;
  readonly positions: Float64Array;
}

/**
 * The curves of a chart in full: every epoch, whatever is in view and however many points are drawn. Curves behind
 * come first. The mode that steps back has neither bands nor single seeds.
 */
export function curvesOf(
  store: SeriesStore,
  measure: MetricName,
  choice: CurveChoice,
): { curves: Curve[]; bands: CurveBand[] } {
  const parts = choice.groups.flatMap((group) => {
    const series = store.of(group);
    if (series.lastEpoch === 0) return [];
    const measured = shownKinds(choice).filter((kind) => has(group, kind));
    return measured.map((kind) =>
      choice.seeds === "single"
        ? singles(series, kind, measure, choice)
        : mean(series, kind, measure, choice),
    );
  });
  const depth = ({ kind, faint }: Curve) => (faint ? 0 : kind === choice.front ? 2 : 1);
  return {
    curves: parts.flatMap(({ curves }) => curves).sort((one, other) => depth(one) - depth(other)),
    bands: parts.flatMap(({ bands }) => bands),
  };
}

interface Part {
  readonly curves: readonly Curve[];
  readonly bands: readonly CurveBand[];
}

function singles(series: GroupSeries, kind: Kind, measure: MetricName, choice: CurveChoice): Part {
  return { curves: runsOf(series, kind, measure, choice, choice.smoothing), bands: [] };
}

function mean(series: GroupSeries, kind: Kind, measure: MetricName, choice: CurveChoice): Part {
  const statistics = series.statistics(kind, measure);
  const positions = positionsOf(series, null, choice.xAxis);
  const { group } = series;
  const line = { group, kind, seed: null, positions };
  const main: Curve = { ...line, faint: false, values: smooth(statistics.mean, choice.smoothing) };
  if (stepsBack(kind, choice)) return { curves: [main], bands: [] };
  const edges = bandOf(statistics, choice.band, choice.smoothing, {
    kind,
    measure,
    overlaps: group.overlaps,
  });
  const bands = edges ? [{ group, kind, positions, ...edges }] : [];
  if (choice.seeds === "both" && series.begun.length > 1) {
    const behind = runsOf(series, kind, measure, choice, 0).map((curve) => ({ ...curve, faint: true }));
    return { curves: [...behind, main], bands };
  }
  const raw = choice.smoothing > 0 ? [{ ...line, faint: true, values: statistics.mean }] : [];
  return { curves: [...raw, main], bands };
}

/** The single seeds, smoothed; if smoothing changes them, the original values lie behind. */
function runsOf(
  series: GroupSeries,
  kind: Kind,
  measure: MetricName,
  choice: CurveChoice,
  smoothing: number,
): Curve[] {
  return series.begun.flatMap((run) => {
    const values = run.values(kind, measure);
    const positions = positionsOf(series, run, choice.xAxis);
    const line = { group: series.group, kind, seed: run.run.seed, positions };
    const main = { ...line, faint: false, values: smooth(values, smoothing) };
    return smoothing > 0 && !stepsBack(kind, choice) ? [{ ...line, faint: true, values }, main] : [main];
  });
}
