import type { MetricName } from "../../src/analysis/names";
import { positionsOf } from "./axis";
import type { CurveChoice } from "./choice";
import type { RunGroup } from "./groups";
import type { SeriesStore } from "./store";

/** A run's value at the chosen epoch, unsmoothed. */
export interface Mark {
  readonly group: RunGroup;
  readonly x: number;
  readonly y: number;
}

/** The values whose means stand in the table, at their places on the curves of the chosen mode. */
export function marksOf(store: SeriesStore, measure: MetricName, choice: CurveChoice): Mark[] {
  if (!choice.kinds.has(choice.front)) return [];
  return choice.groups.flatMap((group) => {
    const epochs = choice.counted.get(group.key);
    const series = store.of(group);
    return series.begun.flatMap((run) => {
      const epoch = epochs?.get(run.run.seed);
      if (epoch === undefined) return [];
      const x = positionsOf(series, run, choice.xAxis)[epoch - 1];
      const y = run.values(choice.front, measure)[epoch - 1];
      return x === undefined || y === undefined || Number.isNaN(y) ? [] : [{ group, x, y }];
    });
  });
}
