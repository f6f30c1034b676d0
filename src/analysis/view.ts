import type { Fact } from "../messages/sentence";
import type { ModeName, Moment } from "./names";
import type { Analysis } from "./schema";

/** Which epoch of each run counts, and how it is evaluated: one choice for numbers, tests and sentences. */
export interface View {
  readonly moment: Moment;
  readonly mode: ModeName;
}

/** What is shown where nobody chooses. */
export const usualView: View = { moment: "last", mode: "correct" };

/** The beginning of a sentence: of which epoch it speaks. */
export function momentFact({ runs, patience }: Analysis, moment: Moment): Fact {
  if (moment === "stopped") return { code: "whenStopped", parameters: { patience } };
  if (moment === "best") return { code: "atBestEpoch", parameters: {} };
  // While runs go on, the last epoch is the last that both have.
  return { code: runs.complete ? "atLastEpoch" : "atLastEpochSoFar", parameters: {} };
}

/** The same, and how that epoch was evaluated where it is not in eval mode. */
export function whereFacts(analysis: Analysis, { moment, mode }: View): Fact[] {
  const forgotten: Fact[] = mode === "forgotten" ? [{ code: "withEvalForgotten", parameters: {} }] : [];
  return [momentFact(analysis, moment), ...forgotten];
}
