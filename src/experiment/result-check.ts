import type { FailureParameters } from "../messages/failure";
import type { FailureCode } from "../messages/failures.en";
import { checkExperiment, type Fault } from "./check";
import { fault, faultsOfSchema } from "./faults";
import {
  type EpochRecord,
  type ForgottenMeasures,
  type Result,
  resultSchema,
  type RunResult,
} from "./result";
import type { Experiment } from "./schema";

export interface ResultCheck {
  /** null where there are faults. */
  readonly result: Result | null;
  readonly faults: readonly Fault[];
}

/**
 * Finds every fault of a `result.json`, each with its place: those of its form, those of the experiment in it, and those
 * of its meaning (runs that the experiment does not have, epochs out of order, measures that cannot be). Never throws.
 */
export function checkResult(document: unknown): ResultCheck {
  const { value: result, faults } = faultsOfSchema(resultSchema, document);
  if (result === null) return { result, faults };
  const { created, experiment, runs } = result;
  const found = [
    ...(Number.isNaN(Date.parse(created))
      ? [fault("created", "notDate", { value: JSON.stringify(created) })]
      : []),
    ...checkExperiment(experiment).faults.map((inner) => ({ ...inner, path: `experiment.${inner.path}` })),
    ...runs.flatMap((run, place) => runFaults(experiment, run, `runs[${place}]`)),
    ...repeatedRuns(runs),
  ];
  return { result: found.length === 0 ? result : null, faults: found };
}

function repeatedRuns(runs: readonly RunResult[]): Fault[] {
  const seen = new Set<string>();
  return runs.flatMap(({ variant, seed }, place) => {
    const name = JSON.stringify(variant);
    const key = `${seed} ${name}`;
    if (seen.has(key)) return [fault(`runs[${place}]`, "resultRunTwice", { variant: name, seed })];
    seen.add(key);
    return [];
  });
}

function runFaults(experiment: Experiment, run: RunResult, path: string): Fault[] {
  const faults: Fault[] = [];
  const add = (field: string, code: FailureCode, parameters: FailureParameters) =>
    faults.push(fault(`${path}.${field}`, code, parameters));
  const { variants, seeds, training } = experiment;
  const name = JSON.stringify(run.variant);

  const variant = variants.find((candidate) => candidate.name === run.variant);
  const expected = variant?.rate ?? null;
  if (!variant) add("variant", "resultVariantUnknown", { variant: name });
  else if (run.rate !== expected) {
    add("rate", "resultRateDiffers", { rate: String(run.rate), variant: name, expected: String(expected) });
  }
  if (!seeds.includes(run.seed)) add("seed", "resultSeedUnknown", { seed: run.seed });
  // Only a file beside result.json is ever opened.
  if (run.weights !== null && !/^[^/\\:]+\.safetensors$/.test(run.weights)) {
    add("weights", "resultWeightsName", { value: JSON.stringify(run.weights) });
  }

  const count = { found: run.epochs.length, epochs: training.epochs };
  if (count.found > count.epochs) add("epochs", "resultTooManyEpochs", count);
  if (run.status === "done" && count.found < count.epochs) add("epochs", "resultNotWhole", count);
  // The first is enough: one that is lost moves all that follow.
  const misplaced = run.epochs.findIndex(({ epoch }, index) => epoch !== index + 1);
  if (misplaced >= 0) {
    const { epoch } = run.epochs[misplaced]!;
    add(`epochs[${misplaced}].epoch`, "resultEpochOrder", { epoch, expected: misplaced + 1 });
  }
  const hasClasses = training.loss === "softmaxCrossEntropy";
  run.epochs.forEach((record, index) =>
    faults.push(...recordFaults(record, hasClasses, `${path}.epochs[${index}]`)),
  );
  return faults;
}

function recordFaults(record: EpochRecord, hasClasses: boolean, path: string): Fault[] {
  const { training, train, validation, trainingSeconds, evaluationSeconds } = record;
  return [
    ...measureFaults(training, hasClasses, `${path}.training`),
    ...measureFaults(train.eval, hasClasses, `${path}.train.eval`),
    ...measureFaults(validation.eval, hasClasses, `${path}.validation.eval`),
    ...measureFaults(validation.train, hasClasses, `${path}.validation.train`),
    ...negatives({ trainingSeconds, evaluationSeconds }, path),
  ];
}

function measureFaults(measures: ForgottenMeasures, hasClasses: boolean, path: string): Fault[] {
  const faults = negatives(measures, path);
  const { accuracy } = measures;
  const place = `${path}.accuracy`;
  if (hasClasses && accuracy === undefined) faults.push(fault(place, "missingField"));
  if (!hasClasses && accuracy !== undefined) faults.push(fault(place, "resultAccuracyOfRegression"));
  if (accuracy !== undefined && accuracy > 1) {
    faults.push(fault(place, "numberTooBig", { value: String(accuracy), limit: 1 }));
  }
  return faults;
}

/** Losses, shares, deviations and times are all 0 or more. */
function negatives(values: object, path: string): Fault[] {
  return Object.entries(values as Record<string, number>).flatMap(([name, value]) =>
    value < 0 ? [fault(`${path}.${name}`, "numberTooSmall", { value: String(value), limit: 0 })] : [],
  );
}
