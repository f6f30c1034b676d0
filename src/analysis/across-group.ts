import type { Environment } from "../experiment/result";
import type { Experiment, Variant } from "../experiment/schema";
import type { VariantRuns } from "./runs";

/** A variant of one of the experiments that are compared. */
export interface GroupName {
  readonly experimentId: string;
  readonly variant: string;
}

/** A variant with its runs, as the conditions and the differences look at it. */
export interface AcrossGroup extends GroupName, VariantRuns {
  readonly experimentName: string;
  readonly experiment: Experiment;
  readonly settings: Variant;
  readonly environments: readonly Environment[];
}
