import { useI18n } from "vue-i18n";
import type { MeasureName } from "../../src/analysis/names";
import type { Estimate } from "../../src/analysis/schema";
import { useFormat } from "../format";
import type { Cell } from "./columns";

/** What a cell of the table of results says. */
export function useCellText() {
  const { t } = useI18n();
  const { integer, decimal, loss, percent, points, pValue, effectSize } = useFormat();

  /** ± is half of the 95 % interval, which a t interval has to both sides of its mean. */
  function estimate({ mean, high }: Estimate, measure: MeasureName): string {
    const write: (value: number, beside?: number) => string = measure === "loss" ? loss : percent;
    return high === null ? write(mean) : `${write(mean)} ± ${write(high - mean, mean)}`;
  }

  /** Differences of accuracy are points, because a per cent of a per cent is something else. */
  function change({ mean, high }: Estimate, measure: MeasureName): string {
    const half = high === null ? null : high - mean;
    if (measure === "loss") {
      const sign = mean > 0 ? "+" : "";
      return `${sign}${loss(mean)}${half === null ? "" : ` ± ${loss(half, mean)}`}`;
    }
    const unsigned = (value: number) => points(value).replace("+", "");
    return t("results.points", {
      points: `${points(100 * mean)}${half === null ? "" : ` ± ${unsigned(100 * half)}`}`,
    });
  }

  /** What the half of the interval leaves out, for who rests the pointer on a number. */
  function details(cell: Cell): string | undefined {
    if (!("estimate" in cell) || cell.estimate.sd === null) return undefined;
    const { mean, sd, low, high } = cell.estimate;
    const write = (value: number) => (cell.measure === "loss" ? loss(value, mean) : percent(value));
    return [
      t("compare.sd", { sd: write(sd) }),
      ...(low === null || high === null
        ? []
        : [t("compare.interval", { low: write(low), high: write(high) })]),
    ].join("\n");
  }

  const text = (cell: Cell): string => {
    switch (cell.kind) {
      case "none":
        return "–";
      case "count":
        return integer(cell.value);
      case "rate":
        return decimal(cell.value);
      case "effect":
        return effectSize(cell.value);
      case "p":
        return pValue(cell.value);
      case "epochs":
        return cell.least === cell.greatest
          ? integer(cell.least)
          : `${integer(cell.least)}–${integer(cell.greatest)}`;
      case "estimate":
        return estimate(cell.estimate, cell.measure);
      case "change":
        return change(cell.estimate, cell.measure);
      case "baseline":
        return t("compare.baseline");
      case "untested":
        return t(`untested.${cell.reason}`);
    }
  };

  return { text, details };
}
