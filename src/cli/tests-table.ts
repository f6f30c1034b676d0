import { withMinus } from "../messages/minus";
import Table from "cli-table3";
import type { MetricName } from "../analysis/names";
import type { Analysis, Comparison, Paired, Planned } from "../analysis/schema";
import { probabilityText } from "../report/numbers";
import { plainTable, tableText } from "./lists";
import { lossText } from "../report/numbers";

const measureTitles: Record<MetricName, string> = { loss: "validation loss", accuracy: "accuracy, points" };

/**
 * Every variant against its baseline at the last epoch, in eval mode, with both tests' corrected p. Empty without a
 * baseline or with fewer than three seeds: the sentences say so.
 */
export function testsTable({ comparisons, training, convergence, trainingConvergence }: Analysis): string[] {
  const tested = comparisons.filter(
    ({ family, moment, mode, untested }) =>
      family === "baseline" && moment === "last" && mode === "correct" && untested !== "fewerThan3Seeds",
  );
  if (tested.length === 0) return [];
  const table = new Table({
    ...plainTable,
    head: ["variant − baseline", "of", "difference", "95% CI", "d_z", "t", "p (Holm)", "Wilcoxon p (Holm)"],
    colAligns: ["left", "left", "right", "right", "right", "right", "right", "right"],
  });
  for (const one of tested) {
    table.push([nameOf(one), measureTitles[one.measure], ...cellsOf(one, (value) => signed(one, value))]);
  }
  for (const one of training.filter(({ moment, measure }) => moment === "last" && measure === "loss")) {
    table.push([nameOf(one), "training loss", ...cellsOf(one, (value) => signed(one, value))]);
  }
  const all = [
    ...trainingConvergence.map((one) => ({ one, title: "epochs to its training loss" })),
    ...convergence.map((one) => ({ one, title: "epochs to its best" })),
  ];
  for (const { one, title } of all) {
    const { paired, epochs } = one;
    const missed = epochs.filter((epoch) => epoch === null).length;
    const cells = paired
      ? cellsOf(paired, (value) => `${value > 0 ? "+" : ""}${withMinus(value.toFixed(1))}`)
      : [`not reached: ${missed} of ${epochs.length} seeds${missingText(one)}`, "-", "-", "-", "-", "-"];
    table.push([nameOf(one), title, ...cells]);
  }
  return [tableText(table)];
}

function missingText({ planned, missing }: Planned): string {
  return missing.length > 0 ? ` (${missing.length} of ${planned} missing)` : "";
}

function nameOf({ variant, against }: { variant: string; against: string }): string {
  return `${variant} − ${against}`;
}

/** Difference, interval, effect, t and both tests' corrected p. */
function cellsOf(
  { planned, missing, difference, effect, tTest, wilcoxon, untested }: Paired,
  text: (value: number) => string,
) {
  const { mean, low, high } = difference;
  return [
    text(mean) + (missing.length > 0 ? ` (${difference.n} of ${planned} seeds)` : ""),
    untested ? "-" : `${text(low!)} to ${text(high!)}`,
    effect ? withMinus(effect.dz.toFixed(2)) : "-",
    tTest ? withMinus(tTest.statistic.toFixed(2)) : untestedTexts[untested!],
    tTest ? probabilityText(tTest.holm) : "-",
    wilcoxon ? probabilityText(wilcoxon.holm) : "-",
  ];
}

const untestedTexts: Record<NonNullable<Comparison["untested"]>, string> = {
  fewerThan3Seeds: "too few seeds",
  allEqual: "all equal",
  noSpread: "all the same",
};

/** A difference of losses with the decimals of the mean difference, or points of accuracy. */
function signed({ measure, difference }: Pick<Comparison, "measure" | "difference">, value: number): string {
  const text = measure === "loss" ? lossText(value, difference.mean) : withMinus((100 * value).toFixed(1));
  return value > 0 ? `+${text}` : text;
}
