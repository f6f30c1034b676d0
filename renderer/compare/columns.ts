import type { MetricName, ModeName } from "../../src/analysis/names";
import { pairsFact, seedsFact } from "../../src/analysis/not-done-facts";
import type { Comparison, Estimate, VariantAnalysis } from "../../src/analysis/schema";
import type { Fact } from "../../src/messages/sentence";
import { sortedBy, type Sorting } from "../parts/sorting";
import { differAlong } from "./plot";
import type { ComparedRow } from "./rows";

/** The table's columns, in their order. */
export const columnNames = [
  "rate",
  "rows",
  "width",
  "seeds",
  "epochs",
  "loss",
  "accuracy",
  "forgottenLoss",
  "forgottenAccuracy",
  "averagedLoss",
  "averagedAccuracy",
  "cost",
  "gap",
  "trainingLoss",
  "trainingDifference",
  "convergence",
  "difference",
  "p",
  "effect",
  "accuracyDifference",
  "accuracyP",
  "accuracyEffect",
] as const;
export type ColumnName = (typeof columnNames)[number];

/** The content of a cell: the number by which the column is sorted, and its kind. */
export type Cell =
  | { readonly kind: "none" }
  | { readonly kind: "seeds"; readonly value: number; readonly planned: number; readonly seeds: Fact }
  | { readonly kind: "count" | "rate" | "p" | "effect"; readonly value: number }
  | { readonly kind: "epochs"; readonly value: number; readonly least: number; readonly greatest: number }
  | {
      readonly kind: "estimate" | "change";
      readonly measure: MetricName;
      readonly value: number;
      readonly estimate: Estimate;
      /** "2 of 3 seeds (1 diverged)" if the number lacks seeds. */
      readonly lacking?: readonly Fact[];
    }
  /** Epochs more than the baseline needs to reach its lowest loss, or the number of seeds that never do. */
  | {
      readonly kind: "epochsMore";
      readonly value: number;
      readonly estimate: Estimate;
      readonly lacking: readonly Fact[];
    }
  | {
      readonly kind: "unreached";
      readonly missed: number;
      readonly seeds: number;
      readonly lacking: readonly Fact[];
    }
  | { readonly kind: "baseline" }
  | { readonly kind: "untested"; readonly reason: NonNullable<Comparison["untested"]> };

const none: Cell = { kind: "none" };

function estimated(kind: "estimate" | "change", measure: MetricName, estimate: Estimate | undefined): Cell {
  return estimate ? { kind, measure, value: estimate.mean, estimate } : none;
}

function epochsOf({ numbers }: ComparedRow): Cell {
  if (!numbers) return none;
  const { epochs } = numbers;
  const mean = epochs.reduce((sum, epoch) => sum + epoch, 0) / epochs.length;
  return { kind: "epochs", value: mean, least: Math.min(...epochs), greatest: Math.max(...epochs) };
}

function seedsOf(analysed: VariantAnalysis): Cell {
  const { planned, notDone } = analysed;
  const value = planned - notDone.filter(({ counts }) => !counts).length;
  return { kind: "seeds", value, planned, seeds: seedsFact(analysed) };
}

/** The comparison with the baseline in the chosen evaluation mode. */
function compared(
  { comparisons }: ComparedRow,
  mode: ModeName,
  measure: MetricName,
  cellOf: (comparison: Comparison) => Cell,
): Cell {
  const comparison = comparisons[mode][measure];
  return comparison ? cellOf(comparison) : none;
}

function tested(comparison: Comparison, value: number | undefined, kind: "p" | "effect"): Cell {
  if (value !== undefined) return { kind, value };
  return comparison.untested ? { kind: "untested", reason: comparison.untested } : none;
}

/** A mean over only the seeds that get there would be too low, so their number is shown. */
function convergenceCell({ convergence }: ComparedRow): Cell {
  if (!convergence) return none;
  const { paired, epochs } = convergence;
  const lacking = pairsFact(convergence);
  if (paired) {
    return { kind: "epochsMore", value: paired.difference.mean, estimate: paired.difference, lacking };
  }
  return {
    kind: "unreached",
    missed: epochs.filter((epoch) => epoch === null).length,
    seeds: epochs.length,
    lacking,
  };
}

function trainingCell({ training }: ComparedRow): Cell {
  if (!training) return none;
  const { difference } = training;
  const lacking = pairsFact(training);
  return { kind: "change", measure: "loss", value: difference.mean, estimate: difference, lacking };
}

/** One cell of the table; the last columns are about `mode`. */
export function cellOf(row: ComparedRow, column: ColumnName, mode: ModeName): Cell {
  const { numbers } = row;
  const change = (measure: MetricName) =>
    row.isBaseline
      ? ({ kind: "baseline" } as const)
      : compared(row, mode, measure, (one) => ({
          ...estimated("change", measure, one.difference),
          lacking: pairsFact(one),
        }));
  const p = (measure: MetricName) => compared(row, mode, measure, (one) => tested(one, one.tTest?.holm, "p"));
  const effect = (measure: MetricName) =>
    compared(row, mode, measure, (one) => tested(one, one.effect?.hedges, "effect"));
  switch (column) {
    case "rate":
      return row.rate === null ? none : { kind: "rate", value: row.rate };
    case "rows":
      return { kind: "count", value: row.rows };
    case "width":
      return { kind: "rate", value: row.width };
    case "seeds":
      return row.analysed ? seedsOf(row.analysed) : none;
    case "epochs":
      return epochsOf(row);
    case "loss":
    case "accuracy":
      return estimated("estimate", column, numbers?.correct[column]);
    case "forgottenLoss":
      return estimated("estimate", "loss", numbers?.forgotten.loss);
    case "forgottenAccuracy":
      return estimated("estimate", "accuracy", numbers?.forgotten.accuracy);
    case "averagedLoss":
      return estimated("estimate", "loss", numbers?.averaged?.loss);
    case "averagedAccuracy":
      return estimated("estimate", "accuracy", numbers?.averaged?.accuracy);
    case "cost":
      return numbers?.cost.accuracy
        ? estimated("change", "accuracy", numbers.cost.accuracy.difference)
        : estimated("change", "loss", numbers?.cost.loss.difference);
    case "gap":
      return estimated("change", "loss", numbers?.gap.loss);
    case "trainingLoss":
      return estimated("estimate", "loss", numbers?.training.loss);
    case "trainingDifference":
      return row.isBaseline ? { kind: "baseline" } : trainingCell(row);
    case "convergence":
      return row.isBaseline ? { kind: "baseline" } : convergenceCell(row);
    case "difference":
      return change("loss");
    case "p":
      return p("loss");
    case "effect":
      return effect("loss");
    case "accuracyDifference":
      return change("accuracy");
    case "accuracyP":
      return p("accuracy");
    case "accuracyEffect":
      return effect("accuracy");
  }
}

/** Rows in the order of a column; rows without a number stay last in both directions. */
export function sortRows(
  rows: readonly ComparedRow[],
  column: ColumnName,
  order: Sorting["order"],
  mode: ModeName,
): ComparedRow[] {
  const valueOf = (row: ComparedRow) => {
    const cell = cellOf(row, column, mode);
    return "value" in cell ? cell.value : null;
  };
  return sortedBy(rows, valueOf, order);
}

/** The columns that the rows may have numbers for. */
export function offeredColumns(rows: readonly ComparedRow[]): ColumnName[] {
  const areAveraged = rows.some(({ numbers }) => numbers?.averaged);
  return columnNames.filter((name) => areAveraged || !name.startsWith("averaged"));
}

/** The columns that differ between these rows, before the person chooses. */
export function usualColumns(rows: readonly ComparedRow[]): ColumnName[] {
  const hasAccuracy = rows.some(({ numbers }) => numbers?.correct.accuracy);
  const left = new Set<ColumnName>([
    ...(["rows", "width"] as const).filter((axis) => !differAlong(axis, rows)),
    "rate",
    "epochs",
    ...(hasAccuracy ? [] : (["accuracy", "forgottenAccuracy", "averagedAccuracy"] as const)),
    "trainingLoss",
    "trainingDifference",
    "convergence",
    "accuracyDifference",
    "accuracyP",
    "accuracyEffect",
  ]);
  return offeredColumns(rows).filter((name) => !left.has(name));
}
