import { byUnit, confusionOf, endTable, type EndMeasure, targetUnit, withUnit } from "../analysis/ends";
import type { Estimate } from "../analysis/schema";
import type { ExperimentDetail } from "../contract/contract";
import type { Experiment } from "../experiment/schema";
import { spreadText } from "./numbers";
import { tableMarkup } from "./report-tables";
import type { ReportTexts } from "./texts";

/** A larger confusion matrix is not readable on a page; CSV and JSON have what it says. */
const mostPrintedClasses = 20;

/** What was measured when runs were done, and the variants' confusion matrices; empty if nothing was. */
export function endTables(
  experiment: Experiment,
  runs: ExperimentDetail["runs"],
  texts: ReportTexts,
): string {
  const names = experiment.variants.map(({ name }) => name);
  const { rows, measures } = endTable(experiment, runs);
  if (rows.length === 0) return "";
  const unit = targetUnit(experiment);
  const named = measures.map((measure) => withUnit(texts.endMeasures[measure], measure, unit));
  const head = [texts.variant, texts.split, ...named];
  const cells = rows.map(({ variant, split, values }) => [
    variant,
    texts.splits[split],
    ...measures.map((measure) => (values[measure] ? written(measure, values[measure]) : "–")),
  ]);
  const split = rows[0]!.split;
  const matrices = names.flatMap((name) => {
    const matrix = confusionOf(
      runs.filter(({ variant }) => variant === name),
      split,
    );
    if (!matrix || matrix.classes.length > mostPrintedClasses) return [];
    const counts = matrix.counts.map((row, own) => [matrix.classes[own]!, ...row.map(String)]);
    return [
      tableMarkup(texts.confusion(name, texts.splits[split]), [texts.actual, ...matrix.classes], counts),
    ];
  });
  return [tableMarkup(texts.ends, head, cells), ...matrices].join("\n");
}

function written(measure: EndMeasure, given: Estimate): string {
  // Answers that depend on no seed have no spread.
  const value = given.sd === 0 ? { ...given, low: null, high: null } : given;
  const kind = byUnit(measure, { share: "accuracy", amount: "amount", neither: "loss" } as const);
  return spreadText(kind, value);
}
