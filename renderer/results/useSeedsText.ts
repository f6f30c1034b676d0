import { seedsFact } from "../../src/analysis/not-done-facts";
import type { VariantAnalysis } from "../../src/analysis/schema";
import { sayFact } from "../../src/messages/sentence";
import { language } from "../i18n";

export interface SeedsText {
  /** "3", or "2/3" where seeds are missing. */
  readonly text: string;
  /** "2 of 3 seeds (1 diverged)"; undefined where every run is done. */
  readonly title: string | undefined;
}

/** How many seeds a variant's numbers hold, and what they lack. */
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
