import type { EpochRecord } from "../experiment/result";
import { experimentSchema, type Experiment, type ExperimentInput } from "../experiment/schema";
import type { RunRecords } from "./runs";

/** Experiments and runs with the numbers that a test needs. */
export function experimentOf(
  variants: ExperimentInput["variants"],
  evaluation: ExperimentInput["evaluation"] = {},
): Experiment {
  return experimentSchema.parse({
    data: { source: "digits", train: 1000, validation: 1000 },
    network: { layers: [{ type: "dropout", rate: 0.3 }] },
    variants,
    evaluation,
  });
}

export function runOf(variant: string, seed: number, ...records: EpochRecord[]): RunRecords {
  return { variant, seed, status: "done", records };
}
