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
import { chainOf, copyings } from "./chain";
import { HeldState } from "./held-state";
import { InitialStates } from "./initial-states";
import type { GraphSpec } from "./graph-spec";
import { evaluatedRows, rowsAtOnce } from "./evaluation";
import type { Kernels, Output } from "../../tensor/graph";
import { chooseMatMul } from "./kernels";
import { inputsTensor, mappedInputs } from "./inputs";
import type { InputName } from "./program";
import { type LoadedProgram, Programs } from "./programs";
import type { Messages } from "./saved-model";
import { argumentValues, keyWords } from "./random";
import { removeStaleFolders } from "../../platform/temporary-folder";
import { Sums } from "./sums";
import type { SumNodes } from "./training";

/**
 * The engine of whole graphs: it needs one call into native TensorFlow per epoch, where the plain engine needs one
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
    const { tf, programs, initialStates } = this;
    return new GraphRun(tf, programs, initialStates, (spec) => this.kernelsFor(spec), plan, data, start);
  }

  rest(): void {
    this.programs.clear();
    this.initialStates.clear();
  }

  /** A chain has products in the main graph only, where TensorFlow chooses the kernel itself, so that its run need not wait for a trial. */
  private kernelsFor(spec: Omit<GraphSpec, "kernels">): Kernels {
    const own = this.environment.kernels !== undefined;
    const asChain = { matMul: "MatMul", own } as const;
    if (chainOf({ ...spec, kernels: asChain })) return asChain;
    return { matMul: (this.matMul ??= chooseMatMul(this.tf, this.messages)), own };
  }
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
  /** Of `copyings`. */
  readonly copying: number;
  readonly watched?: number | undefined;
}

const noBuffers = new Float32Array();

type Inputs = Partial<Record<InputName, Tensor>>;

class GraphRun implements EngineRun {
  private readonly spec: GraphSpec;
  private readonly loaded: LoadedProgram;
  private readonly splits: Record<SplitName, DeviceSplit>;
  /** What the weights as they are gave without dropout. */
  private evaluated: Partial<Record<SplitName, Metrics>> = {};
  /** What they gave of the validation split with eval forgotten in an epoch's pass 0, if that was measured with the other. */
  private forgotten: { readonly epoch: number; readonly metrics: Metrics } | null = null;
  /** The run's own state, if anyone has asked for it since the last batch; and another one that is in the variables in its place. */
  private own: HeldState | null = null;
  /** The state of which the chain has a copy. */
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
    private readonly programs: Programs,
    initialStates: InitialStates,
    kernelsFor: (spec: Omit<GraphSpec, "kernels">) => Kernels,
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
    const spec = {
      ...{ layers, training: { loss, optimizer, batchSize, l2 }, input, outputs, task, lastBatchRows },
      ...(schedule && { scheduled: true as const }),
      ...stepOf(training),
      ...(augmentation && { augmentation }),
    };
    this.spec = { ...spec, kernels: kernelsFor(spec) };
    if (training.classWeights === "balanced")
      this.classWeights = balancedWeights(data.train.targets, outputs);
    this.splits = { train: this.upload(data, data.train), validation: this.upload(data, data.validation) };
    this.loaded = programs.take(this.spec);
    this.epoch = start?.epoch ?? 0;
    this.samplesDone = start?.samplesDone ?? 0;
    this.sums = new Sums(start?.sums);
    this.assign(start ?? initialStates.of(layers, input, plan.seed), start?.slots ?? null);
  }

  async trainEpoch(epoch: number, control: EpochControl, watched?: number): Promise<Metrics> {
    const { tf, loaded } = this;
    const { batchSize } = this.spec.training;
    const most = this.atOnce(batchSize, "training");
    const { rows } = this.splits.train;
    const batches = Math.ceil(rows / batchSize);
    const order = tf.tensor1d(this.shuffle(epoch, rows), "int32");
    if (epoch !== this.epoch) this.begin(epoch);
    this.evaluated = {};
    this.forgotten = null;
    try {
      for (let done = Math.ceil(this.samplesDone / batchSize); done < batches;) {
        await nextTurn();
        await control.beforeBatch(this.samplesDone);
        const count = Math.min(most, batches - done);
        this.show();
        const copying = this.leaveOwn();
        const call = { epoch, order, done, count, copying, watched };
        this.measure([[this.sums, loaded.program.training]], () => this.trainingInputs(call));
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
    const { evaluation, bothEvaluations } = this.loaded.program;
    const measured = (of: EvaluationMode, nodes: readonly SumNodes[]) =>
      this.measureSplit(name, of, nodes, epoch, pass, control);
    const isForgetful = forgetsEval(layersInEpoch(this.plan.layers, this.plan.training, epoch));
    if (mode !== "eval" && isForgetful) {
      const { forgotten } = this;
      if (name === "validation" && mode === "evalForgotten" && pass === 0 && forgotten?.epoch === epoch)
        return forgotten.metrics;
      return (await measured(mode, [evaluation[mode]!]))[0]!;
    }
    // Networks that forget nothing give the same in both modes.
    const known = this.evaluated[name];
    if (known) return known;
    // An epoch evaluates the validation split in both modes, this one first.
    const isBoth = name === "validation" && mode === "eval" && pass === 0 && isForgetful;
    const [correct, forgotten] =
      isBoth && bothEvaluations
        ? await measured("evalForgotten", bothEvaluations)
        : await measured("eval", [evaluation.eval!]);
    if (forgotten) this.forgotten = { epoch, metrics: forgotten };
    return (this.evaluated[name] = correct!);
  }

  predict(rows: Split, state?: StateVectors, masked?: MaskedPass): AsyncIterable<Float32Array> {
    return this.passing(rows, state, masked, this.loaded.program.predictions);
  }

  inputsOf(layer: number, rows: Split, state: StateVectors): AsyncIterable<Float32Array> {
    return this.passing(rows, state, undefined, this.loaded.program.given[layer]!);
  }

  /** @param wanted without masks, what is told of each part */
  private async *passing(
    split: Split,
    state: StateVectors | undefined,
    masked: MaskedPass | undefined,
    wanted: Output,
  ): AsyncIterable<Float32Array> {
    const { tf, spec, loaded } = this;
    const { rows } = split;
    const features = sizeOf(spec.input);
    const all = spec.kernels.own ? mappedInputs(tf, split, spec.input) : null;
    // Without a layer that forgets eval, all passes give what eval mode gives.
    const masks = forgetsEval(this.plan.layers) ? masked : undefined;
    const partOf = (start: number, end: number): Tensor =>
      all
        ? tf.slice(all, start, end - start)
        : tf.tensor(split.inputs.subarray(start * features, end * features), [end - start, ...spec.input]);
    try {
      for (let start = 0; start < rows; start += evaluatedRows) {
        await nextTurn();
        this.show(state);
        const end = Math.min(rows, start + evaluatedRows);
        const inputs = partOf(start, end);
        const named: Inputs = masks
          ? {
              ...this.randomInputs("forgottenMask", masks.epoch, masks.pass, masks.epoch),
              ...{ inputs, from: tf.scalar(start, "int32"), to: tf.scalar(end, "int32") },
            }
          : { inputs };
        const [outputs] = this.call(named, [masks ? loaded.program.maskedPredictions : wanted]);
        tf.dispose(Object.values(named));
        yield outputs as Float32Array;
      }
    } finally {
      all?.dispose();
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
    const slots = this.read(this.loaded.program.slots);
    return { ...this.ownState(), epoch, samplesDone, sums: sums.values, slots };
  }

  dispose(): void {
    for (const { inputs, targets } of Object.values(this.splits)) this.tf.dispose([inputs, targets]);
    this.isOpen = false;
    this.programs.giveBack(this.loaded);
  }

  private ownState(): StateVectors {
    return this.held().read();
  }

  private held(): HeldState {
    const { program } = this.loaded;
    return (this.own ??= new HeldState(() => this.readState({}, [program.weights, ...program.buffers])));
  }

  /**
   * Before training changes the variables: what is kept of the run's own state must be elsewhere.
   * @returns what the chain does with its copy of the weights
   */
  private leaveOwn(): number {
    const { tf, own, loaded } = this;
    this.own = null;
    if (!own?.isWanted) return copyings.none;
    const { copy } = loaded.program;
    if (!copy) {
      own.read();
      return copyings.none;
    }
    if (this.copied?.isWanted) this.copied.read();
    this.copied = own;
    own.move(() => {
      let state: StateVectors | undefined;
      tf.tidy(() => {
        // Trains nothing.
        const call = { epoch: 1, order: tf.tensor1d([], "int32"), done: 0, count: 0, copying: copyings.give };
        state = this.readState(this.trainingInputs(call), [copy]);
      });
      return state!;
    });
    return copyings.make;
  }

  private readState(inputs: Inputs, outputs: readonly Output[]): StateVectors {
    if (!this.isOpen) throw new Error("The run of this state has ended.");
    const [weights, buffers = noBuffers] = this.call(inputs, outputs) as Float32Array[];
    return { weights: weights!, buffers };
  }

  /** Puts a state into the variables; by default the run's own, unless it is there. The optimizer's values stay. */
  private show(state?: StateVectors): void {
    const other = state === this.own?.vectors ? undefined : state;
    if (other === (this.shown ?? undefined)) return;
    const own = this.ownState();
    this.assign(other ?? own);
    this.shown = other ?? null;
  }

  /** @param slots the optimizer's; null or none: zeros; by default they stay as they are */
  private assign({ weights, buffers }: StateVectors, slots?: readonly Float32Array[] | null): void {
    const { tf } = this;
    const { assign } = this.loaded.program;
    tf.tidy(() => {
      // Copies: TensorFlow may keep parts of the memory that it is given as variables, and training changes those in place.
      const vectors = { weights: tf.tensor1d(weights.slice()), buffers: tf.tensor1d(buffers.slice()) };
      if (slots === undefined) this.call(vectors, [assign.state]);
      else if (slots?.length) {
        const given = { slots: tf.stack(slots.map((slot) => tf.tensor1d(slot))) };
        this.call({ ...vectors, ...given }, [assign.state, assign.slots]);
      } else this.call({ ...vectors, slots: tf.zeros([1, 1]) }, [assign.state, assign.equalSlots]);
    });
  }

  private read(outputs: readonly Output[]): Float32Array[] {
    return this.call({}, outputs) as Float32Array[];
  }

  /** The number of batches in one call, worked out once. */
  private atOnce(rows: number, work: "training" | "evaluation"): number {
    const key = `${work} ${rows}`;
    const known = this.callSizes.get(key) ?? callSize(this.spec, rows, work, chainOf(this.spec) !== null);
    this.callSizes.set(key, known);
    return known;
  }

  private begin(epoch: number): void {
    this.epoch = epoch;
    this.samplesDone = 0;
    this.sums = new Sums();
  }

  /**
   * @param mode which says how many rows go through together and whether random numbers are drawn
   * @param nodes of one evaluation or several
   */
  private async measureSplit(
    name: SplitName,
    mode: EvaluationMode,
    nodes: readonly SumNodes[],
    epoch: number,
    pass: number,
    control: EpochControl,
  ): Promise<Metrics[]> {
    const { tf, spec } = this;
    const chunkRows = rowsAtOnce(spec, mode);
    const most = this.atOnce(chunkRows, "evaluation");
    const { rows, inputs, targets } = this.splits[name];
    const chunks = Math.ceil(rows / chunkRows);
    this.show();
    const all = nodes.map((each) => [new Sums(), each] as const);
    for (let done = 0; done < chunks;) {
      await nextTurn();
      await control.beforeBatch(this.splits.train.rows);
      const count = Math.min(most, chunks - done);
      this.measure(all, () => ({
        inputs,
        targets,
        from: tf.scalar(done * chunkRows, "int32"),
        to: tf.scalar(Math.min(rows, (done + count) * chunkRows), "int32"),
        ...(mode !== "eval" && this.randomInputs("forgottenMask", epoch, pass, epoch)),
      }));
      done += count;
    }
    return all.map(([sums]) => meansOf(sums.values, rows));
  }

  private upload({ task }: Dataset, split: Split): DeviceSplit {
    const { tf, spec } = this;
    const { targets, rows } = split;
    return {
      rows,
      inputs: inputsTensor(tf, split, spec.input, spec.kernels.own),
      targets:
        task === "classification" ? tf.tensor1d(Int32Array.from(targets), "int32") : tf.tensor1d(targets),
    };
  }

  private shuffle(epoch: number, rows: number): Int32Array {
    return new RandomStream(this.plan.seed, "shuffle", { step: epoch }).permutation(rows);
  }

  private trainingInputs({ epoch, order, done, count, copying, watched }: TrainingCall): Inputs {
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
      copying: tf.scalar(copying, "int32"),
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
  ): Inputs {
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

  /** Adds what one call measures, by nodes of the program, to each of the sums. */
  private measure(all: readonly (readonly [Sums, SumNodes])[], describeInputs: () => Inputs): void {
    this.tf.tidy(() => {
      const values = this.call(
        describeInputs(),
        all.flatMap(([, { losses, hits }]) => [...losses, ...hits]),
      );
      for (const [sums, { losses, hits }] of all)
        sums.add(values.splice(0, losses.length), values.splice(0, hits.length));
    });
  }

  private call(inputs: Inputs, outputs: readonly Output[]): ArrayLike<number>[] {
    const { program, session } = this.loaded;
    const named = Object.entries(inputs).map(
      ([name, tensor]) => [program.inputs[name as InputName], tensor] as const,
    );
    const tensors = session.run(named, outputs);
    // Not by tf.tidy: it looks for tensors among all the numbers of an array that it gives back.
    const values = tensors.map((tensor) => tensor.dataSync());
    this.tf.dispose(tensors);
    return values;
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
