import type { Mode } from "../engine";
import { denseVariables, type Design, slotsOf } from "./design";
import { dropoutState } from "./dropout";
import { addEvaluation } from "./evaluation";
import { Graph, type DataType, type GraphFunction, type Output } from "./graph";
import { bitcast, concat, fill, input, integer, integers, reshape, slice, unary } from "./ops";
import { addTraining, type SumNodes } from "./training";
import { type Variable, VariableAccess } from "./variables";

/** What the graph can be handed; what each is stands where it is used. */
const inputTypes = {
  /** float32 [parameters]: the initial weights. */
  vector: "float32",
  /** float32 [rows, features] and [rows]: a split. Class numbers are int32. */
  inputs: "float32",
  targets: "float32",
  /** int32 [2, 2]: the four words of the dropout layers' counter. */
  counter: "int32",
  keys: "int32",
  firstKept: "int32",
  kept: "float32",
  order: "int32",
  start: "int32",
  batches: "int32",
  lastBatches: "int32",
  step: "float32",
  from: "int32",
  to: "int32",
} as const satisfies Record<string, DataType>;

export type InputName = keyof typeof inputTypes;

/** The graph of a design, with its inputs and outputs by what they mean. */
export interface Program {
  readonly graph: Graph;
  readonly functions: readonly GraphFunction[];
  readonly inputs: Readonly<Record<InputName, Output>>;
  /** Sets every variable; what it gives says nothing. */
  readonly initialise: Output;
  /** float32 [parameters] */
  readonly weights: Output;
  readonly training: SumNodes;
  readonly evaluation: Readonly<Record<Mode, SumNodes>>;
}

export function buildProgram(design: Design): Program {
  const graph = new Graph(design.matMulOp);
  const functions: GraphFunction[] = [];
  const types = { ...inputTypes, targets: design.task === "classification" ? "int32" : "float32" } as const;
  const inputs = Object.fromEntries(
    Object.entries(types).map(([name, type]) => [name, input(graph, type)]),
  ) as Record<InputName, Output>;
  const data = { inputs: inputs.inputs, targets: inputs.targets };
  const dropout = {
    counter: bitcast(graph, inputs.counter, "uint64"),
    ...dropoutState(design, graph, inputs),
  };
  const withDropout = { ...data, ...dropout };
  return {
    graph,
    functions,
    inputs,
    initialise: addInitialisation(design, graph, inputs.vector),
    weights: addWeights(design, graph),
    training: addTraining(design, graph, functions, inputs, withDropout),
    evaluation: {
      eval: addEvaluation(design, graph, functions, inputs, data, "eval"),
      train: addEvaluation(design, graph, functions, inputs, withDropout, "train"),
    },
  };
}

/** Gives each variable its part of the vector, and the optimizer's variables zeros. */
function addInitialisation(design: Design, graph: Graph, vector: Output): Output {
  const variables = new VariableAccess(graph);
  let taken = 0;
  const assignments = parameters(design).flatMap((variable) => {
    const { shape } = variable;
    const length = shape.reduce((product, size) => product * size, 1);
    const part = slice(graph, vector, integers(graph, [taken]), integers(graph, [length]));
    taken += length;
    return [
      variables.assign(variable, reshape(graph, part, shape)),
      ...slotsOf(design, variable).map((slot) => variables.assign(slot, fill(graph, shape, 0))),
    ];
  });
  return unary(graph, "Identity", integer(graph, 0), assignments);
}

function addWeights(design: Design, graph: Graph): Output {
  const variables = new VariableAccess(graph);
  return concat(
    graph,
    parameters(design).map((variable) => reshape(graph, variables.read(variable), [-1])),
  );
}

/** In the order in which they stand in the vector (../parameters.ts). */
function parameters(design: Design): Variable[] {
  return denseVariables(design).flatMap(({ kernel, bias }) => [kernel, bias]);
}
