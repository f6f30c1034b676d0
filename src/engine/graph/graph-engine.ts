import { setImmediate as nextTurn } from "node:timers/promises";
import type { Dataset, Split } from "../../data/dataset";
import type { Environment, Metrics } from "../../experiment/result";
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
} from "../engine";
import { augmentationOf } from "../../nn/augmentation/settings";
import { forgetsEval, inputShapeOf, stateOf } from "../../nn/network";
import { layersInEpoch } from "../../nn/rate-over-time";
import { balancedWeights, type StepSettings } from "../../nn/step/settings";
import { learningRateOf } from "../../nn/schedules/learning-rate";
import { valuesOf } from "../parameters";
import { sizeOf } from "../../nn/shape";
import { RandomStream } from "../../random/random";
import { meansOf } from "../sample-sums";
import type { Tensor, Tensorflow } from "../../tensor/tensorflow";
import { callSize } from "./call-size";
import { chainOf } from "./chain";
import { ChainNetwork } from "./chain-network";
import { HeldState } from "./held-state";
import { InitialStates } from "./initial-states";
import type { GraphSpec } from "./graph-spec";
import { evaluatedRows, rowsAtOnce } from "./evaluation";
import type { Kernels } from "../../tensor/graph";
import { chooseMatMul } from "./kernels";
import { inputsTensor, mappedInputs } from "./inputs";
import type { CallInputs, CallSums, LoadedNetwork, PredictedRows } from "./loaded-network";
import { ProgramNetwork } from "./program-network";
import { Programs } from "./programs";
import type { Messages } from "./saved-model";
import { argumentValues, keyWords } from "./random";
import { removeStaleFolders } from "../../platform/temporary-folder";
import { Sums } from "./sums";

/**
 * The engine of whole graphs, and of chains: it needs one call into native TensorFlow per epoch, where the plain engine needs one
 * per op.
 */
export class GraphEngine implements Engine {
  private readonly programs: Programs;
  private readonly initialStates = new InitialStates();
  private matMul: Kernels["matMul"] | undefined;

  /** @param messages tfjs-node's protobuf classes */
  constructor(
    private readonly tf: Tensorflow,
    readonly environment: Environment,
    private readonly messages: Messages,
  ) {
    removeStaleFolders();
    this.programs = new Programs(tf, messages);
  }

  openRun(plan: RunPlan, data: Dataset, start?: TrainingState): EngineRun {
    const { tf, initialStates } = this;
    return new GraphRun(tf, initialStates, (spec) => this.load(spec), plan, data, start);
  }

  rest(): void {
    this.programs.clear();
    this.initialStates.clear();
  }

  /** A chain names no product, so that its run need not wait for a trial. */
  private load(spec: Omit<GraphSpec, "kernels">): Loaded {
    const { tf } = this;
    const own = this.environment.kernels !== undefined;
    const ofChain: GraphSpec = { ...spec, kernels: { matMul: "MatMul", own } };
    const chain = chainOf(ofChain);
    if (chain) return { spec: ofChain, isChain: true, network: new ChainNetwork(tf, ofChain, chain) };
    const matMul = (this.matMul ??= chooseMatMul(tf, this.messages));
    const ofGraph: GraphSpec = { ...spec, kernels: { matMul, own } };
    return { spec: ofGraph, isChain: false, network: new ProgramNetwork(tf, this.programs, ofGraph) };
  }
}

interface Loaded {
  readonly spec: GraphSpec;
  readonly isChain: boolean;
  readonly network: LoadedNetwork;
}

interface DeviceSplit {
  readonly rows: number;
  readonly inputs: Tensor;
  readonly targets: Tensor;
}

/** Some of an epoch's batches. */
interface TrainingCall {
  readonly epoch: number;
  /** int32: the epoch's rows in their order. */
  readonly order: Tensor;
  /** Batches before them in the epoch. */
  readonly done: number;
  readonly count: number;
  readonly watched?: number | undefined;
}

class GraphRun implements EngineRun {
  private readonly spec: GraphSpec;
  private readonly isChain: boolean;
  private readonly network: LoadedNetwork;
  private readonly splits: Record<SplitName, DeviceSplit>;
  private readonly uploaded: ReadonlyMap<Split, DeviceSplit>;
  /** What the weights as they are gave without dropout. */
  private evaluated: Partial<Record<SplitName, Metrics>> = {};
  /** Whether the network keeps what they put out for the validation split then. */
  private keepsOutputs = false;
  /** What they gave of the validation split with eval forgotten in an epoch's pass 0, if that was measured with the other. */
  private forgotten: { readonly epoch: number; readonly metrics: Metrics } | null = null;
  /** The run's own state, if anyone has asked for it since the last batch; and another one that is in the variables in its place. */
  private own: HeldState | null = null;
  /** The state of which the network keeps a copy. */
  private copied: HeldState | null = null;
  private isOpen = true;
  private shown: StateVectors | null = null;
  /** The epoch under way, what is done of it, and what it measured. */
  private epoch = 0;
  private samplesDone = 0;
  private sums: Sums;
  private readonly classWeights: Float32Array | undefined;
  private readonly callSizes = new Map<string, number>();

  constructor(
    private readonly tf: Tensorflow,
    initialStates: InitialStates,
    load: (spec: Omit<GraphSpec, "kernels">) => Loaded,
    private readonly plan: RunPlan,
    data: Dataset,
    start: TrainingState | undefined,
  ) {
    const { layers, training } = plan;
    const { outputs, task } = data;
    const input = inputShapeOf(layers, data);
    const lastBatchRows = data.train.rows % training.batchSize;
    const { loss, optimizer, batchSize, l2, schedule } = training;
    const augmentation = augmentationOf(training.augment, data.image);
    const loaded = load({
      ...{ layers, training: { loss, optimizer, batchSize, l2 }, input, outputs, task, lastBatchRows },
      ...(schedule && { scheduled: true as const }),
      ...stepOf(training),
      ...(augmentation && { augmentation }),
    });
    this.spec = loaded.spec;
    this.isChain = loaded.isChain;
    this.network = loaded.network;
    if (training.classWeights === "balanced")
      this.classWeights = balancedWeights(data.train.targets, outputs);
    this.splits = { train: this.upload(data, data.train), validation: this.upload(data, data.validation) };
    this.uploaded = new Map([
      [data.train, this.splits.train],
      [data.validation, this.splits.validation],
    ]);
    this.epoch = start?.epoch ?? 0;
    this.samplesDone = start?.samplesDone ?? 0;
    this.sums = new Sums(start?.sums);
    this.network.assign(start ?? initialStates.of(layers, input, plan.seed), start?.slots ?? null);
  }

  async trainEpoch(epoch: number, control: EpochControl, watched?: number): Promise<Metrics> {
    const { tf, network } = this;
    const { batchSize } = this.spec.training;
    const most = this.atOnce(batchSize, "training");
    const { rows } = this.splits.train;
    const batches = Math.ceil(rows / batchSize);
    const order = tf.tensor1d(this.shuffle(epoch, rows), "int32");
    if (epoch !== this.epoch) this.begin(epoch);
    this.evaluated = {};
    this.keepsOutputs = false;
    this.forgotten = null;
    try {
      for (let done = Math.ceil(this.samplesDone / batchSize); done < batches;) {
        await nextTurn();
        await control.beforeBatch(this.samplesDone);
        const count = Math.min(most, batches - done);
        this.show();
        const copies = this.leaveOwn();
        const call = { epoch, order, done, count, watched };
        this.measure([this.sums], () => [network.train(this.trainingInputs(call), copies)]);
        done += count;
        this.samplesDone = Math.min(rows, done * batchSize);
      }
    } finally {
      order.dispose();
    }
    return meansOf(this.sums.values, rows);
  }

  async evaluate(
    name: SplitName,
    mode: EvaluationMode,
    epoch: number,
    pass: number,
    control: EpochControl,
  ): Promise<Metrics> {
    const measured = (...modes: EvaluationMode[]) => this.measureSplit(name, modes, epoch, pass, control);
    const isForgetful = forgetsEval(layersInEpoch(this.plan.layers, this.plan.training, epoch));
    if (mode !== "eval" && isForgetful) {
      const { forgotten } = this;
      if (name === "validation" && mode === "evalForgotten" && pass === 0 && forgotten?.epoch === epoch)
        return forgotten.metrics;
      return (await measured(mode))[0]!;
    }
    // Networks that forget nothing give the same in both modes.
    const known = this.evaluated[name];
    if (known) return known;
    // An epoch evaluates the validation split in both modes, this one first.
    const isBoth = name === "validation" && mode === "eval" && pass === 0 && isForgetful;
    const [correct, forgotten] =
      isBoth && this.network.evaluatesBoth ? await measured("eval", "evalForgotten") : await measured("eval");
    if (forgotten) this.forgotten = { epoch, metrics: forgotten };
    return (this.evaluated[name] = correct!);
  }

  evaluatedOutputs(): Float32Array | null {
    return this.keepsOutputs ? this.network.outputs() : null;
  }

  predict(rows: Split, state?: StateVectors, masked?: MaskedPass): AsyncIterable<Float32Array> {
    // Without a layer that forgets eval, all passes give what eval mode gives.
    const masks = forgetsEval(this.plan.layers) ? masked : undefined;
    return this.passing(rows, state, (part) => {
      const random = masks ? this.randomInputs("forgottenMask", masks.epoch, masks.pass, masks.epoch) : null;
      try {
        return this.network.predict(part, random);
      } finally {
        this.tf.dispose(Object.values(random ?? {}));
      }
    });
  }

  inputsOf(layer: number, rows: Split, state: StateVectors): AsyncIterable<Float32Array> {
    return this.passing(rows, state, (part) => this.network.given(layer, part));
  }

  private async *passing(
    split: Split,
    state: StateVectors | undefined,
    told: (part: PredictedRows) => Float32Array,
  ): AsyncIterable<Float32Array> {
    const { tf, spec } = this;
    const { rows } = split;
    const features = sizeOf(spec.input);
    const uploaded = this.uploaded.get(split);
    const own = uploaded || !spec.kernels.own ? null : mappedInputs(tf, split, spec.input);
    const all = uploaded?.inputs ?? own;
    try {
      for (let from = 0; from < rows; from += evaluatedRows) {
        await nextTurn();
        this.show(state);
        const to = Math.min(rows, from + evaluatedRows);
        const ofPart = () =>
          tf.tensor(split.inputs.subarray(from * features, to * features), [to - from, ...spec.input]);
        const inputs = all ?? ofPart();
        let outputs: Float32Array;
        try {
          outputs = told({ inputs, before: all ? 0 : from, from, to });
        } finally {
          if (!all) inputs.dispose();
        }
        yield outputs;
      }
    } finally {
      own?.dispose();
    }
  }

  async weights(): Promise<NamedValues[]> {
    return valuesOf(await this.vectors(), stateOf(this.plan.layers, this.spec.input));
  }

  async vectors(): Promise<StateVectors> {
    return this.ownState();
  }

  async keep(): Promise<KeptState> {
    return this.held().keep();
  }

  async state(): Promise<TrainingState> {
    this.show();
    const { epoch, samplesDone, sums } = this;
    return { ...this.ownState(), epoch, samplesDone, sums: sums.values, slots: this.network.slots() };
  }

  dispose(): void {
    for (const { inputs, targets } of Object.values(this.splits)) this.tf.dispose([inputs, targets]);
    this.isOpen = false;
    this.network.dispose();
  }

  private ownState(): StateVectors {
    return this.held().read();
  }

  private held(): HeldState {
    return (this.own ??= new HeldState(this.whileOpen(() => this.network.state())));
  }

  private whileOpen(read: () => StateVectors): () => StateVectors {
    return () => {
      if (!this.isOpen) throw new Error("The run of this state has ended.");
      return read();
    };
  }

  /**
   * Before training changes the weights: what is kept of the run's own state must be elsewhere.
   * @returns whether the network keeps a copy
   */
  private leaveOwn(): boolean {
    const { own, network } = this;
    this.own = null;
    if (!own?.isWanted) return false;
    const { copy } = network;
    if (!copy) {
      own.read();
      return false;
    }
    if (this.copied?.isWanted) this.copied.read();
    this.copied = own;
    own.move(this.whileOpen(() => copy.call(network)));
    return true;
  }

  /** Puts a state into the variables; by default the run's own, unless it is there. The optimizer's values stay. */
  private show(state?: StateVectors): void {
    const other = state === this.own?.vectors ? undefined : state;
    if (other === (this.shown ?? undefined)) return;
    const own = this.ownState();
    this.network.assign(other ?? own);
    this.shown = other ?? null;
  }

  /** The number of batches in one call, worked out once. */
  private atOnce(rows: number, work: "training" | "evaluation"): number {
    const key = `${work} ${rows}`;
    const known = this.callSizes.get(key) ?? callSize(this.spec, rows, work, this.isChain);
    this.callSizes.set(key, known);
    return known;
  }

  private begin(epoch: number): void {
    this.epoch = epoch;
    this.samplesDone = 0;
    this.sums = new Sums();
  }

  /** @param modes one, or those of which the network evaluates both by one call */
  private async measureSplit(
    name: SplitName,
    modes: readonly EvaluationMode[],
    epoch: number,
    pass: number,
    control: EpochControl,
  ): Promise<Metrics[]> {
    const { tf, spec, network } = this;
    // The last one says how many rows go through together, and whether random numbers are drawn.
    const mode = modes.at(-1)!;
    const chunkRows = rowsAtOnce(spec, mode);
    const most = this.atOnce(chunkRows, "evaluation");
    const { rows, inputs, targets } = this.splits[name];
    const chunks = Math.ceil(rows / chunkRows);
    this.show();
    const all = modes.map(() => new Sums());
    // Those of several calls are not put together.
    const keeps = name === "validation" && modes[0] === "eval" && chunks <= most;
    for (let done = 0; done < chunks;) {
      await nextTurn();
      await control.beforeBatch(this.splits.train.rows);
      const count = Math.min(most, chunks - done);
      this.measure(all, () =>
        network.evaluate(
          modes,
          {
            inputs,
            targets,
            from: tf.scalar(done * chunkRows, "int32"),
            to: tf.scalar(Math.min(rows, (done + count) * chunkRows), "int32"),
            ...(mode !== "eval" && this.randomInputs("forgottenMask", epoch, pass, epoch)),
          },
          keeps,
        ),
      );
      done += count;
    }
    this.keepsOutputs ||= keeps;
    return all.map((sums) => meansOf(sums.values, rows));
  }

  private upload({ task }: Dataset, split: Split): DeviceSplit {
    const { tf, spec } = this;
    const { targets, rows } = split;
    return {
      rows,
      inputs: inputsTensor(tf, split, spec.input, spec.kernels.own),
      targets:
        task === "classification" ? tf.tensor1d(new Int32Array(targets), "int32") : tf.tensor1d(targets),
    };
  }

  private shuffle(epoch: number, rows: number): Int32Array {
    return new RandomStream(this.plan.seed, "shuffle", { step: epoch }).permutation(rows);
  }

  private trainingInputs({ epoch, order, done, count, watched }: TrainingCall): CallInputs {
    const { tf, spec, plan, classWeights } = this;
    const { batchSize } = spec.training;
    const { rows, inputs, targets } = this.splits.train;
    const batches = Math.ceil(rows / batchSize);
    const whole = Math.min(count, Math.floor(rows / batchSize) - done);
    const step = (epoch - 1) * batches + done;
    return {
      inputs,
      targets,
      order,
      start: tf.tensor1d([done * batchSize], "int32"),
      batches: tf.scalar(whole, "int32"),
      lastBatches: tf.scalar(count - whole, "int32"),
      step: tf.scalar(step + 1),
      ...this.randomInputs("trainingMask", step, 0, epoch),
      ...(classWeights && { classWeights: tf.tensor1d(classWeights) }),
      ...(spec.scheduled && {
        learningRates: tf.tensor1d(
          Array.from({ length: count }, (_, index) =>
            learningRateOf(plan.training, { epoch, batch: done + index, batches }, watched),
          ),
        ),
      }),
    };
  }

  /** Keys and counter as src/random/random.ts lays them out, and the layers' arguments. */
  private randomInputs(
    purpose: "trainingMask" | "forgottenMask",
    step: number,
    pass: number,
    epoch: number,
  ): CallInputs {
    const { tf } = this;
    const layers = layersInEpoch(this.plan.layers, this.plan.training, epoch);
    const { integers, floats } = argumentValues(layers);
    const keys = keyWords(this.spec, purpose).flatMap((word) => [this.plan.seed, word]);
    return {
      counter: tf.tensor2d(Int32Array.of(0, 0, step, pass), [2, 2], "int32"),
      keys: tf.tensor3d(Int32Array.from(keys), [keys.length / 2, 1, 2], "int32"),
      integers: tf.tensor1d(integers, "int32"),
      floats: tf.tensor1d(floats, "float32"),
    };
  }

  /** Adds what one call measures to each of the sums, and frees its inputs. */
  private measure(all: readonly Sums[], call: () => readonly CallSums[]): void {
    this.tf.tidy(() => {
      call().forEach(({ losses, hits }, index) => all[index]!.add(losses, hits));
    });
  }
}

/** Without settings that change nothing, so that such runs share a graph. */
function stepOf({
  clipNorm,
  maxNorm,
  labelSmoothing,
  classWeights,
  products,
}: StepSettings): Pick<GraphSpec, "step"> {
  const step = {
    ...(clipNorm && { clipNorm }),
    ...(maxNorm && { maxNorm }),
    ...(labelSmoothing && { labelSmoothing }),
    ...(classWeights === "balanced" && { classWeights }),
    ...(products === "bfloat16" && { products }),
  };
  return Object.keys(step).length === 0 ? {} : { step };
}
