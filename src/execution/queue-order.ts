import { drops, inOrder, widthOf } from "../nn/network";
import type { Experiment } from "../experiment/schema";
import { layersOf, trainingRowsOf } from "../experiment/variants";
import type { RunSummary } from "../contract/contract";

/**
 * The order in which runs train: seed by seed, so that variants can be compared early. Several workers get a seed each and begin with
 * different variants: where each seed has its own data, a worker then loads that of its own seeds only. Runs of the last seed train
 * longest first, so that no core trains a long run alone at the end (Graham's longest-processing-time rule, 1969).
 * @param workers that train at the same time
 */
export function queueOrder<Run extends Pick<RunSummary, "variant" | "seed">>(
  experiment: Experiment,
  runs: readonly Run[],
  workers = 1,
): Run[] {
  const bySeed = [...groupedBy(runs, ({ seed }) => seed).values()];
  const costs = new Map(experiment.variants.map((variant) => [variant.name, costOf(experiment, variant)]));
  const last = bySeed.pop() ?? [];
  last.sort((one, other) => costs.get(other.variant)! - costs.get(one.variant)!);
  const ordered: Run[] = [];
  for (let first = 0; first < bySeed.length; first += workers)
    ordered.push(...dealt(bySeed.slice(first, first + workers)));
  return [...ordered, ...last];
}

/** One run of each seed in turn, of the next variant for each next seed. */
function dealt<Run>(seeds: readonly (readonly Run[])[]): Run[] {
  const most = Math.max(...seeds.map((runs) => runs.length));
  return Array.from({ length: most }, (_, turn) =>
    seeds.flatMap((runs, place) => (turn < runs.length ? [runs[(turn + place) % runs.length]!] : [])),
  ).flat();
}

function groupedBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
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
