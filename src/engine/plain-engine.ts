import { setImmediate as nextTurn } from "node:timers/promises";
import type { Dataset, Split } from "../data/dataset";
import type { Environment, Metrics } from "../experiment/result";
import type { Layer } from "../experiment/schema";
import { augmentedInputs } from "./augmented-inputs";
import { type Batch, DeviceSplit } from "./batches";
import type {
  Engine,
  EngineRun,
  EpochControl,
  EvaluationMode,
  KeptState,
  MaskedPass,
  NamedValues,
  RunPlan,
  SplitName,
  StateVectors,
  TrainingState,
} from "./engine";
import { type Augmentation, augmentationOf } from "../nn/augmentation/settings";
import { plainLosses } from "../nn/losses/plain";
import { knownState } from "./known-state";
import { forward, type ForwardPass, type LayerRandom } from "./network";
import type { OptimizerState } from "../nn/optimizers/plain-optimizer";
import { layersInEpoch } from "../nn/rate-over-time";
import { clipped, constrained, ofTargets } from "../nn/step/plain";
import { balancedWeights } from "../nn/step/settings";
import { learningRateOf, type StepPlace } from "../nn/schedules/learning-rate";
import { startOptimizer, stepOptimizer } from "../nn/optimizers/plain";
import { initialState, joinVector, type NamedTensors, splitVector, valuesOf } from "./parameters";
import {
  buffersIn,
  inputShapeOf,
  isOverBatch,
  type NetworkTensor,
  parametersIn,
  stateOf,
} from "../nn/network";
import { sizeOf, type Shape } from "../nn/shape";
import { RandomStream } from "../random/random";
import { type BatchMetrics, RunningMetrics } from "./running-metrics";
import { meansOf } from "./sample-sums";
import type { Tensor, Tensor1D, Tensor2D, Tensorflow } from "../tensor/tensorflow";

/** The engine of plain tfjs ops: works on every backend, and is the reference for faster ones. */
export class PlainEngine implements Engine {
  constructor(
    private readonly tf: Tensorflow,
    readonly environment: Environment,
  ) {}

  openRun(plan: RunPlan, data: Dataset, start?: TrainingState): EngineRun {
    return new PlainRun(this.tf, plan, data, start);
  }

  rest(): void {
    // It keeps nothing.
  }
}

/** Rows that are gathered at once in an epoch's order and then cut into batches; this limits memory. */
const gatheredRows = 8192;
/** Rows that are evaluated at once. */
const evaluatedRows = 1024;

class PlainRun implements EngineRun {
  private readonly input: Shape;
  private readonly splits: Record<SplitName, DeviceSplit>;
  private readonly tensors: NetworkTensor[];
  private values: OptimizerState;
  private buffers: Tensor1D;
  /** Weights and buffers, as parts of their vectors. */
  private tensorsByLayer: NamedTensors[];
  /** The current epoch, its trained samples and its sums. */
  private epoch = 0;
  private samplesDone = 0;
  private measures: RunningMetrics;
  private readonly classWeights: Tensor1D | undefined;
  private readonly augmentation: Augmentation | undefined;

  constructor(
    private readonly tf: Tensorflow,
    private readonly plan: RunPlan,
    data: Dataset,
    start: TrainingState | undefined,
  ) {
    const input = inputShapeOf(plan.layers, data);
    this.input = input;
    this.splits = {
      train: new DeviceSplit(tf, data, input, "train"),
      validation: new DeviceSplit(tf, data, input, "validation"),
    };
    this.tensors = stateOf(plan.layers, input);
    if (plan.training.classWeights === "balanced")
      this.classWeights = tf.tensor1d(balancedWeights(data.train.targets, data.outputs));
    this.augmentation = augmentationOf(plan.training.augment, data.image);
    this.measures = new RunningMetrics(tf, start?.sums);
    if (start) {
      this.values = {
        weights: tf.tensor1d(start.weights),
        slots: start.slots.map((slot) => tf.tensor1d(slot)),
      };
      this.buffers = tf.tensor1d(start.buffers);
      this.epoch = start.epoch;
      this.samplesDone = start.samplesDone;
    } else {
      const { weights, buffers } = initialState(plan.layers, input, plan.seed);
      this.values = startOptimizer(tf, plan.training.optimizer, tf.tensor1d(weights));
      this.buffers = tf.tensor1d(buffers);
    }
    this.tensorsByLayer = tf.tidy(() => this.split(this.values.weights, this.buffers));
  }

  async trainEpoch(epoch: number, control: EpochControl, watched?: number): Promise<Metrics> {
    const { batchSize } = this.plan.training;
    const { train } = this.splits;
    const order = new RandomStream(this.plan.seed, "shuffle", { step: epoch }).permutation(train.rows);
    const windowRows = Math.max(1, Math.floor(gatheredRows / batchSize)) * batchSize;
    if (epoch !== this.epoch) this.begin(epoch);
    const place = {
      epoch,
      batch: Math.ceil(this.samplesDone / batchSize),
      batches: Math.ceil(train.rows / batchSize),
    };
    for (let start = this.samplesDone; start < train.rows; start += windowRows) {
      const batches = train.gatherBatches(order.subarray(start, start + windowRows), batchSize);
      try {
        for (const batch of batches) {
          await nextTurn();
          await control.beforeBatch(this.samplesDone);
          await this.measures.add(this.trainBatch(batch, place, watched));
          place.batch++;
          this.samplesDone += batch.inputs.shape[0];
        }
      } finally {
        this.tf.dispose(batches);
      }
    }
    return meansOf(await this.measures.read(), train.rows);
  }

  async evaluate(name: SplitName, mode: EvaluationMode, epoch: number, pass: number, control: EpochControl) {
    const split = this.splits[name];
    const random = this.layerRandom("forgottenMask", epoch, pass);
    const layers = this.layersIn(epoch);
    const measures = new RunningMetrics(this.tf);
    try {
      const most = this.rowsAtOnce(mode);
      for (let start = 0; start < split.rows; start += most) {
        await nextTurn();
        await control.beforeBatch(this.splits.train.rows);
        const rows = Math.min(most, split.rows - start);
        await measures.add(this.evaluateBatch(split, start, rows, mode, layers, random));
      }
      return meansOf(await measures.read(), split.rows);
    } finally {
      measures.dispose();
    }
  }

  predict(rows: Split, state?: StateVectors, masked?: MaskedPass): AsyncIterable<Float32Array> {
    return this.passing(rows, state, masked, ({ outputs }) => outputs);
  }

  inputsOf(layer: number, rows: Split, state: StateVectors): AsyncIterable<Float32Array> {
    return this.passing(rows, state, undefined, ({ ofLayers }, batch) => ofLayers[layer - 1] ?? batch);
  }

  /** @param wanted what of each part's forward pass is told */
  private async *passing(
    { inputs, rows }: Split,
    state: StateVectors | undefined,
    masked: MaskedPass | undefined,
    wanted: (pass: ForwardPass, batch: Tensor) => Tensor,
  ): AsyncIterable<Float32Array> {
    const { tf } = this;
    const features = sizeOf(this.input);
    const mode = masked ? "dropoutForgotten" : "eval";
    const layers = masked ? this.layersIn(masked.epoch) : this.plan.layers;
    const random = this.layerRandom("forgottenMask", masked?.epoch ?? 0, masked?.pass ?? 0);
    const own = state && tf.tidy(() => this.split(tf.tensor1d(state.weights), tf.tensor1d(state.buffers)));
    try {
      for (let start = 0; start < rows; start += evaluatedRows) {
        await nextTurn();
        const some = inputs.subarray(start * features, (start + evaluatedRows) * features);
        const outputs = tf.tidy(() => {
          const batch = tf.tensor(some, [some.length / features, ...this.input]);
          return wanted(forward(tf, layers, own ?? this.tensorsByLayer, batch, mode, random), batch);
        });
        const values = await outputs.data<"float32">();
        outputs.dispose();
        yield values;
      }
    } finally {
      if (own) tf.dispose(own);
    }
  }

  async weights(): Promise<NamedValues[]> {
    return valuesOf(await this.vectors(), this.tensors);
  }

  async vectors(): Promise<StateVectors> {
    const [weights, buffers] = await this.allVectors();
    return { weights, buffers };
  }

  async keep(): Promise<KeptState> {
    return knownState(await this.vectors());
  }

  async state(): Promise<TrainingState> {
    const { epoch, samplesDone } = this;
    const [weights, buffers, ...slots] = await this.allVectors();
    return { epoch, samplesDone, sums: await this.measures.read(), weights, buffers, slots };
  }

  dispose(): void {
    this.splits.train.dispose();
    this.splits.validation.dispose();
    this.measures.dispose();
    this.tf.dispose([this.values, this.buffers, this.tensorsByLayer]);
    this.classWeights?.dispose();
  }

  private begin(epoch: number): void {
    this.epoch = epoch;
    this.samplesDone = 0;
    this.measures.dispose();
    this.measures = new RunningMetrics(this.tf);
  }

  /** One step: forward, backward, update. */
  private trainBatch(batch: Batch, place: StepPlace, watched: number | undefined): BatchMetrics {
    const { tf, plan, values } = this;
    const { loss, l2 } = plan.training;
    // Of the run's steps, from 0.
    const step = (place.epoch - 1) * place.batches + place.batch;
    const learningRate = learningRateOf(plan.training, place, watched);
    const optimizer = { ...plan.training.optimizer, learningRate };
    const layers = this.layersIn(place.epoch);
    const before = [this.values, this.buffers, this.tensorsByLayer];
    const after = tf.tidy(() => {
      const random = this.layerRandom("trainingMask", step, 0);
      const inputs = this.augmentation
        ? augmentedInputs(tf, this.augmentation, batch.inputs, plan.seed, step)
        : batch.inputs;
      const { products } = plan.training;
      const pass = forward(tf, layers, this.tensorsByLayer, inputs, "train", random, products);
      const { outputs, backward } = pass;
      const { perSample, gradient } = plainLosses[loss](tf, outputs, batch.targets);
      const atOutputs = ofTargets(tf, gradient(), batch.targets, plan.training, this.classWeights);
      const gradients = joinVector(tf, this.penalise(backward(atOutputs), l2), parametersIn(this.tensors));
      const limited = clipped(tf, gradients, plan.training);
      const next = this.constrain(stepOptimizer(tf, optimizer, values, limited, step + 1));
      const buffers = joinVector(tf, pass.state, buffersIn(this.tensors));
      return {
        values: next,
        buffers,
        tensorsByLayer: this.split(next.weights, buffers),
        measures: { losses: perSample, correct: this.classedRight(outputs, batch) },
      };
    });
    this.values = after.values;
    this.buffers = after.buffers;
    this.tensorsByLayer = after.tensorsByLayer;
    tf.dispose(before);
    return after.measures;
  }

  private evaluateBatch(
    split: DeviceSplit,
    start: number,
    rows: number,
    mode: EvaluationMode,
    layers: readonly Layer[],
    random: LayerRandom,
  ): BatchMetrics {
    const { tf, plan } = this;
    return tf.tidy(() => {
      const batch = split.slice(start, rows);
      const { outputs } = forward(tf, layers, this.tensorsByLayer, batch.inputs, mode, random);
      const { perSample } = plainLosses[plan.training.loss](tf, outputs, batch.targets);
      return { losses: perSample, correct: this.classedRight(outputs, batch) };
    });
  }

  private split(weights: Tensor1D, buffers: Tensor1D): NamedTensors[] {
    const { tf, tensors } = this;
    const { layers } = this.plan;
    const ofBuffers = splitVector(tf, buffers, layers, buffersIn(tensors));
    const ofWeights = splitVector(tf, weights, layers, parametersIn(tensors));
    return ofWeights.map((ofLayer, index) => ({ ...ofLayer, ...ofBuffers[index] }));
  }

  /** Weights, buffers and the optimizer's slots. */
  private allVectors(): Promise<[Float32Array, Float32Array, ...Float32Array[]]> {
    const { weights, slots } = this.values;
    const read = (vector: Tensor1D) => vector.data<"float32">();
    return Promise.all([read(weights), read(this.buffers), ...slots.map(read)]);
  }

  /**
   * Adds the gradients of l2 · Σ kernel², which is 2 · l2 · kernel, and of a layer's own l1 · Σ |kernel|, which is
   * l1 · sign(kernel).
   * @param common the l2 of all penalised kernels
   */
  private penalise(gradients: NamedTensors[], common: number): NamedTensors[] {
    const penalised = gradients.map((ofLayer) => ({ ...ofLayer }));
    for (const { layer, name, penalised: own } of this.tensors) {
      if (!own) continue;
      const kernel = this.tensorsByLayer[layer]![name]!;
      const add = (factor: number, direction: () => Tensor) => {
        if (factor === 0) return;
        penalised[layer]![name] = this.tf.add(penalised[layer]![name]!, this.tf.mul(direction(), factor));
      };
      add(2 * (common + own.l2), () => kernel);
      add(own.l1, () => this.tf.sign(kernel));
    }
    return penalised;
  }

  /** What layers give over the batch depends on its rows: they are as many as in training. */
  private rowsAtOnce(mode: EvaluationMode): number {
    const { layers, training } = this.plan;
    return isOverBatch(layers, mode) ? training.batchSize : evaluatedRows;
  }

  private layersIn(epoch: number): readonly Layer[] {
    return layersInEpoch(this.plan.layers, this.plan.training, epoch);
  }

  /** The weights into each unit, scaled down to the largest norm that is allowed. */
  private constrain(state: OptimizerState): OptimizerState {
    const { maxNorm = 0 } = this.plan.training;
    if (maxNorm === 0) return state;
    const parameters = parametersIn(this.tensors);
    const byLayer = splitVector(this.tf, state.weights, this.plan.layers, parameters).map((each) => ({
      ...each,
    }));
    for (const { layer, name } of parameters.filter(({ penalised }) => penalised)) {
      byLayer[layer]![name] = constrained(this.tf, byLayer[layer]![name]!, maxNorm);
    }
    return { ...state, weights: joinVector(this.tf, byLayer, parameters) };
  }

  /** Streams that continue from batch to batch: an evaluation's masks do not depend on its batch size. */
  private layerRandom(purpose: "trainingMask" | "forgottenMask", step: number, pass: number): LayerRandom {
    const streams: RandomStream[] = [];
    const fresh = (layer: number) => new RandomStream(this.plan.seed, purpose, { layer, step, pass });
    return (layer, draws) => (draws === "pass" ? fresh(layer) : (streams[layer] ??= fresh(layer)));
  }

  /** bool [rows]; none for regression. */
  private classedRight(outputs: Tensor2D, { classes }: Batch): Tensor1D | undefined {
    return classes && this.tf.equal(this.tf.argMax<Tensor1D>(outputs, 1), classes);
  }
}
