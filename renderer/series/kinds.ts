import type { EpochRecord, Measures } from "../../src/experiment/result";

/** What can be drawn of an epoch, in the order of the legend. */
export const kinds = ["correct", "forgotten", "training", "trainCorrect"] as const;
export type Kind = (typeof kinds)[number];

export const measures = ["loss", "accuracy"] as const;
export type Measure = (typeof measures)[number];

const picks: Record<Kind, (record: EpochRecord) => Measures> = {
  correct: (record) => record.validation.eval,
  forgotten: (record) => record.validation.train,
  training: (record) => record.training,
  trainCorrect: (record) => record.train.eval,
};

/** NaN where the record has no such number (a regression has no accuracy). */
export function valueIn(record: EpochRecord, kind: Kind, measure: Measure): number {
  return picks[kind](record)[measure] ?? NaN;
}
