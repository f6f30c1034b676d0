import { stringify } from "csv-stringify/sync";
import { countedRuns } from "../analysis/runs";
import type { EpochRecord, ForgottenMetrics } from "../experiment/result";
import type { SplitEnd } from "../experiment/run-end";
import { resampled } from "../experiment/resampling";
import type { Experiment } from "../experiment/schema";
import { trainingRowsOf } from "../experiment/variants";
import type { ExperimentDetail } from "../contract/contract";
import { marked, withoutFormula } from "./csv-text";

/** The measures of an epoch by their place in the record; each has its own row. */
const measures: readonly (readonly [
  name: string,
  pick: (record: EpochRecord) => ForgottenMetrics | undefined,
])[] = [
  ["training", (record) => record.training],
  ["train.eval", (record) => record.train.eval],
  ["validation.eval", (record) => record.validation.eval],
  ["validation.train", (record) => record.validation.train],
  ["validation.dropoutForgotten", (record) => record.validation.dropoutForgotten],
  ["validation.mc", (record) => record.validation.mc],
  ["validation.batchNormForgotten", (record) => record.validation.batchNormForgotten],
];

const columns = [
  "experimentId",
  "experiment",
  "created",
  "runId",
  "variant",
  "rate",
  "train",
  "width",
  "seed",
  "status",
  "failure",
  "counted",
  "epoch",
  "measure",
  "loss",
  "accuracy",
  "lossSd",
  "accuracySd",
  "trainingSeconds",
  "evaluationSeconds",
  "balancedAccuracy",
  "macroF1",
  "majorityAccuracy",
  "calibration",
  "rmse",
  "mae",
  "r2",
  "meanRmse",
  "mcLoss",
  "mcAccuracy",
  "mcCalibration",
  "learningRate",
  "rateFactor",
  "set",
  "resample",
  "dataSeed",
  "fold",
  "mcRmse",
  "logLikelihood",
  "mcLogLikelihood",
  "reestimatedLoss",
  "reestimatedAccuracy",
] as const;

type Row = Partial<Record<(typeof columns)[number], string | number | null | undefined>>;

/**
 * All runs as one table in long form (docs/formats.md): a row for each run, epoch and measure, numbers in full
 * precision; a run without records has one row without a measure. No text is a formula; numbers stay numbers, also
 * negative ones.
 */
export function csvOf(experiments: readonly ExperimentDetail[]): string {
  const table = stringify([...rowsOf(experiments)], {
    columns: [...columns],
    header: true,
    cast: { string: withoutFormula },
  });
  return marked(table);
}

function* rowsOf(experiments: readonly ExperimentDetail[]): Iterable<Row> {
  for (const { id, created, experiment, runs } of experiments) {
    const counted = new Set(countedRuns(runs));
    for (const run of runs) {
      const variant = experiment.variants.find(({ name }) => name === run.variant);
      const about = {
        experimentId: id,
        experiment: experiment.name,
        created,
        runId: run.id,
        variant: run.variant,
        rate: run.rate,
        train: variant && trainingRowsOf(experiment, variant),
        width: variant && (variant.width ?? 1),
        seed: run.seed,
        status: run.status,
        failure: run.failure?.code,
        counted: counted.has(run) ? "yes" : "no",
        set: variant?.set && JSON.stringify(variant.set),
        ...dataOf(experiment, run.seed),
      };
      // A run that failed before its first epoch must not be missing.
      if (run.records.length === 0) yield about;
      for (const record of run.records) {
        for (const [measure, pick] of measures) {
          const measured = pick(record);
          if (!measured) continue;
          yield {
            ...about,
            epoch: record.epoch,
            measure,
            ...measured,
            trainingSeconds: record.trainingSeconds,
            evaluationSeconds: record.evaluationSeconds,
            learningRate: record.learningRate,
            rateFactor: record.rateFactor,
          };
        }
      }
      for (const split of ["validation", "test"] as const) {
        if (run.end?.[split])
          yield { ...about, epoch: run.end.epoch, measure: `end.${split}`, ...valuesOf(run.end[split]) };
      }
    }
  }
}

/** The draw, split or fold of the data that a run has. */
function dataOf({ data, evaluation: { resample } }: Experiment, seed: number): Row {
  const { seed: dataSeed, fold } = resampled(data, resample, seed);
  return { resample, dataSeed, fold };
}

/** The measures at a run's end that have columns. */
function valuesOf(measures: SplitEnd): Row {
  return Object.fromEntries(
    columns.flatMap((column) => (column in measures ? [[column, measures[column as keyof SplitEnd]]] : [])),
  ) as Row;
}
