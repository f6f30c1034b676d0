import type { Constant, DataType, Graph, Output } from "./graph";

/** The TensorFlow ops that the engine's graphs are made of, each as a function that adds it and returns its output. */

export function floats(graph: Graph, values: readonly number[]): Output {
  return constant(graph, { type: "float32", shape: [values.length], values });
}

export function float(graph: Graph, value: number): Output {
  return constant(graph, { type: "float32", shape: [], values: [value] });
}

export function integers(graph: Graph, values: readonly number[]): Output {
  return constant(graph, { type: "int32", shape: [values.length], values });
}

export function integer(graph: Graph, value: number): Output {
  return constant(graph, { type: "int32", shape: [], values: [value] });
}

function constant(graph: Graph, tensor: Constant): Output {
  return graph.once(JSON.stringify(tensor), () =>
    graph.addOne("Const", {
      attributes: { dtype: { type: tensor.type }, value: { tensor } },
      outputs: { output: tensor.type },
    }),
  );
}

/** An input of the graph. */
export function input(graph: Graph, type: DataType): Output {
  return graph.addOne("Placeholder", { attributes: { dtype: { type } }, outputs: { output: type } });
}

/** Elementwise ops by the name of their output; functions need that name. */
const unaryOutputs = {
  Relu: "activations",
  Elu: "activations",
  Selu: "activations",
  Softplus: "activations",
  Tanh: "y",
  Sigmoid: "y",
  Erf: "y",
  Rsqrt: "y",
  Exp: "y",
  Square: "y",
  Sqrt: "y",
  Log: "y",
  Cos: "y",
  Sin: "y",
  Sign: "y",
  Identity: "output",
} as const;

export function unary(
  graph: Graph,
  op: keyof typeof unaryOutputs,
  x: Output,
  after: readonly string[] = [],
): Output {
  const outputs = { [unaryOutputs[op]]: x.type };
  return graph.addOne(op, { inputs: [x], after, attributes: { T: { type: x.type } }, outputs });
}

const binaryOutputs = {
  AddV2: "z",
  Sub: "z",
  Mul: "z",
  Pow: "z",
  FloorDiv: "z",
  Minimum: "z",
  RealDiv: "z",
  // The derivatives of activations; the meaning of the two inputs differs from op to op.
  ReluGrad: "backprops",
  EluGrad: "backprops",
  SeluGrad: "backprops",
  SoftplusGrad: "backprops",
  TanhGrad: "z",
  SigmoidGrad: "z",
} as const;

export function binary(graph: Graph, op: keyof typeof binaryOutputs, left: Output, right: Output): Output {
  const outputs = { [binaryOutputs[op]]: left.type };
  return graph.addOne(op, { inputs: [left, right], attributes: { T: { type: left.type } }, outputs });
}

export function compare(
  graph: Graph,
  op: "Less" | "Equal" | "Greater" | "GreaterEqual",
  left: Output,
  right: Output,
): Output {
  return graph.addOne(op, {
    inputs: [left, right],
    attributes: { T: { type: left.type } },
    outputs: { z: "bool" },
  });
}

/** `whenTrue` where the condition holds, `whenFalse` elsewhere; shapes are broadcast. */
export function select(graph: Graph, condition: Output, whenTrue: Output, whenFalse: Output): Output {
  return graph.addOne("SelectV2", {
    inputs: [condition, whenTrue, whenFalse],
    attributes: { T: { type: whenTrue.type } },
    outputs: { output: whenTrue.type },
  });
}

export function cast(graph: Graph, x: Output, type: DataType): Output {
  const attributes = { SrcT: { type: x.type }, DstT: { type } } as const;
  return graph.addOne("Cast", { inputs: [x], attributes, outputs: { y: type } });
}

/** A tensor whose values are all the same. */
export function fill(graph: Graph, shape: readonly number[], value: number | Output): Output {
  return graph.addOne("Fill", {
    inputs: [integers(graph, shape), typeof value === "number" ? float(graph, value) : value],
    attributes: { T: { type: "float32" }, index_type: { type: "int32" } },
    outputs: { output: "float32" },
  });
}

/** The rows of x, each a tensor of its own; along another axis, what has its number there. */
export function unpack(graph: Graph, x: Output, count: number, axis = 0): Output[] {
  if (count === 0) return [];
  return graph.add("Unpack", {
    inputs: [x],
    attributes: { T: { type: x.type }, num: { integer: count }, axis: { integer: axis } },
    outputs: { output: Array<DataType>(count).fill(x.type) },
  });
}

/** One-hot rows [rows, depth] of class numbers. */
export function oneHot(graph: Graph, classes: Output, depth: number): Output {
  return graph.addOne("OneHot", {
    inputs: [classes, integer(graph, depth), float(graph, 1), float(graph, 0)],
    attributes: { T: { type: "float32" }, TI: { type: "int32" }, axis: { integer: -1 } },
    outputs: { output: "float32" },
  });
}

/** The same bytes as numbers of another size; with wider numbers, the last dimension disappears. */
export function bitcast(graph: Graph, x: Output, type: DataType): Output {
  const attributes = { T: { type: x.type }, type: { type } } as const;
  return graph.addOne("Bitcast", { inputs: [x], attributes, outputs: { output: type } });
}

export function reshape(graph: Graph, x: Output, shape: readonly number[]): Output {
  return graph.addOne("Reshape", {
    inputs: [x, integers(graph, shape)],
    attributes: { T: { type: x.type }, Tshape: { type: "int32" } },
    outputs: { output: x.type },
  });
}

/** Scalars as one vector. */
export function pack(graph: Graph, scalars: readonly Output[]): Output {
  const { type } = scalars[0]!;
  const attributes = { N: { integer: scalars.length }, T: { type }, axis: { integer: 0 } } as const;
  return graph.addOne("Pack", { inputs: scalars, attributes, outputs: { output: type } });
}

/** Tensors, one after the other along this axis. */
export function concat(graph: Graph, parts: readonly Output[], axis = 0): Output {
  const [first, ...others] = parts;
  // The op takes two or more.
  if (others.length === 0) return first!;
  const { type } = first!;
  return graph.addOne("ConcatV2", {
    inputs: [...parts, integer(graph, axis)],
    attributes: { N: { integer: parts.length }, T: { type }, Tidx: { type: "int32" } },
    outputs: { output: type },
  });
}

/** The part of x that begins at `begin` (int32 [rank]) and has this size; a size of -1 means all the rest. */
export function slice(graph: Graph, x: Output, begin: Output, size: Output): Output {
  return graph.addOne("Slice", {
    inputs: [x, begin, size],
    attributes: { T: { type: x.type }, Index: { type: "int32" } },
    outputs: { output: x.type },
  });
}

/** Rows of x by their numbers (int32 [rows]). */
export function gather(graph: Graph, x: Output, rows: Output): Output {
  return graph.addOne("GatherV2", {
    inputs: [x, rows, integer(graph, 0)],
    attributes: {
      Tparams: { type: x.type },
      Tindices: { type: "int32" },
      Taxis: { type: "int32" },
      batch_dims: { integer: 0 },
    },
    outputs: { output: x.type },
  });
}

export interface Transposed {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/** The label under which oneDNN's kernels are registered (core/graph/mkl_graph_util.h). */
export const oneDnnLabel = { _kernel: { string: "MklNameChangeOp" } } as const;

/** a · b, either one transposed first. */
export function matMul(
  graph: Graph,
  a: Output,
  b: Output,
  { transposeA = false, transposeB = false }: Transposed = {},
): Output {
  const op = graph.kernels.matMul;
  return graph.addOne(op, {
    inputs: [a, b],
    attributes: {
      T: { type: "float32" },
      ...(op === "_MklMatMul" && oneDnnLabel),
      transpose_a: { boolean: transposeA },
      transpose_b: { boolean: transposeB },
    },
    outputs: { product: "float32" },
  });
}

/** x [rows, units] with the bias [units] added to every row. */
export function addBias(graph: Graph, x: Output, bias: Output): Output {
  return graph.addOne("BiasAdd", {
    inputs: [x, bias],
    attributes: { T: { type: "float32" }, data_format: { string: "NHWC" } },
    outputs: { output: "float32" },
  });
}

/** Column sums [units] of x [rows, units]: the gradient of a bias that was added to every row. */
export function columnSums(graph: Graph, x: Output): Output {
  return graph.addOne("BiasAddGrad", {
    inputs: [x],
    attributes: { T: { type: x.type }, data_format: { string: "NHWC" } },
    outputs: { output: x.type },
  });
}

/** Sums [rows] or, over all axes, one number. */
export function sum(graph: Graph, x: Output, axes: readonly number[]): Output {
  return graph.addOne("Sum", {
    inputs: [x, integers(graph, axes)],
    attributes: { T: { type: x.type }, Tidx: { type: "int32" }, keep_dims: { boolean: false } },
    outputs: { output: x.type },
  });
}

/** Means over the last axis, which stays with a size of 1. @param axes of x without the rows */
export function meanOfLast(graph: Graph, x: Output, axes: number): Output {
  return graph.addOne("Mean", {
    inputs: [x, integers(graph, [axes])],
    attributes: { T: { type: x.type }, Tidx: { type: "int32" }, keep_dims: { boolean: true } },
    outputs: { output: x.type },
  });
}

/** The number of each row's largest value, the first of equals: int32 [rows]. */
export function argMax(graph: Graph, x: Output): Output {
  return graph.addOne("ArgMax", {
    inputs: [x, integer(graph, 1)],
    attributes: { T: { type: x.type }, Tidx: { type: "int32" }, output_type: { type: "int32" } },
    outputs: { output: "int32" },
  });
}
