import type { FailureCode } from "../messages/failures.en";
import { isActive, type RunStatus } from "./result";
import type { Failure } from "../messages/failure";

/**
 * Failures that follow from the document and the seed alone: a run with such a failure fails at the same place every
 * time. All other failures may pass: files are put back, memory is freed, a crash may not recur.
 */
export const failuresOfEveryTime: ReadonlySet<string> = new Set<FailureCode>([
  "lossNotFinite",
  "noDenseLayer",
  "outputsNotOne",
  "lossForRegression",
  "lossForClassification",
  "dataTooLarge",
]);

export function failsEveryTime({ code }: Failure): boolean {
  return failuresOfEveryTime.has(code);
}

/** Whether a run has ended without all of its measures, and could measure them if it were trained again. */
export function isMissing({ status, failure }: { status: RunStatus; failure: Failure | null }): boolean {
  if (isActive(status) || status === "done") return false;
  return !(status === "failed" && failure && failsEveryTime(failure));
}
