import type { MetricName } from "../../src/analysis/names";
import type { EpochRecord } from "../../src/experiment/result";

/** The measures of an epoch that can be drawn, in the order of the legend. */
export const kinds = ["correct", "forgotten", "averaged", "training", "trainCorrect", "gap"] as const;
export type Kind = (typeof kinds)[number];

type Pick = (record: EpochRecord, measure: MetricName) => number | undefined;

const picks: Record<Kind, Pick> = {
  correct: ({ validation }, measure) => validation.eval[measure],
  forgotten: ({ validation }, measure) => validation.train[measure],
  averaged: ({ validation }, measure) => validation.mc?.[measure],
  training: ({ training }, measure) => training[measure],
  trainCorrect: ({ train }, measure) => train.eval[measure],
  // Validation minus training, both with dropout off and on the same weights: the part that comes from overfitting
  // alone.
  gap: ({ validation, train }, measure) => (validation.eval[measure] ?? NaN) - (train.eval[measure] ?? NaN),
};

/** The split on which it is measured; a gap on both. */
export function splitOf(kind: Kind): "train" | "validation" {
  return kind === "training" || kind === "trainCorrect" ? "train" : "validation";
}

/** NaN if the record has no such number (regression has no accuracy). */
export function valueIn(record: EpochRecord, kind: Kind, measure: MetricName): number {
  return picks[kind](record, measure) ?? NaN;
}
