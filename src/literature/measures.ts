import type { EpochRecord } from "../experiment/result";
import type { RunEnd, SplitEnd } from "../experiment/run-end";
import type { Measure } from "./claim";

/** A run when it was done. */
interface Ended {
  /** Of its last epoch. */
  readonly record: EpochRecord;
  readonly end: RunEnd | undefined;
}

interface MeasureOf {
  /** The split whose rows it is measured on. At the end that is the test split, where there is one. */
  readonly split: "train" | "validation" | "end";
  readonly value: (run: Ended) => number | undefined;
}

const atEnd = (value: (end: SplitEnd) => number | undefined): MeasureOf => ({
  split: "end",
  value: ({ end }) => end && value(end.test ?? end.validation),
});

/** What a reading can measure of a run. */
export const measures: Readonly<Record<Measure, MeasureOf>> = {
  loss: { split: "validation", value: ({ record }) => record.validation.eval.loss },
  accuracy: { split: "validation", value: ({ record }) => record.validation.eval.accuracy },
  trainingLoss: { split: "train", value: ({ record }) => record.train.eval.loss },
  forgottenLoss: { split: "validation", value: ({ record }) => record.validation.train.loss },
  mcRmse: atEnd(({ mcRmse }) => mcRmse),
  mcLogLikelihood: atEnd(({ mcLogLikelihood }) => mcLogLikelihood),
  /** What the passes' mixture gains over eval mode. */
  mcGain: atEnd(({ mcLogLikelihood, logLikelihood }) => less(mcLogLikelihood, logLikelihood)),
  /** Of the last batch normalisation: variance in training over that in eval mode. */
  varianceRatio: {
    split: "train",
    value: ({ end }) => {
      const last = end?.varianceShift?.at(-1);
      return last && last.training / last.eval;
    },
  },
  /** What new statistics of batch normalisation gain. */
  reestimatedGain: atEnd(({ reestimatedAccuracy, accuracy }) => less(reestimatedAccuracy, accuracy)),
  /** The quadratic penalty over what dropout's masks add to the loss. */
  penaltyRatio: {
    split: "train",
    value: ({ end }) => end?.dropoutPenalty && end.dropoutPenalty.quadratic / end.dropoutPenalty.masks,
  },
};

function less(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one - other;
}
