import { decimate, type Point } from "./decimate";
import type { RunGroup } from "./groups";
import { type Kind, kinds, type Measure } from "./kinds";
import { smooth } from "./smoothing";
import type { SeriesStore } from "./store";

/** What is drawn, and how. */
export interface CurveChoice {
  /** Those that are switched on. */
  readonly groups: readonly RunGroup[];
  readonly kinds: ReadonlySet<Kind>;
  /** Weight of the moving average; 0 draws the values as they are. */
  readonly smoothing: number;
  /** The evaluation mode in front: the other one steps back. */
  readonly front: "correct" | "forgotten";
}

export interface Line {
  readonly group: RunGroup;
  readonly kind: Kind;
  /** A single run, or the values before smoothing: drawn faint behind the line it belongs to. */
  readonly faint: boolean;
  readonly points: Point[];
}

/** All lines of a chart together get about this many points: what Chart.js draws in a few milliseconds. */
const pointBudget = 6000;

/**
 * The lines of one chart, those behind first: for each group and kind the mean over its seeds, smoothed; for the
 * kind in front also the single runs, faint, where they differ from that line.
 */
export function buildLines(
  store: SeriesStore,
  measure: Measure,
  choice: CurveChoice,
  range: { from: number; to: number },
): Line[] {
  const plans = choice.groups.flatMap((group) =>
    kinds
      .filter((kind) => choice.kinds.has(kind))
      .flatMap((kind) => {
        const series = store.of(group);
        const { mean } = series.statistics(kind, measure);
        const main = { group, kind, faint: false, values: smooth(mean, choice.smoothing) };
        if (kind !== choice.front) return [main];
        const runs = series.begun.map((run) => run.values(kind, measure));
        if (runs.length < 2 && choice.smoothing === 0) return [main];
        return [...runs.map((values) => ({ group, kind, faint: true, values })), main];
      }),
  );
  const samples = Math.min(600, Math.max(60, Math.floor(pointBudget / Math.max(1, plans.length))));
  const depth = (line: { kind: Kind; faint: boolean }) =>
    line.faint ? 0 : line.kind === choice.front ? 2 : 1;
  return plans
    .sort((one, other) => depth(one) - depth(other))
    .map(({ values, ...line }) => ({ ...line, points: decimate(values, range.from, range.to, samples) }));
}
