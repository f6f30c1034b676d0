import type { ExperimentInput } from "../experiment/schema";

/** What a reading measures of a run (measures.ts). */
export type Measure =
  | "loss"
  | "accuracy"
  | "trainingLoss"
  | "forgottenLoss"
  | "mcRmse"
  | "mcLogLikelihood"
  | "mcGain"
  | "varianceRatio"
  | "reestimatedGain"
  | "penaltyRatio";

/** What a claim says of a contrast: its sign, or that it is nearly nothing. */
export type Expected = "below" | "above" | { readonly within: number };

/** One number by which the lab looks at a claim. Its text is `literature.CLAIM.readings.NAME`. */
export interface Reading {
  readonly name: string;
  readonly measure: Measure;
  /** What is added up for each seed: the measure of a variant times its factor. */
  readonly contrast: Readonly<Record<string, number>>;
  /** What this sum is in closed form, if it is known: it is taken away. */
  readonly closedForm?: number;
  readonly expected: Expected;
}

/** A claim of the literature as an experiment that can fail. */
export interface Claim {
  /** Where it is made: authors, year, figure or table. */
  readonly source: string;
  /** Reduced so far that it takes minutes on two cores; `literature.CLAIM.reduced` says how. */
  readonly document: ExperimentInput;
  /** A table of one's own may take the place of the document's data. */
  readonly ownTable?: true;
  readonly readings: readonly Reading[];
}
