import {
  buffersOf,
  type GraphSpec,
  parametersOf,
  slotsOf,
  type StateVariable,
  targetsOf,
} from "./graph-spec";
import type { Graph, GraphFunction, Output } from "../../tensor/graph";
import { addLoop, type LoopState } from "./loop";
import { hits } from "./hits";
import { forward } from "./network";
import { augmentationOrdinal, layerRandom } from "./random";
import {
  bitcast,
  binary,
  cast,
  compare,
  fill,
  float,
  gather,
  integer,
  integers,
  reshape,
  slice,
  unary,
} from "../../tensor/ops";
import { augmented } from "../../nn/augmentation/graph";
import { graphLosses } from "../../nn/losses/graph";
import { clipFactor, constrained, ofTargets } from "../../nn/step/graph";
import { addUpdates } from "../../nn/optimizers/graph";
import { VariableAccess } from "../../tensor/variables";

/** Training's inputs in each call. */
export interface TrainingInputs {
  /** int32 [rows]: the rows of the split in the epoch's order. */
  readonly order: Output;
  /** int32 [1]: the place in that order at which the call begins. */
  readonly start: Output;
  /** int32: the number of whole batches to train. */
  readonly batches: Output;
  /** int32: 1 if the short last batch is trained as well. */
  readonly lastBatches: Output;
  /** float32: the number of the call's first step, counted from 1. */
  readonly step: Output;
  /** float32 [steps of the call]: only if the spec says that they come with each call. */
  readonly learningRates: Output;
  /** float32 [outputs]: only if the spec weights classes. */
  readonly classWeights: Output;
}

/** Sums over the samples of a call, in parts that the caller adds up. */
export interface SumNodes {
  readonly losses: readonly Output[];
  /** Correctly classified samples; none for regression. */
  readonly hits: readonly Output[];
}

/**
 * Trains batch after batch inside one call.
 * @param carried the further inputs of every round: `inputs`, `targets`, `counter` and the random layers'
 */
export function addTraining(
  spec: GraphSpec,
  graph: Graph,
  functions: GraphFunction[],
  { order, start, batches, lastBatches, step, learningRates, classWeights }: TrainingInputs,
  carried: LoopState,
): SumNodes {
  let state: LoopState = {
    ...carried,
    ...{ order, start, step },
    ...(spec.scheduled && { learningRates, learningRateAt: integers(graph, [0]) }),
    ...(spec.step?.classWeights && { classWeights }),
  };
  const sums: SumNodes[] = [];
  const addBatches = (name: string, remaining: Output, rows: number) => {
    // One sum for each place in the batch: adding vectors costs less than summing each vector in every round.
    const zeros = fill(graph, [rows], 0);
    const initial = {
      ...state,
      remaining,
      loss: zeros,
      ...(spec.task === "classification" && { hits: zeros }),
    };
    state = addLoop(graph, functions, name, initial, {
      condition: (body, { remaining: left }) => compare(body, "Greater", left!, integer(body, 0)),
      round: (body, each) => trainBatch(spec, body, each, rows),
    });
    sums.push({ losses: [state["loss"]!], hits: state["hits"] ? [state["hits"]] : [] });
  };
  // The batch's rows are a constant of the loop's body, so that no round has to work out shapes.
  addBatches("trainBatches", batches, spec.training.batchSize);
  if (spec.lastBatchRows > 0) addBatches("trainLastBatch", lastBatches, spec.lastBatchRows);
  return { losses: sums.flatMap(({ losses: each }) => each), hits: sums.flatMap(({ hits }) => hits) };
}

/** One step: forward, backward, update. */
function trainBatch(spec: GraphSpec, graph: Graph, state: LoopState, rows: number): LoopState {
  const { training, outputs: outputCount } = spec;
  const variables = new VariableAccess(graph);
  const batch = slice(graph, state["order"]!, state["start"]!, integers(graph, [rows]));
  const targets = targetsOf(spec, graph, gather(graph, state["targets"]!, batch));
  const random = layerRandom(
    graph,
    state,
    () => state["counter"]!,
    (words) => integers(graph, [rows, words]),
  );
  const gathered = gather(graph, state["inputs"]!, batch);
  const { augmentation } = spec;
  const inputs = augmentation
    ? augmented(graph, augmentation, gathered, rows, spec.input, (stream) =>
        random(augmentationOrdinal(spec, stream)),
      )
    : gathered;
  const { outputs, backward, buffers } = forward(graph, spec, variables, inputs, "train", random);
  const { perSample, gradient } = graphLosses[training.loss](graph, outputs, targets, outputCount);
  const step = spec.step ?? {};
  const ofLoss = targets.classes
    ? ofTargets(graph, gradient(), targets.classes, outputCount, step, state["classWeights"])
    : gradient();
  const meanGradient = binary(graph, "Mul", ofLoss, float(graph, 1 / rows));

  const { learningRates, learningRateAt: at } = state;
  const learningRate =
    learningRates && reshape(graph, slice(graph, learningRates, at!, integers(graph, [1])), []);
  const parameters = parametersOf(spec);
  const gradients = backward(meanGradient).map(({ gradient: ofParameter, readers }, index) => {
    const variable = parameters[index]!;
    const penalised = penalise(graph, ofParameter, variables, variable, training.l2);
    return { variable, readers, gradient: penalised, axes: variable.shape.length };
  });
  const factor = step.clipNorm ? clipFactor(graph, gradients, step.clipNorm) : null;
  const updated = addUpdates(
    { graph, variables, settings: training.optimizer, step: state["step"]!, learningRate },
    gradients.map(({ variable, readers, gradient: whole }) => ({
      variable,
      slots: slotsOf(spec, variable),
      gradient: factor ? binary(graph, "Mul", whole, factor) : whole,
      // A variable that is still being read would be copied before its update.
      after: readers,
    })),
  );
  const updates = gradients.map(({ variable }, index) => {
    const node = updated[index]!;
    if (!step.maxNorm || !variable.penalised) return node;
    const { shape } = variable;
    const kernel = variables.read(variable, [node]);
    return variables.assign(variable, constrained(graph, kernel, shape, step.maxNorm));
  });
  const kept = buffers().map((value, index) => variables.assign(buffersOf(spec)[index]!, value));
  const remaining = binary(graph, "Sub", state["remaining"]!, integer(graph, 1));
  return {
    remaining: unary(graph, "Identity", remaining, [...updates, ...kept]),
    start: binary(graph, "AddV2", state["start"]!, integers(graph, [rows])),
    counter: binary(graph, "AddV2", state["counter"]!, oneStep(graph)),
    step: binary(graph, "AddV2", state["step"]!, float(graph, 1)),
    ...(at && { learningRateAt: binary(graph, "AddV2", at, integers(graph, [1])) }),
    loss: binary(graph, "AddV2", state["loss"]!, perSample),
    ...(state["hits"] && {
      hits: binary(graph, "AddV2", state["hits"], cast(graph, hits(graph, outputs, targets), "float32")),
    }),
  };
}

/**
 * Adds the gradients of l2 · Σ kernel², which is 2 · l2 · kernel, and of the layer's own l1 · Σ |kernel|, which is l1 · sign(kernel).
 * @param l2 of all penalised kernels
 */
function penalise(
  graph: Graph,
  gradient: Output,
  variables: VariableAccess,
  kernel: StateVariable,
  l2: number,
): Output {
  const { penalised } = kernel;
  if (!penalised) return gradient;
  const add = (sum: Output, factor: number, direction: () => Output) =>
    factor === 0 ? sum : binary(graph, "AddV2", sum, binary(graph, "Mul", direction(), float(graph, factor)));
  const squared = add(gradient, 2 * (l2 + penalised.l2), () => variables.read(kernel));
  return add(squared, penalised.l1, () => unary(graph, "Sign", variables.read(kernel)));
}

/** The step is the third of the counter's four words. */
function oneStep(graph: Graph): Output {
  return graph.once("one step", () =>
    bitcast(graph, reshape(graph, integers(graph, [0, 0, 1, 0]), [2, 2]), "uint64"),
  );
}
