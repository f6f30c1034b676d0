import { seedsFact } from "../../src/analysis/not-done-facts";
import type { VariantAnalysis } from "../../src/analysis/schema";
import { sayFact } from "../../src/messages/sentence";
import { language } from "../i18n";

export interface SeedsText {
  /** "3", or "2/3" if seeds are missing. */
  readonly text: string;
  /** "2 of 3 seeds (1 diverged)"; undefined if every run is done. */
  readonly title: string | undefined;
}

/** The number of seeds behind a variant's numbers, and the missing ones. */
export function useSeedsText(): (variant: VariantAnalysis) => SeedsText {
  return (variant) => {
    const { planned, notDone } = variant;
    const missing = notDone.filter(({ counts }) => !counts).length;
    return {
      text: missing === 0 ? String(planned) : `${planned - missing}/${planned}`,
      title: notDone.length === 0 ? undefined : sayFact(seedsFact(variant), language.value),
    };
  };
}
