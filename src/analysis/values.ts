import type { EpochRecord } from "../experiment/result";
import type { MetricName, ModeName } from "./names";

const splitModes = { correct: "eval", forgotten: "train" } as const;

/** A measure of the validation split in one mode. */
export function valueOf({ validation }: EpochRecord, measure: MetricName, mode: ModeName): number {
  return validation[splitModes[mode]][measure]!;
}

/** A regression has no accuracy. */
export function hasMeasure({ validation }: EpochRecord, measure: MetricName): boolean {
  return validation.eval[measure] !== undefined;
}

/** `of` the loss and, where there is one, of the accuracy. */
export function byMeasure<T>(record: EpochRecord, of: (measure: MetricName) => T): { loss: T; accuracy?: T } {
  return { loss: of("loss"), ...(hasMeasure(record, "accuracy") && { accuracy: of("accuracy") }) };
}
