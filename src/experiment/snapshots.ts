/**
 * The epochs between the start and the last one after which a run keeps its weights: `count` of them, evenly spaced on a
 * logarithmic scale, because a network changes most at first. Fewer if there are fewer epochs.
 */
export function snapshotEpochs(count: number, epochs: number): Set<number> {
  const spaced = Array.from({ length: count }, (_, index) => Math.round(epochs ** (index / count)));
  return new Set(spaced.filter((epoch) => epoch >= 1 && epoch < epochs));
}
