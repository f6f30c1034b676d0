import { useI18n } from "vue-i18n";
import { useFormat } from "../format";
import type { PlotLine } from "./plot";

/** Distinguishes a line of the plot from the others; empty if there is only one pair. */
export function useLineName(): (line: PlotLine) => string {
  const { t } = useI18n();
  const { decimal, integer } = useFormat();
  return ({ parts: { experiment, rate, rows, width } }) =>
    [
      experiment,
      rate === undefined
        ? undefined
        : rate === null
          ? t("compare.ownRates")
          : t("compare.rate", { rate: decimal(rate) }),
      rows === undefined ? undefined : t("compare.rows", { count: integer(rows) }),
      width === undefined ? undefined : t("compare.width", { width: decimal(width) }),
    ]
      .filter((part) => part !== undefined)
      .join(", ");
}
