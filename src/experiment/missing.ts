import type { FailureCode } from "../messages/failures.en";
import { type Failure, goesOn, type RunStatus } from "./result";

/**
 * What a run fails of because of its document and its seed alone: a run is a pure function of the two, so it fails in the
 * same place whenever it is trained. All other failures may pass: files are put back, memory is freed, a crash may not
 * come again.
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

/** Whether a run has ended without all that it was to measure, and could measure it if it were trained again. */
export function isMissing({ status, failure }: { status: RunStatus; failure: Failure | null }): boolean {
  if (goesOn(status) || status === "done") return false;
  return !(status === "failed" && failure && failsEveryTime(failure));
}
