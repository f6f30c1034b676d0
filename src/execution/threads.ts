import { cpus } from "node:os";
import type { Experiment, Layer, Training } from "../experiment/schema";
import { experimentOf } from "../experiment/variants";
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
 * on which run a process trained first.
 */
export function threadsOf(experiment: Experiment, sample: SampleShape): number {
  const threads = experiment.variants.map((variant) => {
    const { network, training } = experimentOf(experiment, variant);
    return threadsFor({ layers: network.layers, training }, sample);
  });
  return Math.max(...threads);
}
