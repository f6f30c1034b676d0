import { cpus } from "node:os";
import type { Experiment, Layer, Training } from "../experiment/schema";
import { shapeOfData } from "../data/kinds";
import { experimentOf, hasOwnData, shapeOfVariant } from "../experiment/variants";
import { inputShapeOf, multiplicationsOf, type SampleShape } from "../nn/network";

/**
 * With more multiplications per training step than this, several threads gain more than they cost: bench/README.md.
 */
const worthThreads = 5e8;

/**
 * The number of threads for a run's kernels. Small networks run side by side, one thread each; a wide one takes all
 * cores.
 */
export function threadsFor(
  { layers, training }: { readonly layers: readonly Layer[]; readonly training: Training },
  sample: SampleShape,
): number {
  return 3 * multiplicationsOf(layers, inputShapeOf(layers, sample)) * training.batchSize < worthThreads
    ? 1
    : cpus().length;
}

/**
 * The number of threads for every run of an experiment: its widest variant's, because a run's result must not depend
 * on which run a process trained first. Where variants read files in different ways, only their content tells the shapes: then
 * it is all cores.
 */
export function threadsOf(experiment: Experiment, sample: SampleShape): number {
  const threads = experiment.variants.map((variant) => {
    const { network, training } = experimentOf(experiment, variant);
    const shape = hasOwnData(variant)
      ? shapeOfVariant(experiment, variant, null)
      : sampleOf(experiment, sample);
    return shape === null ? cpus().length : threadsFor({ layers: network.layers, training }, shape);
  });
  return Math.max(...threads);
}

/** Of the experiment's own data; null if the sample may be of a variant whose files are read in another way. */
function sampleOf(experiment: Experiment, sample: SampleShape): SampleShape | null {
  return shapeOfData(experiment.data) ?? (experiment.variants.some(hasOwnData) ? null : sample);
}
