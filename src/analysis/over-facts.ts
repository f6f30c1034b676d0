import type { Fact } from "../messages/sentence";
import type { SentenceCode } from "../messages/sentences.en";
import type { Over } from "./sampling";

const codes = {
  draw: "overSeedsOfDraw",
  split: "overSeedsOfSplit",
  draws: "overDraws",
  splits: "overSplits",
  folds: "overFolds",
} as const satisfies Record<Over, SentenceCode>;

/**
 * "5 seeds on this one split", "5 draws of the data": what a number is a mean over, so that nobody takes it for more.
 * @param seeds their number, or a range of numbers
 */
export function overFacts(over: Over, seeds: number | string): Fact[] {
  return [{ code: codes[over], parameters: { seeds } }];
}
