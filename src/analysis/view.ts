import type { Fact } from "../messages/sentence";
import type { ModeName, EpochSelection } from "./names";
import type { Analysis } from "./schema";

/** The chosen epoch of each run and its evaluation: one choice for numbers, tests and sentences. */
export interface View {
  readonly moment: EpochSelection;
  readonly mode: ModeName;
}

/** The default choice. */
export const usualView: View = { moment: "last", mode: "correct" };

/** Begins a sentence with the epoch that it speaks of. */
export function momentFact({ runs, patience }: Analysis, moment: EpochSelection): Fact {
  if (moment === "stopped") return { code: "whenStopped", parameters: { patience } };
  if (moment === "best") return { code: "atBestEpoch", parameters: {} };
  // While runs train, the last epoch is the last one that both have.
  return { code: runs.complete ? "atLastEpoch" : "atLastEpochSoFar", parameters: {} };
}

/** The same, and the evaluation if it is not eval mode. */
export function whereFacts(analysis: Analysis, { moment, mode }: View): Fact[] {
  const forgotten: Fact[] = mode === "forgotten" ? [{ code: "withEvalForgotten", parameters: {} }] : [];
  return [momentFact(analysis, moment), ...forgotten];
}
