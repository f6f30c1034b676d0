import { useI18n } from "vue-i18n";
import type { MetricName } from "../../src/analysis/names";
import type { Estimate } from "../../src/analysis/schema";
import { useFormat } from "../format";

/** Writes a mean over seeds ± half of its 95 % interval; a clipped interval by its ends. */
export function useSpread() {
  const { t } = useI18n();
  const { loss, percent } = useFormat();
  const writers: Record<MetricName, (value: number, beside?: number) => string> = { loss, accuracy: percent };
  return (measure: MetricName, value?: Estimate): string => {
    if (!value) return "–";
    const { mean, low, high, clipped } = value;
    const write = writers[measure];
    if (low === null || high === null) return write(mean);
    if (clipped) return t("results.clipped", { mean: write(mean), low: write(low), high: write(high) });
    return `${write(mean)} ± ${write(high - mean, mean)}`;
  };
}
