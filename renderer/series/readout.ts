import type { RunGroup } from "./groups";
import { type Kind, kinds, type Measure } from "./kinds";
import type { CurveChoice } from "./lines";
import type { SeriesStore } from "./store";

export interface ReadoutRow {
  readonly group: RunGroup;
  /** One value for each kind that is shown; NaN where the epoch is not measured yet. */
  readonly values: readonly number[];
}

export interface Readout {
  readonly epoch: number;
  readonly kinds: readonly Kind[];
  /** Best first, by the evaluation mode in front. */
  readonly rows: readonly ReadoutRow[];
}

/** The values at one epoch: of the groups' means, before smoothing, because these are what was measured. */
export function readAt(store: SeriesStore, measure: Measure, choice: CurveChoice, epoch: number): Readout {
  const shown = kinds.filter((kind) => choice.kinds.has(kind));
  const leading = shown.includes(choice.front) ? shown.indexOf(choice.front) : 0;
  const sign = measure === "loss" ? 1 : -1;
  const rows = choice.groups
    .map((group) => ({
      group,
      values: shown.map((kind) => store.of(group).statistics(kind, measure).mean[epoch - 1] ?? NaN),
    }))
    .filter(({ values }) => values.some((value) => !Number.isNaN(value)))
    .sort((one, other) => sign * (order(one.values[leading], sign) - order(other.values[leading], sign)));
  return { epoch, kinds: shown, rows };
}

/** What is not measured goes last, whichever way is best. */
function order(value: number | undefined, sign: number): number {
  return value === undefined || Number.isNaN(value) ? sign * Number.MAX_VALUE : value;
}
