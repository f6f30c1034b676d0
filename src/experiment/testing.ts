import { type Fault, sentenceWithPlace } from "../messages/failure";
import { failuresEn } from "../messages/failures.en";
import type { EpochRecord, ForgottenMetrics, Metrics } from "./result";

/** For tests only: an epoch with these measures of the validation split, and `trained` of the training split. */
export function recordOf(
  correct: Metrics,
  forgotten: ForgottenMetrics = correct,
  epoch = 40,
  trained = correct,
): EpochRecord {
  return {
    epoch,
    training: trained,
    train: { eval: trained },
    validation: { eval: correct, train: forgotten },
    trainingSeconds: 1,
    evaluationSeconds: 0.1,
  };
}

/** The problem with its place, in English. */
export function sayFault(fault: Fault): string {
  return sentenceWithPlace(failuresEn, fault);
}
