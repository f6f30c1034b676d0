import type { RawSplit } from "../source";
import type { Preparation, TableFeature } from "./features";

/**
 * Fills in what has no value: with the mean of the training split's numbers, and with its most frequent category,
 * yes or no. Of two that are equally frequent the first one is taken; where the split has none at all, it is 0.
 * @returns what was filled in for each feature: a number, 0 or 1 for no and yes, or the number of the category
 */
export function fillGaps(
  { features, width }: Preparation,
  train: RawSplit,
  others: readonly RawSplit[],
): ReadonlyMap<TableFeature, number> {
  const fills = new Map<TableFeature, number>();
  for (const feature of features) {
    if (feature.column.gaps === 0 || feature.kind === "gap") continue;
    const isNumber = feature.kind === "number" || feature.kind === "date";
    const filled = isNumber ? meanOf(feature, width, train) : mostFrequent(feature, width, train);
    fills.set(feature, filled);
    for (const { inputs, rows } of [train, ...others]) {
      for (let row = 0; row < rows; row++) {
        const begin = row * width + feature.place;
        if (!Number.isNaN(inputs[begin])) continue;
        inputs[begin] = 0;
        if (feature.kind === "category") inputs[begin + filled] = 1;
        else inputs[begin] = filled;
      }
    }
  }
  return fills;
}

function meanOf({ place }: TableFeature, width: number, { inputs, rows }: RawSplit): number {
  let [sum, count] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const value = inputs[row * width + place]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

/** @returns the number of the category, or 0 and 1 for no and yes */
function mostFrequent({ kind, place, width: own }: TableFeature, width: number, train: RawSplit): number {
  const counts = new Float64Array(kind === "category" ? own : 2);
  for (let row = 0; row < train.rows; row++) {
    const begin = row * width + place;
    const first = train.inputs[begin]!;
    if (Number.isNaN(first)) continue;
    if (kind === "category") {
      for (let value = 0; value < own; value++) counts[value]! += train.inputs[begin + value]!;
    } else counts[first]! += 1;
  }
  return counts.reduce((best, count, value) => (count > counts[best]! ? value : best), 0);
}
