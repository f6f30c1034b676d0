import type { Dataset } from "../data/dataset";
import type { EpochRecord } from "../experiment/result";
import { type DenseWeights, type Engine, type EpochControl, planRun } from "../engine/engine";
import { trainRun } from "../engine/run";
import type { Hold } from "./hold";
import { ProgressMeter } from "./progress";
import { type Tensor, writeSafetensors } from "./safetensors";
import type { FromTrainer, ToTrainer } from "./trainer-protocol";

type Train = Extract<ToTrainer, { type: "train" }>;

/** Trains a run under the control of `hold`, tells how it goes, and returns its last word. */
export async function trainTold(
  { experiment, variant, seed }: Train,
  engine: Engine,
  data: Dataset,
  hold: Hold,
  tell: (word: FromTrainer) => void,
): Promise<FromTrainer> {
  const samples = data.train.rows;
  const meter = new ProgressMeter(samples, experiment.training.epochs, () => performance.now());
  let epoch = 1;
  /** Milliseconds that this epoch was held: no one wants to see pauses in the times of a record. */
  let held = { training: 0, evaluation: 0 };

  const control: EpochControl = {
    async beforeBatch(samplesDone) {
      const time = await hold.pass();
      meter.wasHeld(time);
      held[samplesDone < samples ? "training" : "evaluation"] += time;
      const progress = meter.at(epoch, samplesDone);
      if (progress) tell({ type: "progress", progress });
    },
  };
  const onRecord = (record: EpochRecord) => {
    const trainingSeconds = record.trainingSeconds - held.training / 1000;
    const evaluationSeconds = record.evaluationSeconds - held.evaluation / 1000;
    tell({ type: "epoch", record: { ...record, trainingSeconds, evaluationSeconds } });
    held = { training: 0, evaluation: 0 };
    epoch = record.epoch + 1;
  };

  const plan = planRun(experiment, variant, seed);
  const { cancelled, weights } = await trainRun(engine, plan, data, experiment.evaluation, control, onRecord);
  return { type: cancelled ? "cancelled" : "done", weights: weightsFileOf(weights) };
}

/** `layers.<place>.kernel` [inputs, outputs] and `layers.<place>.bias` [outputs]: docs/formats.md. */
function weightsFileOf(weights: readonly DenseWeights[]): Uint8Array<ArrayBuffer> {
  const tensors = weights.flatMap(({ layer, kernel, bias, inputs, outputs }): [string, Tensor][] => [
    [`layers.${layer}.kernel`, { shape: [inputs, outputs], values: kernel }],
    [`layers.${layer}.bias`, { shape: [outputs], values: bias }],
  ]);
  return writeSafetensors(Object.fromEntries(tensors));
}
