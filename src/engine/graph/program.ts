import type { EvaluationMode } from "../engine";
import { forgetsBoth } from "../../nn/network";
import { sizeOf } from "../../nn/shape";
import { buffersOf, type GraphSpec, parametersOf, slotCount, slotsOf } from "./graph-spec";
import { addEvaluation, addMaskedPredictions, sharesLayers } from "./evaluation";
import type { LoopState } from "./loop";
import { Graph, type DataType, type GraphFunction, type Output } from "../../tensor/graph";
import { forward, type ForwardPass } from "./network";
import { bitcast, concat, fill, input, integer, integers, reshape, slice, unary } from "../../tensor/ops";
import { randomState } from "./random";
import { addTraining, type SumNodes } from "./training";
import { type Variable, VariableAccess } from "../../tensor/variables";

/** The graph's inputs; each is explained where it is used. */
const inputTypes = {
  /** float32 [parameters], [buffers] and [slots, parameters] or [1, 1]: values of the variables. */
  weights: "float32",
  buffers: "float32",
  slots: "float32",
  /** float32 [rows, ...shape] and [rows]: a split. Class numbers are int32. */
  inputs: "float32",
  targets: "float32",
  /** int32 [2, 2]: the four words of the random layers' counter. */
  counter: "int32",
  keys: "int32",
  integers: "int32",
  floats: "float32",
  order: "int32",
  start: "int32",
  batches: "int32",
  lastBatches: "int32",
  step: "float32",
  learningRates: "float32",
  classWeights: "float32",
  from: "int32",
  to: "int32",
} as const satisfies Record<string, DataType>;

export type InputName = keyof typeof inputTypes;

/** The graph of a spec, with its inputs and outputs named by their meaning. */
export interface Program {
  readonly graph: Graph;
  readonly functions: readonly GraphFunction[];
  readonly inputs: Readonly<Record<InputName, Output>>;
  /**
   * Set the variables: of the network's state, and the optimizer's to their parts of `slots` or all to its only value. The returned
   * tensors are meaningless; fetch them only to run the assignments.
   */
  readonly assign: Readonly<Record<"state" | "slots" | "equalSlots", Output>>;
  /** float32 [parameters] */
  readonly weights: Output;
  /** float32 [buffers]; none if the network has no buffers. */
  readonly buffers: readonly Output[];
  /** float32 [parameters] each: the optimizer's own values. */
  readonly slots: readonly Output[];
  readonly training: SumNodes;
  /** The two partial modes only where the network has both, dropout and batch normalisation. */
  readonly evaluation: Readonly<Partial<Record<EvaluationMode, SumNodes>>>;
  /** In mode `eval` and with eval forgotten, by one call in which both share their first layers; none if they can share none. */
  readonly bothEvaluations: readonly [correct: SumNodes, forgotten: SumNodes] | null;
  /** float32 [rows, outputs] of `inputs`, in mode `eval`. */
  readonly predictions: Output;
  /** What each layer is given on the way there. */
  readonly given: readonly Output[];
  /** The same with dropout on; `from` and `to` say which rows of their split these are. */
  readonly maskedPredictions: Output;
}

export function buildProgram(spec: GraphSpec): Program {
  const graph = new Graph(spec.kernels);
  const functions: GraphFunction[] = [];
  const types = { ...inputTypes, targets: spec.task === "classification" ? "int32" : "float32" } as const;
  const inputs = Object.fromEntries(
    Object.entries(types).map(([name, type]) => [name, input(graph, type)]),
  ) as Record<InputName, Output>;
  const data = { inputs: inputs.inputs, targets: inputs.targets };
  const random = {
    counter: bitcast(graph, inputs.counter, "uint64"),
    ...randomState(spec, graph, inputs),
  };
  const withRandom = { ...data, ...random };
  const evaluatedIn = (modes: readonly EvaluationMode[], state: LoopState) =>
    addEvaluation(spec, graph, functions, inputs, state, modes);
  const evaluated = (mode: EvaluationMode, state: LoopState) => evaluatedIn([mode], state)[0]!;
  const { outputs: predictions, given } = addPredictions(spec, graph, inputs.inputs);
  return {
    graph,
    functions,
    inputs,
    assign: addAssignments(spec, graph, inputs),
    weights: joined(graph, parametersOf(spec)),
    buffers: buffersOf(spec).length === 0 ? [] : [joined(graph, buffersOf(spec))],
    slots: Array.from({ length: slotCount(spec) }, (_, index) =>
      joined(
        graph,
        parametersOf(spec).map((variable) => slotsOf(spec, variable)[index]!),
      ),
    ),
    training: addTraining(spec, graph, functions, inputs, withRandom),
    evaluation: {
      eval: evaluated("eval", data),
      evalForgotten: evaluated("evalForgotten", withRandom),
      ...(forgetsBoth(spec.layers) && {
        dropoutForgotten: evaluated("dropoutForgotten", withRandom),
        batchNormForgotten: evaluated("batchNormForgotten", data),
      }),
    },
    bothEvaluations: sharesLayers(spec)
      ? (evaluatedIn(["eval", "evalForgotten"], withRandom) as [SumNodes, SumNodes])
      : null,
    predictions,
    given,
    maskedPredictions: addMaskedPredictions(spec, graph, inputs, withRandom),
  };
}

/** Gives each variable its part of the vectors. */
function addAssignments(
  spec: GraphSpec,
  graph: Graph,
  { weights, buffers, slots }: Record<"weights" | "buffers" | "slots", Output>,
): Program["assign"] {
  const variables = new VariableAccess(graph);
  const parts = (all: readonly Variable[], vector: Output) => {
    let taken = 0;
    return all.map((variable) => {
      const size = sizeOf(variable.shape);
      const part = slice(graph, vector, integers(graph, [taken]), integers(graph, [size]));
      taken += size;
      return variables.assign(variable, reshape(graph, part, variable.shape));
    });
  };
  /** @param values [slots, parameters] */
  const partsOfSlots = (values: Output) => {
    let taken = 0;
    return parametersOf(spec).flatMap((parameter) => {
      const [from, size] = [taken, sizeOf(parameter.shape)];
      taken += size;
      return slotsOf(spec, parameter).map((slot, index) => {
        const row = slice(graph, values, integers(graph, [index, from]), integers(graph, [1, size]));
        return variables.assign(slot, reshape(graph, row, slot.shape));
      });
    });
  };
  const after = (assignments: readonly string[]) => unary(graph, "Identity", integer(graph, 0), assignments);
  // Not one for each variable: TensorFlow takes equal nodes for one, and these are changed in place.
  const length = parametersOf(spec).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const equal = fill(graph, [slotCount(spec), length], reshape(graph, slots, []));
  return {
    state: after([...parts(parametersOf(spec), weights), ...parts(buffersOf(spec), buffers)]),
    slots: after(partsOfSlots(slots)),
    equalSlots: after(partsOfSlots(equal)),
  };
}

function addPredictions(spec: GraphSpec, graph: Graph, inputs: Output): ForwardPass {
  const random = () => {
    throw new Error("Evaluation draws no random numbers.");
  };
  return forward(graph, spec, new VariableAccess(graph), inputs, "eval", random);
}

/** The variables' values as one vector. */
function joined(graph: Graph, all: readonly Variable[]): Output {
  const variables = new VariableAccess(graph);
  return concat(
    graph,
    all.map((variable) => reshape(graph, variables.read(variable), [-1])),
  );
}
