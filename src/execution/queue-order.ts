import { drops, inOrder, widthOf } from "../nn/network";
import type { Experiment } from "../experiment/schema";
import { layersOf, trainingRowsOf } from "../experiment/variants";
import type { RunSummary } from "../contract/contract";

/**
 * The order in which runs train: seed by seed, so that variants can be compared early. Runs of the last seed train
 * longest first, so that no core trains a long run alone at the end (Graham's longest-processing-time rule, 1969).
 */
export function queueOrder<Run extends Pick<RunSummary, "variant" | "seed">>(
  experiment: Experiment,
  runs: readonly Run[],
): Run[] {
  const lastSeed = runs.at(-1)?.seed;
  const costs = new Map(experiment.variants.map((variant) => [variant.name, costOf(experiment, variant)]));
  const last = runs
    .filter(({ seed }) => seed === lastSeed)
    .sort((one, other) => costs.get(other.variant)! - costs.get(one.variant)!);
  return [...runs.filter(({ seed }) => seed !== lastSeed), ...last];
}

/** Rows times units, with dropped units counted twice: accurate enough to tell long from short. */
function costOf(experiment: Experiment, variant: Experiment["variants"][number]): number {
  let [cost, units] = [0, 0];
  for (const { layer } of inOrder(layersOf(experiment, variant))) {
    const width = widthOf(layer);
    if (width !== undefined) cost += units = width;
    if (drops(layer) && layer.rate > 0) cost += units;
  }
  return cost * trainingRowsOf(experiment, variant);
}
