import { cpus } from "node:os";
import type { Experiment } from "../experiment/schema";
import { planRun, type RunPlan } from "./engine";
import { denseShapes } from "./parameters";

/** Multiplications of a training step from which several threads gain more than they cost: bench/README.md. */
const worthThreads = 5e8;

/**
 * Threads that a run's kernels are to compute with. Small networks run side by side, one thread each; a wide one takes
 * all cores.
 */
export function threadsFor(
  { layers, training }: Pick<RunPlan, "layers" | "training">,
  features: number,
): number {
  const weights = denseShapes(layers, features).reduce(
    (sum, { inputs, outputs }) => sum + inputs * outputs,
    0,
  );
  return 3 * weights * training.batchSize < worthThreads ? 1 : cpus().length;
}

/**
 * Threads for every run of an experiment: what its widest variant needs, because what a run comes out as must not depend
 * on which one a process began with.
 */
export function threadsOf(experiment: Experiment, features: number): number {
  const threads = experiment.variants.map((variant) => threadsFor(planRun(experiment, variant, 0), features));
  return Math.max(...threads);
}
