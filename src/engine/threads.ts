import { cpus } from "node:os";
import type { Experiment } from "../experiment/schema";
import { planRun, type RunPlan } from "./engine";
import { denseShapes } from "./parameters";

/**
 * With more multiplications per training step than this, several threads gain more than they cost: bench/README.md.
 */
const worthThreads = 5e8;

/**
 * The number of threads for a run's kernels. Small networks run side by side, one thread each; a wide one takes all
 * cores.
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
 * The number of threads for every run of an experiment: its widest variant's, because a run's result must not depend
 * on which run a process trained first.
 */
export function threadsOf(experiment: Experiment, features: number): number {
  const threads = experiment.variants.map((variant) => threadsFor(planRun(experiment, variant, 0), features));
  return Math.max(...threads);
}
