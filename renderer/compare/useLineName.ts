import { useI18n } from "vue-i18n";
import { useFormat } from "../format";
import type { PlotLine } from "./plot";
import { useSweptTexts } from "./useSweptTexts";

/** Distinguishes a line of the plot from the others; empty if there is only one pair. */
export function useLineName(): (line: PlotLine) => string {
  const { t } = useI18n();
  const { decimal, integer } = useFormat();
  const { axisName, valueName } = useSweptTexts();
  return ({ parts: { experiment, rate, rows, width, others = [], layers = [] } }) =>
    [
      experiment,
      rate === undefined
        ? undefined
        : rate === null
          ? t("compare.ownRates")
          : t("compare.rate", { rate: decimal(rate) }),
      rows === undefined ? undefined : t("compare.rows", { count: integer(rows) }),
      width === undefined ? undefined : t("compare.width", { width: decimal(width) }),
      ...others.map(({ axis, value }) => `${axisName(axis)}: ${valueName(axis, value, layers)}`),
    ]
      .filter((part) => part !== undefined)
      .join(", ");
}
