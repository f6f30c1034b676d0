import type { RunEnd, SplitEnd } from "../experiment/run-end";
import type { Experiment } from "../experiment/schema";
import { unitOfName } from "../experiment/unit-of-name";
import { estimate } from "./estimate";
import { samplingOf } from "./sampling";
import type { Estimate } from "./schema";

/** What was measured at the runs' ends (docs/formats.md), over the seeds of each variant. */

export const endMeasures = [
  ...(["accuracy", "balancedAccuracy", "macroF1", "majorityAccuracy", "calibration"] as const),
  ...(["rmse", "mae", "r2", "meanRmse"] as const),
  "loss",
  ...(["mcAccuracy", "mcCalibration", "mcLoss", "mcRmse"] as const),
  ...(["logLikelihood", "mcLogLikelihood"] as const),
  ...(["reestimatedAccuracy", "reestimatedLoss"] as const),
] as const satisfies readonly (keyof SplitEnd)[];
export type EndMeasure = (typeof endMeasures)[number];

const shareMeasures: ReadonlySet<EndMeasure> = new Set([
  "accuracy",
  "balancedAccuracy",
  "macroF1",
  "majorityAccuracy",
  "calibration",
  "mcAccuracy",
  "mcCalibration",
  "reestimatedAccuracy",
]);

/** Losses and the like: in no unit that a person reads. */
const pureNumbers: ReadonlySet<EndMeasure> = new Set([
  "loss",
  "mcLoss",
  "r2",
  "logLikelihood",
  "mcLogLikelihood",
  "reestimatedLoss",
]);

/** What belongs to a measure that is a share of samples, in the target's own unit, or neither. */
export function byUnit<T>(measure: EndMeasure, each: Readonly<Record<"share" | "amount" | "neither", T>>): T {
  if (shareMeasures.has(measure)) return each.share;
  return pureNumbers.has(measure) ? each.neither : each.amount;
}

/** The unit of an experiment's target, where its column's name tells one: the measures that are amounts are in it. */
export function targetUnit({ data }: Pick<Experiment, "data">): string | null {
  const target = "target" in data ? data.target : undefined;
  return typeof target === "string" ? unitOfName(target) : null;
}

/** A measure's name with the unit in which it is. */
export function withUnit(text: string, measure: EndMeasure, unit: string | null): string {
  const isAmount = byUnit(measure, { share: false, amount: true, neither: false });
  return isAmount && unit !== null ? `${text} (${unit})` : text;
}

export const endSplits = ["test", "validation"] as const;
export type EndSplit = (typeof endSplits)[number];

interface EndedRun {
  readonly variant: string;
  readonly end?: RunEnd | undefined;
}

export interface EndRow {
  readonly variant: string;
  readonly split: EndSplit;
  /** Over the variant's runs that have a measure. */
  readonly values: Readonly<Partial<Record<EndMeasure, Estimate>>>;
}

export interface EndTable {
  /** Those that a row has, in the order in which they are shown. */
  readonly measures: readonly EndMeasure[];
  /** The test split's first; variants without a measured run are left out. */
  readonly rows: readonly EndRow[];
}

/** The rows have the experiment's order of variants. */
export function endTable(
  experiment: Pick<Experiment, "variants" | "data" | "evaluation" | "seeds">,
  runs: readonly EndedRun[],
): EndTable {
  const rows = endSplits.flatMap((split) => {
    const { overlap } = samplingOf(experiment, split);
    return experiment.variants.flatMap(({ name: variant }): EndRow[] => {
      const ends = runs.flatMap((run) => (run.variant === variant ? (run.end?.[split] ?? []) : []));
      if (ends.length === 0) return [];
      const values = endMeasures.flatMap((measure) => {
        const numbers = ends.flatMap((end) => end[measure] ?? []);
        return numbers.length > 0 ? [[measure, estimate(numbers, boundsOf(measure), overlap)] as const] : [];
      });
      return [{ variant, split, values: Object.fromEntries(values) }];
    });
  });
  return { measures: endMeasures.filter((measure) => rows.some(({ values }) => values[measure])), rows };
}

/** The fewest variants of which the best is chosen, and not just the better of two compared. */
const many = 3;

/**
 * The variant with the lowest mean validation loss at its own measured epoch, of three or more. That number is optimistic, because the lowest of
 * several noisy means is chosen (Cawley and Talbot 2010); the test split's is not, because it chose nothing.
 * @returns null for fewer variants
 */
export function bestOfMany({ rows }: EndTable) {
  const measured = rows.filter(({ split, values }) => split === "validation" && values.loss);
  if (measured.length < many) return null;
  const best = measured.reduce((least, row) =>
    row.values.loss!.mean < least.values.loss!.mean ? row : least,
  );
  const test = rows.find(({ split, variant }) => split === "test" && variant === best.variant);
  return {
    variant: best.variant,
    count: measured.length,
    validation: best.values.loss!,
    test: test?.values.loss,
  };
}

function boundsOf(measure: EndMeasure) {
  if (shareMeasures.has(measure)) return { least: 0, greatest: 1 };
  if (measure === "r2") return { least: -Infinity, greatest: 1 };
  // A density may be above 1, so its logarithm has any sign.
  const isAny = measure === "logLikelihood" || measure === "mcLogLikelihood";
  return { least: isAny ? -Infinity : 0, greatest: Infinity };
}

export interface Confusion {
  readonly classes: readonly string[];
  /** By true class and predicted one, the sum over the runs. */
  readonly counts: readonly (readonly number[])[];
}

/** The confusion matrix of some runs of one data set; null if they have none. */
export function confusionOf(runs: readonly EndedRun[], split: EndSplit): Confusion | null {
  const ends = runs.flatMap(({ end }) => end ?? []);
  const classes = ends.find((end) => end.classes)?.classes;
  const matrices = ends.flatMap((end) => (end[split]?.confusion ? [end[split].confusion] : []));
  if (!classes || matrices.length === 0) return null;
  const counts = classes.map((_, own) =>
    classes.map((_, predicted) => matrices.reduce((sum, matrix) => sum + matrix[own]![predicted]!, 0)),
  );
  return { classes, counts };
}
