import { useI18n } from "vue-i18n";
import type { MetricName } from "../../src/analysis/names";
import type { Estimate } from "../../src/analysis/schema";
import { withMinus } from "../../src/messages/minus";
import { type Fact, sayFact } from "../../src/messages/sentence";
import { useFormat } from "../format";
import { language } from "../i18n";
import type { Cell } from "./columns";

/** The text of a cell in the table of results. */
export function useCellText() {
  const { t } = useI18n();
  const { integer, decimal, loss, percent, points, pValue, effectSize } = useFormat();

  /** ± is half of the 95 % interval; a clipped interval is not symmetric, so its ends are shown. */
  function estimate({ mean, low, high, clipped }: Estimate, measure: MetricName): string {
    const write: (value: number, beside?: number) => string = measure === "loss" ? loss : percent;
    if (low === null || high === null) return write(mean);
    if (clipped) return t("results.clipped", { mean: write(mean), low: write(low), high: write(high) });
    return `${write(mean)} ± ${write(high - mean, mean)}`;
  }

  /** Differences of accuracy are in points, because a per cent of a per cent means something else. */
  function change({ mean, low, high, clipped }: Estimate, measure: MetricName): string {
    if (clipped && low !== null && high !== null) {
      const [centre, from, to] = [mean, low, high].map((value) => points(100 * value));
      return t("results.points", { points: t("results.clipped", { mean: centre!, low: from!, high: to! }) });
    }
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

  function epochs({ mean, high }: Estimate): string {
    const one = (value: number) => withMinus(value.toFixed(1));
    return `${mean > 0 ? "+" : ""}${one(mean)}${high === null ? "" : ` ± ${one(high - mean)}`}`;
  }

  /** A number, followed by the seeds that are missing from it. */
  function withLacking(number: string, lacking: readonly Fact[] = []): string {
    return [number, ...lacking.map((fact) => sayFact(fact, language.value))].join(" · ");
  }

  /** The tooltip of a number: what the half of the interval omits. */
  function details(cell: Cell): string | undefined {
    if (cell.kind === "seeds" && cell.value !== cell.planned) return sayFact(cell.seeds, language.value);
    if (!("estimate" in cell) || cell.estimate.sd === null) return undefined;
    const { mean, sd, low, high, clipped } = cell.estimate;
    const write = (value: number) =>
      cell.kind === "epochsMore"
        ? decimal(value)
        : cell.measure === "loss"
          ? loss(value, mean)
          : percent(value);
    return [
      t("compare.sd", { sd: write(sd) }),
      ...(low === null || high === null
        ? []
        : [t("compare.interval", { low: write(low), high: write(high) })]),
      ...(clipped ? [t("results.clippedHint")] : []),
    ].join("\n");
  }

  const text = (cell: Cell): string => {
    switch (cell.kind) {
      case "none":
        return "–";
      case "seeds":
        return cell.value === cell.planned
          ? integer(cell.value)
          : `${integer(cell.value)}/${integer(cell.planned)}`;
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
        return withLacking(change(cell.estimate, cell.measure), cell.lacking);
      case "epochsMore":
        return withLacking(epochs(cell.estimate), cell.lacking);
      case "unreached":
        return withLacking(t("compare.unreached", { missed: cell.missed, seeds: cell.seeds }), cell.lacking);
      case "baseline":
        return t("compare.baseline");
      case "untested":
        return t(`untested.${cell.reason}`);
    }
  };

  return { text, details };
}
