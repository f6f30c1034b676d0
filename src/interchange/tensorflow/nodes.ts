import type { Constant, DataType, Graph, Output } from "../../tensor/graph";

/**
 * Whose graph it is. TensorFlow reads texts and computes in float64; TensorFlow.js has neither in a graph, so there numbers are float32,
 * and a category or a class is its number.
 */
export type Flavour = "tensorflow" | "tfjs";

/** A tensor that goes in or comes out, [rows, ...shape]. */
export interface Port {
  readonly name: string;
  readonly output: Output;
  readonly shape: readonly number[];
}

/** A constant of this graph, of its own node. */
export function constantOf(graph: Graph, tensor: Constant): Output {
  return graph.addOne("Const", {
    attributes: { dtype: { type: tensor.type }, value: { tensor } },
    outputs: { output: tensor.type },
  });
}

export function placeholder(graph: Graph, type: DataType, shape: readonly number[]): Output {
  return graph.addOne("Placeholder", {
    attributes: { dtype: { type }, shape: { shape: [-1, ...shape] } },
    outputs: { output: type },
  });
}

export function textsOf(graph: Graph, texts: readonly string[]): Output {
  return graph.addOne("Const", {
    attributes: { dtype: { type: "string" }, value: { texts } },
    outputs: { output: "string" },
  });
}

/** The slices of x with these numbers (int32) along this axis. */
export function gathered(graph: Graph, x: Output, places: Output, axis: number): Output {
  return graph.addOne("GatherV2", {
    inputs: [x, places, constantOf(graph, { type: "int32", shape: [], values: [axis] })],
    attributes: {
      Tparams: { type: x.type },
      Tindices: { type: "int32" },
      Taxis: { type: "int32" },
      batch_dims: { integer: 0 },
    },
    outputs: { output: x.type },
  });
}
