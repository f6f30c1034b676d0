import { mean, sampleStandardDeviation } from "simple-statistics";
import type { Dataset } from "../data/dataset";
import { nextStop } from "../experiment/early-stopping";
import { type EpochChoice, nextChoice } from "../experiment/epoch-selection";
import type { AveragedMetrics, EpochRecord, ForgottenMetrics, Metrics } from "../experiment/result";
import type { RunEnd } from "../experiment/run-end";
import type { Experiment, Training } from "../experiment/schema";
import { LabError } from "../messages/failure";
import { kindOf } from "../nn/layers/kinds";
import { lossOf } from "../nn/losses/kinds";
import {
  forgetsBoth,
  inputShapeOf,
  lastBatchOf,
  layerShapes,
  needsTwoRows,
  outputLayerOf,
  stateOf,
} from "../nn/network";
import { rateFactor, ratesVary } from "../nn/rate-over-time";
import { learningRateOf, watchedAfter } from "../nn/schedules/learning-rate";
import type { WatchedLoss } from "../nn/schedules/schedule-kind";
import { sizeOf } from "../nn/shape";
import type {
  Engine,
  EngineRun,
  EpochControl,
  EvaluationMode,
  KeptState,
  NamedValues,
  RunPlan,
  TrainingState,
} from "./engine";
import { knownState } from "./known-state";
import { measureAveraged } from "./averaged";
import { type ChosenEpoch, type EvaluatedEpoch, measureEnd } from "./measure-end";
import { valuesOf } from "./parameters";
import { type EpochSeconds, Stopwatch } from "./stopwatch";

/** `EpochControl.beforeBatch` throws this to end a run without a failure. */
export class RunCancelled extends Error {
  override readonly name = "RunCancelled";
}

/** Where a run stands between two batches, of training or of an evaluation, with everything it needs to continue. */
export interface RunState extends EpochSeconds {
  readonly training: TrainingState;
  /** This epoch's finished measures, in the order of `measure` below, without the evaluation in progress. */
  readonly measured: readonly AveragedMetrics[];
  /** The epoch to be measured at the end, as chosen so far; absent before the first, and where it is the last. */
  readonly chosen?: ChosenEpoch;
  /** What a learning-rate schedule has seen before this epoch. */
  readonly watched?: WatchedLoss;
  /** Early stopping's best epoch so far; absent before the first, and without early stopping. */
  readonly stop?: EpochChoice;
}

type Evaluation = Experiment["evaluation"];

/** The caller of a run, who watches and controls it. */
export interface RunControl {
  /**
   * Like `EpochControl`'s; the records do not count its time.
   * @param state reads where the run stands, until this call has returned
   */
  beforeBatch(samplesDone: number, state: () => Promise<RunState>): Promise<void> | void;
  /** Measures the records' seconds, in milliseconds; by default the system's clock. */
  readonly clock?: (() => number) | undefined;
  /** The run waits until this returns. @param keep keeps the weights after the epoch, until this call has returned */
  onRecord(record: EpochRecord, keep: () => Promise<KeptWeights>): Promise<void> | void;
  /** Called when all epochs are trained, before the end is measured, which waits for it; a cancelled run has no such time. */
  readonly onTrained?: (trained: Trained) => Promise<void> | void;
  /** Called when `beforeBatch` or `beforePrediction` has cancelled the run, while weights that are kept can still be read. */
  readonly onCancelled?: () => void;
  /** Called before each part of the measuring at the end; may wait or throw as `beforeBatch` does. */
  readonly beforePrediction?: () => Promise<void> | void;
}

/** The weights after an epoch, which can be read until they are let go or the run ends. */
export interface KeptWeights {
  read(): NamedValues[];
  letGo(): void;
}

/** What a run has come to before its end is measured. */
export interface Trained {
  /** The weights after the last batch that it trained. */
  readonly weights: NamedValues[];
  /** The epoch that is measured at the end, with its weights. */
  readonly measured: { readonly epoch: number; readonly weights: NamedValues[] } | null;
}

export interface RunOutcome extends Trained {
  readonly cancelled: boolean;
  /** Null for a cancelled run, and where nobody knows the state after the chosen epoch. */
  readonly end: RunEnd | null;
}

/**
 * Trains one run to its last epoch, or until early stopping ends it, and reports each epoch's record as soon as it is measured. Always frees
 * everything.
 *
 * @param start where an earlier attempt at the same run stopped; by default the run's beginning
 * @throws LabError `lossNotFinite`; `noDenseLayer`, `outputsNotClasses`, `outputsNotOne`, `lossForClassification`, `batchOfOneRow` if
 * the network does not fit the data; and every error of `control`
 */
export async function trainRun(
  engine: Engine,
  plan: RunPlan,
  data: Dataset,
  evaluation: Evaluation,
  control: RunControl,
  start?: RunState,
): Promise<RunOutcome> {
  checkFit(plan, data);
  const run = engine.openRun(plan, data, start?.training);
  try {
    const tensors = stateOf(plan.layers, inputShapeOf(plan.layers, data));
    let end: RunEnd | null = null;
    let cancelled = false;
    let measured: Trained["measured"] = null;
    let weights: NamedValues[] | null = null;
    try {
      const chosen = await trainEpochs(run, plan, data, evaluation, control, start);
      measured = chosen && { epoch: chosen.epoch, weights: valuesOf(chosen.state, tensors) };
      weights = await run.weights();
      await control.onTrained?.({ weights, measured });
      end =
        chosen && (await measureEnd(run, plan, data, chosen, evaluation.mcPasses, control.beforePrediction));
    } catch (error) {
      if (!(error instanceof RunCancelled)) throw error;
      cancelled = true;
      control.onCancelled?.();
    }
    return { cancelled, end, weights: weights ?? (await run.weights()), measured };
  } finally {
    run.dispose();
  }
}

/** @returns the epoch to measure; null if it is not known, after the checkpoint of a lab that did not choose any */
async function trainEpochs(
  run: EngineRun,
  plan: RunPlan,
  data: Dataset,
  evaluation: Evaluation,
  control: RunControl,
  start: RunState | undefined,
): Promise<EvaluatedEpoch | null> {
  const { layers, training } = plan;
  const { measureAt, patience, mcPasses } = evaluation;
  const averaging = mcPasses === undefined ? null : averagingOf(run, plan, data, mcPasses);
  const { earlyStopping } = training;
  const restores = earlyStopping?.restoreBest === true;
  const first = start?.training.epoch ?? 1;
  const measuresLast = measureAt === "last" && !restores;
  const isKnown = measuresLast || first === 1 || start?.chosen !== undefined;
  const forgotten = forgottenEvaluations(layers, evaluation);
  const tensors = stateOf(layers, inputShapeOf(layers, data));
  let chosen: KeptChoice | undefined = start?.chosen && {
    choice: start.chosen,
    kept: knownState(start.chosen.state),
    outputs: null,
  };
  let watched = start?.watched;
  let stop = start?.stop;
  for (let epoch = first; epoch <= training.epochs && !stop?.over; epoch++) {
    const from = first === epoch ? start : undefined;
    const before = { chosen, watched, stop };
    const measured = await measureEpoch(run, epoch, forgotten, averaging, control, from, before);
    const record = { ...measured, ...ratesOf(training, epoch, data.train.rows, watched) };
    await control.onRecord(record, async () => {
      const kept = await run.keep();
      return { read: () => valuesOf(kept.read(), tensors), letGo: kept.letGo };
    });
    const { loss } = record.validation.eval;
    watched = watchedAfter(training, watched, epoch, loss);
    if (earlyStopping) stop = nextStop(stop ?? null, epoch, loss, earlyStopping);
    if (measuresLast && epoch < training.epochs && !stop?.over) continue;
    const choice = restores ? stop! : nextChoice(chosen?.choice ?? null, epoch, loss, measureAt, patience);
    const former = chosen?.kept;
    if (choice.epoch !== epoch) chosen = { ...chosen!, choice };
    else {
      chosen = { choice, kept: await run.keep(), outputs: run.evaluatedOutputs?.() ?? null };
      former?.letGo();
    }
  }
  return isKnown && chosen ? { ...chosenOf(chosen), outputs: chosen.outputs } : null;
}

interface KeptChoice {
  readonly choice: EpochChoice;
  /** The state after that epoch. */
  readonly kept: KeptState;
  /** What it gave for the validation split, if that is known. */
  readonly outputs: Float32Array | null;
}

const chosenOf = ({ choice, kept }: KeptChoice): ChosenEpoch => ({ ...choice, state: kept.read() });

/** An evaluation of the validation split with eval forgotten, wholly or in part. */
interface ForgottenEvaluation {
  readonly mode: EvaluationMode;
  readonly pass: number;
}

/** Those of each epoch, in their order. Batch normalisation alone draws nothing, so that one pass tells all. */
export function forgottenEvaluations(
  layers: RunPlan["layers"],
  { forgottenPasses }: Evaluation,
): ForgottenEvaluation[] {
  const passes = (mode: EvaluationMode) =>
    Array.from({ length: forgottenPasses }, (_, pass) => ({ mode, pass }));
  const parts = [...passes("dropoutForgotten"), { mode: "batchNormForgotten", pass: 0 } as const];
  return [...passes("evalForgotten"), ...(forgetsBoth(layers) ? parts : [])];
}

type Averaging = (epoch: number, control: EpochControl) => Promise<AveragedMetrics>;

/** Measures the averaged prediction for the validation split, on the weights as they are. */
function averagingOf(
  run: EngineRun,
  { layers, training }: RunPlan,
  data: Dataset,
  passes: number,
): Averaging {
  return (epoch, control) => {
    const beforePart = () => control.beforeBatch(data.train.rows);
    return measureAveraged(run, data, data.validation, lossOf(training.loss), {
      ...{ layers, passes, epoch, beforePart },
    });
  };
}

/** Trains and evaluates an epoch, or the rest of it. */
async function measureEpoch(
  run: EngineRun,
  epoch: number,
  forgotten: readonly ForgottenEvaluation[],
  averaging: Averaging | null,
  control: RunControl,
  start: RunState | undefined,
  before: { readonly chosen: KeptChoice | undefined } & {
    [Part in "watched" | "stop"]: RunState[Part] | undefined;
  },
): Promise<EpochRecord> {
  const { chosen, stop } = before;
  const measured: AveragedMetrics[] = [...(start?.measured ?? [])];
  const watch = new Stopwatch(start, control.clock);
  const go = () => watch.start(measured.length === 0 ? "trainingSeconds" : "evaluationSeconds");
  const watched: EpochControl = {
    async beforeBatch(samplesDone) {
      watch.stop();
      await control.beforeBatch(samplesDone, async () => ({
        training: await run.state(),
        measured: [...measured],
        ...watch.seconds,
        ...(chosen && { chosen: chosenOf(chosen) }),
        ...(before.watched && { watched: before.watched }),
        ...(stop && { stop }),
      }));
      go();
    },
  };
  const measure: (() => Promise<AveragedMetrics>)[] = [
    () => run.trainEpoch(epoch, watched, before.watched?.factor),
    () => run.evaluate("train", "eval", epoch, 0, watched),
    () => run.evaluate("validation", "eval", epoch, 0, watched),
    ...forgotten.map(
      ({ mode, pass }) =>
        () =>
          run.evaluate("validation", mode, epoch, pass, watched),
    ),
    ...(averaging ? [() => averaging(epoch, watched)] : []),
  ];
  for (const next of measure.slice(measured.length)) {
    go();
    measured.push(checkFinite(await next(), epoch));
  }
  watch.stop();
  const [running, train, correct, ...passes] = measured;
  const averaged = averaging && passes.pop();
  const ofMode = (wanted: EvaluationMode) => passes.filter((_, index) => forgotten[index]!.mode === wanted);
  const [ofDropout, [batchNormForgotten]] = [ofMode("dropoutForgotten"), ofMode("batchNormForgotten")];
  return {
    epoch,
    training: running!,
    train: { eval: train! },
    validation: {
      eval: correct!,
      train: overPasses(ofMode("evalForgotten")),
      ...(batchNormForgotten && { dropoutForgotten: overPasses(ofDropout), batchNormForgotten }),
      ...(averaged && { mc: averaged }),
    },
    ...watch.seconds,
  };
}

/** What varies from epoch to epoch, as it was in this one. */
function ratesOf(
  training: Training,
  epoch: number,
  rows: number,
  watched: WatchedLoss | undefined,
): Pick<EpochRecord, "learningRate" | "rateFactor"> {
  const batches = Math.ceil(rows / training.batchSize);
  const lastStep = { epoch, batch: batches - 1, batches };
  return {
    ...(training.schedule && { learningRate: learningRateOf(training, lastStep, watched?.factor) }),
    ...(ratesVary(training) && { rateFactor: rateFactor(training, epoch) }),
  };
}

export function overPasses(passes: readonly Metrics[]): ForgottenMetrics {
  const losses = passes.map(({ loss }) => loss);
  const accuracies = passes.flatMap(({ accuracy }) => accuracy ?? []);
  return {
    loss: mean(losses),
    ...(losses.length > 1 && { lossSd: sampleStandardDeviation(losses) }),
    ...(accuracies.length > 0 && { accuracy: mean(accuracies) }),
    ...(accuracies.length > 1 && { accuracySd: sampleStandardDeviation(accuracies) }),
  };
}

function checkFinite<Measures extends Metrics>(measures: Measures, epoch: number): Measures {
  if (!Number.isFinite(measures.loss)) throw new LabError("lossNotFinite", { epoch });
  return measures;
}

/** A document with data files could not be checked against them before they were read. */
export function checkFit({ layers, training }: RunPlan, data: Dataset): void {
  if (outputLayerOf(layers) === -1) throw new LabError("noDenseLayer");
  const shapes = layerShapes(layers, inputShapeOf(layers, data));
  for (const { layer, input, shortcut } of shapes) {
    const [found] = kindOf(layer).faults?.(layer, input, shortcut) ?? [];
    if (found) throw new LabError(found.code, found.parameters);
  }
  const { batchSize } = training;
  const { rows: train } = data.train;
  if (needsTwoRows(shapes) && lastBatchOf(train, batchSize) === 1)
    throw new LabError("batchOfOneRow", { batchSize, train });
  const units = sizeOf(shapes.at(-1)!.output);
  if (data.task === "regression") {
    if (units !== 1) throw new LabError("outputsNotOne", { units });
    const { fits, misfit } = lossOf(training.loss);
    if (fits !== data.task) throw new LabError(misfit);
  } else if (units !== data.outputs) {
    throw new LabError("outputsNotClasses", { units, classes: data.outputs });
  }
}
