import { useI18n } from "vue-i18n";
import { byUnit, type EndMeasure } from "../../src/analysis/ends";
import type { Estimate } from "../../src/analysis/schema";
import { amountText } from "../../src/report/numbers";
import { useFormat } from "../format";

/** Writes a measure of the end as people read it: the mean over the seeds, ± half of its 95 % interval. */
export function useEndText(): (measure: EndMeasure, value?: Estimate) => string {
  const { t } = useI18n();
  const { loss, percent } = useFormat();

  function spread(measure: EndMeasure, value?: Estimate): string {
    if (!value) return "–";
    const { mean, low, high, clipped } = value;
    const write = byUnit<(number: number, beside?: number) => string>(measure, {
      share: percent,
      amount: amountText,
      neither: loss,
    });
    // Answers that depend on no seed have no spread.
    if (low === null || high === null || low === high) return write(mean);
    if (clipped)
      return t("results.clipped", { mean: write(mean), low: write(low, mean), high: write(high, mean) });
    return `${write(mean)} ± ${write(high - mean, mean)}`;
  }
  return spread;
}
