import { sizeOf } from "../../nn/shape";
import type { Attribute } from "../../tensor/graph";
import { dataTypes } from "../../tensor/graph";
import type { Tensor, Tensorflow } from "../../tensor/tensorflow";
import type { EvaluationMode, StateVectors } from "../engine";
import { type Chain, numbersOfLinks } from "./chain";
import { type GraphSpec, parametersOf } from "./graph-spec";
import type { CallInputs, CallSums, LoadedNetwork, PredictedRows } from "./loaded-network";
import { argumentPlace } from "./random";

/** The part of tfjs-node's backend that calls an operation of native TensorFlow by its name. */
interface NativeBackend {
  executeMultipleOutputs(
    name: string,
    attributes: readonly { name: string; type: number; value: unknown }[],
    inputs: readonly Tensor[],
    outputs: number,
  ): Tensor[];
  readonly binding: Readonly<
    Record<"TF_ATTR_INT" | "TF_ATTR_FLOAT" | "TF_ATTR_BOOL" | "TF_ATTR_TYPE", number>
  >;
}

type Attributes = Readonly<
  Record<
    string,
    Extract<Attribute, { integer: number } | { float: number } | { boolean: boolean } | { type: unknown }>
  >
>;

/** float32, one for each parameter. */
type Parameters = readonly Tensor[];

/**
 * A chain, whose two operations are called by themselves: the weights and the optimizer's values are tensors, which training changes in place.
 * TensorFlow would read a graph, and optimize it anew for each kind of call, which takes longer than a short run.
 */
export class ChainNetwork implements LoadedNetwork {
  readonly evaluatesBoth = true;
  private readonly sizes: readonly number[];
  private readonly fixed: Readonly<
    Record<"plan" | "factors" | "rate" | "no" | "yes" | "noNumbers" | "noWords" | "noTargets", Tensor>
  >;
  private weights: Parameters = [];
  private means: Parameters = [];
  private squares: Parameters = [];
  private copied: Tensor | null = null;
  private evaluated: Tensor | null = null;

  constructor(
    private readonly tf: Tensorflow,
    private readonly spec: GraphSpec,
    private readonly chain: Chain,
  ) {
    const { links, optimizer } = chain;
    const parameters = parametersOf(spec);
    this.sizes = parameters.map(({ shape }) => sizeOf(shape));
    const factors = links.map(({ link, layer }) => {
      if (link.link === "leak") return link.slope;
      if (link.link === "dropout") return link.inference;
      const { penalised } = parameters.find((each) => each.layer === layer && each.penalised)!;
      return 2 * (spec.training.l2 + penalised!.l2);
    });
    const plan = links.flatMap(({ link, units, ordinal }) => {
      const place = (name: string) =>
        link.link === "dropout" ? argumentPlace(spec.layers, ordinal, name) : 0;
      return [numbersOfLinks[link.link], units, ordinal, place("firstKept"), place("kept")];
    });
    const int32 = (values: number[]) => tf.tensor1d(values, "int32");
    this.fixed = {
      plan: int32([...plan, sizeOf(spec.input)]),
      factors: tf.tensor1d(factors),
      rate: tf.tensor1d([optimizer.learningRate]),
      ...{ no: tf.scalar(0, "int32"), yes: tf.scalar(1, "int32") },
      ...{ noNumbers: tf.tensor1d([]), noWords: int32([]) },
      noTargets: tf.tensor1d([], spec.task === "classification" ? "int32" : "float32"),
    };
  }

  assign({ weights }: StateVectors, slots?: readonly Float32Array[] | null): void {
    this.tf.dispose([...this.weights]);
    this.weights = this.partsOf(weights);
    if (slots === undefined) return;
    this.tf.dispose([...this.means, ...this.squares]);
    const [means, squares] = slots ?? [];
    this.means = this.partsOf(means);
    this.squares = this.partsOf(squares);
  }

  state(): StateVectors {
    return stateOf(joined(this.weights));
  }

  slots(): Float32Array[] {
    return [joined(this.means), joined(this.squares)];
  }

  train(inputs: CallInputs, copies: boolean): CallSums {
    const { chain, spec, fixed } = this;
    const { beta1, beta2, epsilon, ...settings } = chain.optimizer;
    const { order, start, batches, lastBatches, step, learningRates } = inputs;
    const { noWords: none } = fixed;
    const [losses, hits, copy] = this.call(
      "LabTrainChain",
      {
        batch_size: { integer: spec.training.batchSize },
        is_rounded: { boolean: spec.step?.products === "bfloat16" },
        ...{ beta1: { float: beta1 }, beta2: { float: beta2 }, epsilon: { float: epsilon } },
        decay: { float: settings.type === "adamW" ? settings.weightDecay : 0 },
      },
      inputs,
      [
        ...[order ?? none, start ?? none, batches ?? none, lastBatches ?? none, step ?? none],
        ...[learningRates ?? fixed.rate, copies ? fixed.yes : fixed.no],
        ...[...this.weights, ...this.means, ...this.squares],
      ],
    );
    if (copies) {
      this.copied?.dispose();
      this.copied = this.tf.keep(copy!);
    } else copy!.dispose();
    return this.sumsOf(valuesOf(losses!), valuesOf(hits!))[0]!;
  }

  copy(): StateVectors {
    const copied = this.copied!;
    this.copied = null;
    return stateOf(valuesOf(copied) as Float32Array);
  }

  evaluate(modes: readonly EvaluationMode[], inputs: CallInputs, keeps: boolean): CallSums[] {
    const { from, to } = inputs;
    const { no, yes } = this.fixed;
    const [losses, hits, outputs] = this.callEvaluation(modes, inputs, [from!, to!, no, keeps ? yes : no]);
    if (keeps) {
      this.evaluated?.dispose();
      this.evaluated = this.tf.keep(outputs!);
    } else outputs!.dispose();
    return this.sumsOf(valuesOf(losses!), valuesOf(hits!));
  }

  outputs(): Float32Array | null {
    return this.evaluated && (this.evaluated.dataSync() as Float32Array);
  }

  predict({ inputs, before, from, to }: PredictedRows, random: CallInputs | null): Float32Array {
    const { tf, fixed } = this;
    const places = [from - before, to - before, before].map((each) => tf.scalar(each, "int32"));
    const given = { ...random, inputs, targets: fixed.noTargets };
    const mode = random ? "evalForgotten" : "eval";
    const [losses, hits, outputs] = this.callEvaluation([mode], given, [...places, fixed.yes]);
    tf.dispose([...places, losses!, hits!]);
    return valuesOf(outputs!) as Float32Array;
  }

  given(): never {
    throw new Error("A chain has no layer over the batch.");
  }

  dispose(): void {
    this.tf.dispose([...Object.values(this.fixed), ...this.weights, ...this.means, ...this.squares]);
    this.copied?.dispose();
    this.evaluated?.dispose();
  }

  private callEvaluation(
    modes: readonly EvaluationMode[],
    inputs: CallInputs,
    own: readonly Tensor[],
  ): Tensor[] {
    const [correct, forgotten] = [modes.includes("eval"), modes.includes("evalForgotten")];
    const attributes = { correct: { boolean: correct }, forgotten: { boolean: forgotten } };
    return this.call("LabEvaluateChain", attributes, inputs, [...own, ...this.weights]);
  }

  /** @param own what comes after the inputs that both operations have */
  private call(name: string, attributes: Attributes, inputs: CallInputs, own: readonly Tensor[]): Tensor[] {
    const backend = this.tf.backend() as unknown as NativeBackend;
    const { plan, factors, noWords, noNumbers } = this.fixed;
    const { inputs: rows, targets, counter, keys, integers, floats } = inputs;
    const isClassified = this.spec.task === "classification";
    const all: Attributes = {
      ...attributes,
      N: { integer: this.sizes.length },
      T: { type: isClassified ? "int32" : "float32" },
      is_classified: { boolean: isClassified },
    };
    const { binding } = backend;
    return backend.executeMultipleOutputs(
      name,
      Object.entries(all).map(([each, attribute]) => {
        if ("integer" in attribute)
          return { name: each, type: binding.TF_ATTR_INT, value: attribute.integer };
        if ("float" in attribute) return { name: each, type: binding.TF_ATTR_FLOAT, value: attribute.float };
        if ("boolean" in attribute)
          return { name: each, type: binding.TF_ATTR_BOOL, value: attribute.boolean };
        return { name: each, type: binding.TF_ATTR_TYPE, value: dataTypes[attribute.type] };
      }),
      [
        ...[plan, factors, rows!, targets!],
        ...[counter ?? noWords, keys ?? noWords, integers ?? noWords, floats ?? noNumbers, ...own],
      ],
      3,
    );
  }

  private sumsOf(losses: ArrayLike<number>, hits: ArrayLike<number>): CallSums[] {
    return Array.from(losses, (loss, index) => ({
      losses: [[loss]],
      hits: this.spec.task === "classification" ? [[hits[index]!]] : [],
    }));
  }

  /** Copies, because training changes them. @param vector by default zeros */
  private partsOf(vector?: Float32Array): Tensor[] {
    let taken = 0;
    return this.sizes.map((size) => {
      const values = vector ? vector.slice(taken, (taken += size)) : new Float32Array(size);
      return this.tf.keep(this.tf.tensor1d(values));
    });
  }
}

const noBuffers = new Float32Array();
const stateOf = (weights: Float32Array): StateVectors => ({ weights, buffers: noBuffers });

/** Reads it, and frees it. */
function valuesOf(tensor: Tensor): ArrayLike<number> {
  const values = tensor.dataSync();
  tensor.dispose();
  return values;
}

function joined(parts: Parameters): Float32Array {
  const vector = new Float32Array(parts.reduce((sum, { size }) => sum + size, 0));
  let taken = 0;
  for (const part of parts) {
    vector.set(part.dataSync() as Float32Array, taken);
    taken += part.size;
  }
  return vector;
}
