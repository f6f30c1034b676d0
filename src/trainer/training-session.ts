import type { Dataset } from "../data/dataset";
import { type Engine, type NamedValues, planRun, type RunPlan } from "../engine/engine";
import { optimizerOf } from "../nn/optimizers/kinds";
import { vectorLength } from "../engine/parameters";
import { buffersIn, inputShapeOf, parametersIn, stateOf } from "../nn/network";
import { RunCancelled, type RunControl, type RunState, trainRun } from "../engine/run";
import { failureOf } from "../messages/failure";
import type { RunIdentity } from "../artifacts/checkpoint-file";
import { Checkpoints } from "../artifacts/checkpoints";
import { Snapshots } from "../artifacts/snapshots";
import { environmentOfRun } from "../experiment/environments";
import { experimentOf } from "../experiment/variants";
import { snapshotEpochs } from "../experiment/snapshots";
import { BestSnapshot } from "./best-snapshot";
import type { PauseGate } from "./pause-gate";
import { ProgressMeter } from "./progress";
import { runFingerprint } from "../artifacts/run-fingerprint";
import { safetensorsParts, type Tensor, writeSafetensors } from "../artifacts/safetensors";
import type { FromTrainer, ToTrainer } from "../execution/trainer-protocol";

type Train = Extract<ToTrainer, { type: "train" }>;

/** The trainer's line to the lab while it trains a run. */
export interface SessionLine {
  readonly pauseGate: PauseGate;
  /** Measures training time in milliseconds; by default the system's clock. */
  readonly clock?: () => number;
  tell(word: FromTrainer): void;
  /** Waits until the store has every announced record. */
  allKept(): Promise<void>;
}

/** Trains a run from its newest checkpoint, reports its progress, and returns its last message. */
export async function runTrainingSession(
  { experiment, variant, seed, until, checkpoints: { folder, epochsKept }, snapshots: snapshotFolder }: Train,
  engine: Engine,
  data: Dataset,
  { pauseGate, clock = () => performance.now(), tell, allKept }: SessionLine,
): Promise<FromTrainer> {
  tell({ type: "prepared", preparation: data.preparation });
  const { evaluation, training } = experimentOf(experiment, variant);
  const plan = planRun(experiment, variant, seed);
  const checkpoints = new Checkpoints(folder, () => identityOf(plan, evaluation, engine, data), clock);
  const { state: start, passedOver } = await checkpoints.newest(epochsKept);
  for (const failure of passedOver) tell({ type: "notice", failure });
  if (start) tell({ type: "continued", epoch: start.training.epoch });

  const snapshots = new Snapshots(snapshotFolder);
  const kept = snapshotEpochs(evaluation.snapshots, training.epochs);
  // Without snapshots on the way, the best one is not wanted either.
  const best =
    evaluation.snapshots > 0 ? await BestSnapshot.open(snapshots, kept, clock, start !== null) : null;
  const samples = data.train.rows;
  let epoch = start?.training.epoch ?? 1;
  const before = samples * (epoch - 1) + (start?.training.samplesDone ?? 0);
  const meter = new ProgressMeter(
    samples,
    training.epochs,
    before,
    clock,
    plan.training.earlyStopping !== undefined || evaluation.halving !== undefined,
  );
  const restores = plan.training.earlyStopping?.restoreBest === true;
  let warned = false;
  const writeCheckpoint = async (state: () => Promise<RunState>) => {
    await allKept();
    best?.flush();
    await snapshots.settled();
    try {
      await checkpoints.write(await state());
    } catch (error) {
      if (!warned) tell({ type: "notice", failure: failureOf(error) });
      warned = true;
    }
  };

  const control: RunControl = {
    clock,
    async beforeBatch(samplesDone, state) {
      meter.wasPaused(await pauseGate.pass());
      const progress = meter.at(epoch, samplesDone);
      if (progress) tell({ type: "progress", progress });
      const ends = epoch > until || pauseGate.isHandedOver;
      if (ends || checkpoints.isDue()) await writeCheckpoint(state);
      if (ends) throw new RunCancelled();
    },
    async onTrained({ weights }) {
      // On their way to the lab meanwhile.
      if (!restores) tell({ type: "weights", weights: weightsFileOf(weights) });
      await snapshots.settled();
      best?.flush(true);
    },
    onCancelled: () => best?.flush(),
    async beforePrediction() {
      meter.wasPaused(await pauseGate.pass());
    },
    async onRecord(record, keep) {
      tell({ type: "epoch", record });
      epoch = record.epoch + 1;
      const { loss } = record.validation.eval;
      const isBest = best?.isBetter(loss) === true;
      if (!isBest && !kept.has(record.epoch)) return;
      const weights = await keep();
      const file = () => weightsPartsOf(weights.read());
      if (kept.has(record.epoch)) snapshots.keep(record.epoch, file());
      if (isBest) best!.keep({ epoch: record.epoch, loss }, { file, letGo: weights.letGo });
      else weights.letGo();
    },
  };
  const outcome = await trainRun(engine, plan, data, evaluation, control, start ?? undefined);
  await snapshots.settled();
  const { measured } = outcome;
  if (measured && !snapshots.has(measured.epoch))
    snapshots.keep(measured.epoch, weightsPartsOf(measured.weights));
  const restored = measured && restores ? measured : null;
  // The run's own weights are then the best epoch's, so those of the last one would be lost.
  if (restored && restored.epoch < epoch - 1) snapshots.keep(epoch - 1, weightsPartsOf(outcome.weights));
  await snapshots.settled();
  if (outcome.cancelled)
    return { type: epoch > until ? "rung" : "cancelled", weights: weightsFileOf(outcome.weights) };
  return { type: "done", weights: restored && weightsFileOf(restored.weights), end: outcome.end };
}

function identityOf(
  plan: RunPlan,
  evaluation: Train["experiment"]["evaluation"],
  { environment }: Engine,
  data: Dataset,
): RunIdentity {
  const tensors = stateOf(plan.layers, inputShapeOf(plan.layers, data));
  return {
    fingerprint: runFingerprint(plan, evaluation, environmentOfRun(environment, plan.training), data),
    parameters: vectorLength(parametersIn(tensors)),
    buffers: vectorLength(buffersIn(tensors)),
    slots: optimizerOf(plan.training.optimizer).slots.length,
  };
}

/** The network's state by name: docs/formats.md. */
function weightsFileOf(weights: readonly NamedValues[]): Uint8Array<ArrayBuffer> {
  return writeSafetensors(tensorsOf(weights));
}

/** The same file in parts, without a copy. */
function weightsPartsOf(weights: readonly NamedValues[]): Uint8Array[] {
  return safetensorsParts(tensorsOf(weights));
}

function tensorsOf(weights: readonly NamedValues[]): Record<string, Tensor> {
  return Object.fromEntries(weights.map(({ name, ...tensor }) => [name, tensor]));
}
