import { z } from "zod";
import type { FailureParameters, Fault } from "../messages/failure";
import { type Preparation, preparationSchema, preparedFeatureSchema } from "../fields/preparation";
import { lossOf } from "../nn/losses/kinds";
import type { ProblemCode } from "../messages/problems.en";
import { checkExperiment } from "./check";
import { epochsToTrain } from "./early-stopping";
import { fault, faultsOfSchema } from "./faults";
import { isHalted } from "./halving-ranks";
import {
  type EpochRecord,
  epochRecordSchema,
  type ForgottenMetrics,
  type Result,
  resultSchema,
  type RunResult,
  runResultSchema,
} from "./result";
import {
  confusionRowSchema,
  mostConfusedClasses,
  type RunEnd,
  runEndSchema,
  type SplitEnd,
  splitEndSchema,
} from "./run-end";
import { endFaults } from "./run-end-check";
import { type Experiment, experimentSchema } from "./schema";
import { experimentOf } from "./variants";

export interface ResultCheck {
  /** null where there are faults. */
  readonly result: Result | null;
  readonly faults: readonly Fault[];
}

/**
 * Finds every fault of a `result.json`, each with its place: those of its form, those of the experiment in it, and those
 * of its meaning (runs that the experiment does not have, epochs out of order, measures that cannot be). Stops looking
 * after `mostFaults`. Never throws.
 */
export function checkResult(document: unknown): ResultCheck {
  const { result, faults } = readForm(document);
  if (result === null) return { result, faults };
  const { created, experiment, runs } = result;
  const found = [
    ...(Number.isNaN(Date.parse(created))
      ? [fault("created", "notDate", { value: JSON.stringify(created) })]
      : []),
    ...checkExperiment(experiment).faults.map((inner) => ({ ...inner, path: `experiment.${inner.path}` })),
    ...firstFaults(runs, (run, index) =>
      runFaults(experiment, result.preparations?.length ?? 0, run, `runs[${index}]`),
    ),
    ...repeatedRuns(runs),
  ];
  return { result: found.length === 0 ? result : null, faults: found };
}

/**
 * A problem takes a hundred times the memory of a wrong value, and a file may hold ten million of these. So lists are
 * read one entry after another, up to this many problems.
 */
const mostFaults = 1000;
/** The most values in a part that is read at once: a document with 200 layers and 1000 seeds has less than 3000. */
const mostValues = 10_000;

const outlineSchema = resultSchema.extend({
  experiment: z.unknown(),
  runs: z.array(z.unknown()),
  preparations: z.array(z.unknown()).optional(),
});
const runOutlineSchema = runResultSchema.extend({
  epochs: z.array(z.unknown()),
  end: z.unknown().optional(),
});
const preparationOutlineSchema = preparationSchema.extend({ features: z.array(z.unknown()).optional() });
const endOutlineSchema = runEndSchema.extend({ validation: z.unknown(), test: z.unknown().optional() });
const splitOutlineSchema = splitEndSchema.extend({
  confusion: z.array(z.unknown()).max(mostConfusedClasses).optional(),
});

function readForm(document: unknown): ResultCheck {
  const faults: Fault[] = [];
  function read<T>(schema: z.ZodType<T>, value: unknown, path: string, ...later: string[]): T | null {
    if (faults.length >= mostFaults) return null;
    const { value: right, faults: found } = holdsMoreThan(mostValues, value, later)
      ? { value: null, faults: [fault("", "tooManyValues", { limit: mostValues })] }
      : faultsOfSchema(schema, value);
    faults.push(...found.map((inner) => ({ ...inner, path: joinedPath(path, inner.path) })));
    return right;
  }
  /** Feature by feature. */
  function readPreparation(value: unknown, path: string): Preparation | null {
    const outline = read(preparationOutlineSchema, value, path, "features");
    if (!outline) return null;
    const { image, target } = outline;
    const features = outline.features?.flatMap(
      (feature, place) => read(preparedFeatureSchema, feature, `${path}.features[${place}]`) ?? [],
    );
    return { ...(features && { features }), ...(image && { image }), target };
  }
  /** A confusion matrix row by row. */
  function readEnd(value: unknown, path: string): RunEnd | null {
    const end = read(endOutlineSchema, value, path, "validation", "test");
    if (!end) return null;
    const splitOf = (name: "validation" | "test"): SplitEnd | null => {
      const split = read(splitOutlineSchema, end[name], `${path}.${name}`, "confusion");
      if (!split) return null;
      const { confusion, ...others } = split;
      if (!confusion) return others;
      const rows = confusion.flatMap((row, index) => [
        read(confusionRowSchema, row, `${path}.${name}.confusion[${index}]`) ?? [],
      ]);
      return { ...others, confusion: rows };
    };
    const { epoch, classes, test } = end;
    const validation = splitOf("validation");
    const ofTest = test === undefined ? undefined : splitOf("test");
    if (!validation || ofTest === null) return null;
    return { epoch, ...(classes && { classes }), validation, ...(ofTest && { test: ofTest }) };
  }
  const outline = read(outlineSchema, document, "", "experiment", "runs", "preparations");
  const experiment = outline && read(experimentSchema, outline.experiment, "experiment");
  const runs = outline?.runs.flatMap((value, place) => {
    const path = `runs[${place}]`;
    const run = read(runOutlineSchema, value, path, "epochs", "end");
    const epochs = run?.epochs.flatMap(
      (record, index) => read(epochRecordSchema, record, `${path}.epochs[${index}]`) ?? [],
    );
    if (!run || !epochs) return [];
    const { end, ...others } = run;
    if (end === undefined) return [{ ...others, epochs }];
    const measured = readEnd(end, `${path}.end`);
    return measured ? [{ ...others, epochs, end: measured }] : [];
  });
  const preparations = outline?.preparations?.flatMap(
    (value, place) => readPreparation(value, `preparations[${place}]`) ?? [],
  );
  if (!outline || !experiment || !runs) return { result: null, faults };
  const { format, created, environment } = outline;
  const result = { format, created, environment, experiment, runs, ...(preparations && { preparations }) };
  return { result: faults.length === 0 ? result : null, faults };
}

function joinedPath(outer: string, inner: string): string {
  return inner === "" || outer === "" || inner.startsWith("[") ? outer + inner : `${outer}.${inner}`;
}

/** @param later fields of the part that do not count: they are read by themselves */
function holdsMoreThan(limit: number, part: unknown, later: readonly string[]): boolean {
  let rest = limit;
  const open: unknown[] = [isRecord(part) ? without(part, later) : part];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null) continue;
    const inner: unknown[] = Array.isArray(value) ? value : Object.values(value);
    rest -= inner.length;
    if (rest < 0) return true;
    open.push(...inner);
  }
  return false;
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function without(part: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(part).filter(([name]) => !names.includes(name)));
}

function firstFaults<Item>(
  items: readonly Item[],
  faultsOf: (item: Item, index: number) => Fault[],
): Fault[] {
  const faults: Fault[] = [];
  for (const [index, item] of items.entries()) {
    faults.push(...faultsOf(item, index));
    if (faults.length >= mostFaults) break;
  }
  return faults;
}

function repeatedRuns(runs: readonly RunResult[]): Fault[] {
  const seen = new Set<string>();
  return runs.flatMap(({ variant, seed }, index) => {
    const name = JSON.stringify(variant);
    const key = `${seed} ${name}`;
    if (seen.has(key)) return [fault(`runs[${index}]`, "resultRunTwice", { variant: name, seed })];
    seen.add(key);
    return [];
  });
}

function runFaults(experiment: Experiment, preparations: number, run: RunResult, path: string): Fault[] {
  const faults: Fault[] = [];
  const add = (field: string, code: ProblemCode, parameters: FailureParameters) =>
    faults.push(fault(`${path}.${field}`, code, parameters));
  const { variants, seeds } = experiment;
  const name = JSON.stringify(run.variant);

  const variant = variants.find((candidate) => candidate.name === run.variant);
  const own = variant ? experimentOf(experiment, variant) : experiment;
  const { training } = own;
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

  const count = { found: run.epochs.length, epochs: epochsToTrain(run.epochs, training) };
  if (count.found > count.epochs) add("epochs", "resultTooManyEpochs", count);
  const halted = isHalted(own, { status: run.status, epochsDone: count.found });
  if (run.status === "done" && count.found < count.epochs && !halted) add("epochs", "resultNotWhole", count);
  // The first is enough: one missing epoch moves all that follow.
  const misplaced = run.epochs.findIndex(({ epoch }, index) => epoch !== index + 1);
  if (misplaced >= 0) {
    const { epoch } = run.epochs[misplaced]!;
    add(`epochs[${misplaced}].epoch`, "resultEpochOrder", { epoch, expected: misplaced + 1 });
  }
  const hasClasses = lossOf(training.loss).measures.includes("accuracy");
  return [
    ...faults,
    ...(run.preparation === undefined || run.preparation < preparations
      ? []
      : [fault(`${path}.preparation`, "numberTooBig", { value: run.preparation, limit: preparations - 1 })]),
    ...endFaults(own, run, `${path}.end`),
    ...firstFaults(run.epochs, (record, index) =>
      recordFaults(record, hasClasses, `${path}.epochs[${index}]`),
    ),
  ];
}

const partlyForgotten = ["dropoutForgotten", "batchNormForgotten"] as const;

function recordFaults(record: EpochRecord, hasClasses: boolean, path: string): Fault[] {
  const { training, train, validation, trainingSeconds, evaluationSeconds } = record;
  return [
    ...measureFaults(training, hasClasses, `${path}.training`),
    ...measureFaults(train.eval, hasClasses, `${path}.train.eval`),
    ...measureFaults(validation.eval, hasClasses, `${path}.validation.eval`),
    ...measureFaults(validation.train, hasClasses, `${path}.validation.train`),
    ...partlyForgotten.flatMap((name) => {
      const measures = validation[name];
      return measures ? measureFaults(measures, hasClasses, `${path}.validation.${name}`) : [];
    }),
    ...negatives({ trainingSeconds, evaluationSeconds }, path),
  ];
}

function measureFaults(measures: ForgottenMetrics, hasClasses: boolean, path: string): Fault[] {
  const faults = negatives(measures, path);
  const { accuracy } = measures;
  const place = `${path}.accuracy`;
  if (hasClasses && accuracy === undefined) faults.push(fault(place, "missingField"));
  if (!hasClasses && accuracy !== undefined) faults.push(fault(place, "resultAccuracyOfRegression"));
  if (accuracy !== undefined && accuracy > 1) {
    faults.push(fault(place, "numberTooBig", { value: accuracy, limit: 1 }));
  }
  return faults;
}

/** Losses, shares, deviations and times are all 0 or more. */
function negatives(values: object, path: string): Fault[] {
  return Object.entries(values as Record<string, number>).flatMap(([name, value]) =>
    value < 0 ? [fault(`${path}.${name}`, "numberTooSmall", { value, limit: 0 })] : [],
  );
}
