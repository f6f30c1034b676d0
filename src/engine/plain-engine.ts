import { setImmediate as nextTurn } from "node:timers/promises";
import type { Dataset } from "../data/dataset";
import type { Environment, Metrics } from "../experiment/result";
import { type Batch, DeviceSplit } from "./batches";
import { drawDropoutMask } from "./dropout";
import type {
  DenseWeights,
  Engine,
  EngineRun,
  EpochControl,
  Mode,
  RunPlan,
  SplitName,
  TrainingState,
} from "./engine";
import { plainLosses } from "../nn/losses/plain";
import { type DropoutMasks, forward, noDropout } from "./network";
import type { OptimizerState } from "../nn/optimizers/plain-optimizer";
import { startOptimizer, stepOptimizer } from "../nn/optimizers/plain";
import {
  type DenseShape,
  denseShapes,
  type DenseTensors,
  initialVector,
  joinVector,
  splitVector,
  weightsOf,
} from "./parameters";
import { RandomStream } from "../random/random";
import { type BatchMetrics, RunningMetrics } from "./running-metrics";
import { meansOf } from "./sample-sums";
import type { Tensor1D, Tensor2D, Tensorflow } from "../tensor/tensorflow";

/** The engine of plain tfjs ops: works on every backend, and is the reference for faster ones. */
export class PlainEngine implements Engine {
  constructor(
    private readonly tf: Tensorflow,
    readonly environment: Environment,
  ) {}

  openRun(plan: RunPlan, data: Dataset, start?: TrainingState): EngineRun {
    return new PlainRun(this.tf, plan, data, start);
  }
}

/** Rows that are gathered at once in an epoch's order and then cut into batches; this limits memory. */
const gatheredRows = 8192;
/** Rows that are evaluated at once. */
const evaluatedRows = 1024;

class PlainRun implements EngineRun {
  private readonly splits: Record<SplitName, DeviceSplit>;
  private readonly shapes: DenseShape[];
  private values: OptimizerState;
  /** The weights, as parts of the vector of values. */
  private dense: DenseTensors[];
  /** The current epoch, its trained samples and its sums. */
  private epoch = 0;
  private samplesDone = 0;
  private measures: RunningMetrics;

  constructor(
    private readonly tf: Tensorflow,
    private readonly plan: RunPlan,
    data: Dataset,
    start: TrainingState | undefined,
  ) {
    this.splits = {
      train: new DeviceSplit(tf, data, "train"),
      validation: new DeviceSplit(tf, data, "validation"),
    };
    this.shapes = denseShapes(plan.layers, data.features);
    this.measures = new RunningMetrics(tf, start?.sums);
    if (start) {
      this.values = {
        weights: tf.tensor1d(start.weights),
        slots: start.slots.map((slot) => tf.tensor1d(slot)),
      };
      this.epoch = start.epoch;
      this.samplesDone = start.samplesDone;
    } else {
      const initial = tf.tensor1d(initialVector(plan.layers, data.features, plan.seed));
      this.values = startOptimizer(tf, plan.training.optimizer, initial);
    }
    this.dense = tf.tidy(() => splitVector(tf, this.values.weights, this.shapes));
  }

  async trainEpoch(epoch: number, control: EpochControl): Promise<Metrics> {
    const { batchSize } = this.plan.training;
    const { train } = this.splits;
    const order = new RandomStream(this.plan.seed, "shuffle", { step: epoch }).permutation(train.rows);
    const windowRows = Math.max(1, Math.floor(gatheredRows / batchSize)) * batchSize;
    if (epoch !== this.epoch) this.begin(epoch);
    let step = (epoch - 1) * Math.ceil(train.rows / batchSize) + Math.ceil(this.samplesDone / batchSize);
    for (let start = this.samplesDone; start < train.rows; start += windowRows) {
      const batches = train.gatherBatches(order.subarray(start, start + windowRows), batchSize);
      try {
        for (const batch of batches) {
          await nextTurn();
          await control.beforeBatch(this.samplesDone);
          await this.measures.add(this.trainBatch(batch, step++));
          this.samplesDone += batch.inputs.shape[0];
        }
      } finally {
        this.tf.dispose(batches);
      }
    }
    return meansOf(await this.measures.read(), train.rows);
  }

  async evaluate(name: SplitName, mode: Mode, epoch: number, pass: number, control: EpochControl) {
    const split = this.splits[name];
    const masks = mode === "train" ? this.drawMasks("forgottenMask", epoch, pass) : noDropout;
    const measures = new RunningMetrics(this.tf);
    try {
      for (let start = 0; start < split.rows; start += evaluatedRows) {
        await nextTurn();
        await control.beforeBatch(this.splits.train.rows);
        const rows = Math.min(evaluatedRows, split.rows - start);
        await measures.add(this.evaluateBatch(split, start, rows, masks));
      }
      return meansOf(await measures.read(), split.rows);
    } finally {
      measures.dispose();
    }
  }

  async weights(): Promise<DenseWeights[]> {
    return weightsOf(await this.values.weights.data<"float32">(), this.shapes);
  }

  async state(): Promise<TrainingState> {
    const { epoch, samplesDone } = this;
    const { weights, slots } = this.values;
    return {
      epoch,
      samplesDone,
      sums: await this.measures.read(),
      weights: await weights.data<"float32">(),
      slots: await Promise.all(slots.map((slot) => slot.data<"float32">())),
    };
  }

  dispose(): void {
    this.splits.train.dispose();
    this.splits.validation.dispose();
    this.measures.dispose();
    this.tf.dispose([this.values, this.dense]);
  }

  private begin(epoch: number): void {
    this.epoch = epoch;
    this.samplesDone = 0;
    this.measures.dispose();
    this.measures = new RunningMetrics(this.tf);
  }

  /** One step: forward, backward, update. `step` counts the run's training steps from 0. */
  private trainBatch(batch: Batch, step: number): BatchMetrics {
    const { tf, plan, values } = this;
    const { loss, optimizer, l2 } = plan.training;
    const before = [this.values, this.dense];
    const after = tf.tidy(() => {
      const masks = this.drawMasks("trainingMask", step, 0);
      const { outputs, backward } = forward(tf, plan.layers, this.dense, batch.inputs, masks);
      const { perSample, gradient } = plainLosses[loss](tf, outputs, batch.targets);
      const gradients = joinVector(tf, this.penalise(backward(gradient()), l2));
      const next = stepOptimizer(tf, optimizer, values, gradients, step + 1);
      return {
        values: next,
        dense: splitVector(tf, next.weights, this.shapes),
        measures: { losses: perSample, correct: this.classedRight(outputs, batch) },
      };
    });
    this.values = after.values;
    this.dense = after.dense;
    tf.dispose(before);
    return after.measures;
  }

  private evaluateBatch(split: DeviceSplit, start: number, rows: number, masks: DropoutMasks): BatchMetrics {
    const { tf, plan } = this;
    return tf.tidy(() => {
      const batch = split.slice(start, rows);
      const { outputs } = forward(tf, plan.layers, this.dense, batch.inputs, masks);
      const { perSample } = plainLosses[plan.training.loss](tf, outputs, batch.targets);
      return { losses: perSample, correct: this.classedRight(outputs, batch) };
    });
  }

  /** Adds the gradient of l2 · Σ kernel², which is 2 · l2 · kernel, to each kernel's. */
  private penalise(gradients: DenseTensors[], l2: number): DenseTensors[] {
    if (l2 === 0) return gradients;
    return gradients.map(({ kernel, bias }, ordinal) => {
      const penalty = this.tf.mul(this.dense[ordinal]!.kernel, 2 * l2);
      return { kernel: this.tf.add(kernel, penalty), bias };
    });
  }

  /**
   * Masks whose random numbers continue from batch to batch: an evaluation's masks do not depend on its batch size.
   */
  private drawMasks(purpose: "trainingMask" | "forgottenMask", step: number, pass: number): DropoutMasks {
    const streams: RandomStream[] = [];
    return (layer, rate, rows, units) => {
      if (rate === 0) return null;
      streams[layer] ??= new RandomStream(this.plan.seed, purpose, { layer, step, pass });
      return this.tf.tensor2d(drawDropoutMask(streams[layer], rate, rows, units), [rows, units]);
    };
  }

  /** bool [rows]; none for regression. */
  private classedRight(outputs: Tensor2D, { classes }: Batch): Tensor1D | undefined {
    return classes && this.tf.equal(this.tf.argMax<Tensor1D>(outputs, 1), classes);
  }
}
