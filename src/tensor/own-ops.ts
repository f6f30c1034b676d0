import type { Attribute, Graph, Output } from "./graph";
import type { Transposed } from "./ops";

/** The lab's own operations (native/ops.cc): only for graphs whose kernels have them. */

/** Where a layer's random words begin: uint64 [1] and [2], as StatelessRandomUniformFullIntV2 takes them. */
export interface WordStream {
  readonly key: Output;
  readonly counter: Output;
}

/**
 * inputs [rows, …] times multipliers that are 0 or `kept`, drawn as keptUnits (nn/layers/graph-kept.ts) draws them.
 * @returns the products, and which were kept, uint8
 */
export function dropped(
  graph: Graph,
  inputs: Output,
  { key, counter }: WordStream,
  { firstKept, kept }: { readonly firstKept: Output; readonly kept: Output },
): [outputs: Output, isKept: Output] {
  return graph.add("LabDropout", {
    inputs: [inputs, key, counter, firstKept, kept],
    outputs: { outputs: "float32", is_kept: "uint8" },
  }) as [Output, Output];
}

/** gradient · `kept` where a unit was kept, gradient · 0 elsewhere. */
export function masked(graph: Graph, gradient: Output, isKept: Output, kept: Output): Output {
  return graph.addOne("LabDropped", { inputs: [gradient, isKept, kept], outputs: { result: "float32" } });
}

/** tanh of each number. */
export function tanhOf(graph: Graph, inputs: Output): Output {
  return graph.addOne("LabTanh", { inputs: [inputs], outputs: { outputs: "float32" } });
}

/** `gradient` · (1 - outputs²) */
export function tanhToInputs(graph: Graph, outputs: Output, gradient: Output): Output {
  return graph.addOne("LabTanhToInputs", { inputs: [outputs, gradient], outputs: { result: "float32" } });
}

/** Of inputs [rows, height, width, channels] with a kernel [size, size, channels, filters], plus a bias [filters]. */
export function convolved(
  graph: Graph,
  inputs: readonly [Output, Output, Output],
  window: OwnWindow,
): Output {
  return overPictures(graph, "LabConv2D", inputs, window, "outputs");
}

/** dE/dinputs of `convolved`. @param inputs its inputs, its kernel, and dE/d(its outputs) */
export function convolvedToInputs(
  graph: Graph,
  inputs: readonly [Output, Output, Output],
  window: OwnWindow,
): Output {
  return overPictures(graph, "LabConv2DToInputs", inputs, window, "result");
}

/** dE/dkernel and dE/dbias of `convolved`. @param inputs its inputs, its kernel (for its shape only), and dE/d(its outputs) */
export function convolvedToKernel(
  graph: Graph,
  inputs: readonly [Output, Output, Output],
  window: OwnWindow,
): { kernel: Output; bias: Output } {
  const [kernel, bias] = graph.add("LabConv2DToKernel", {
    inputs,
    attributes: attributesOf(window),
    outputs: { result: "float32", bias: "float32" },
  });
  return { kernel: kernel!, bias: bias! };
}

/** a · b, either one transposed first, plus a bias for each column. @param bfloat16 whether both are rounded to it */
export function ownProduct(
  graph: Graph,
  [a, b, ...bias]: readonly [Output, Output, Output?],
  { transposeA = false, transposeB = false, bfloat16 }: Transposed & { readonly bfloat16: boolean },
): Output {
  return graph.addOne("LabProduct", {
    inputs: [a, b, ...(bias as Output[])],
    attributes: {
      transpose_a: { boolean: transposeA },
      transpose_b: { boolean: transposeB },
      is_rounded: { boolean: bfloat16 },
      N: { integer: bias.length },
    },
    outputs: { product: "float32" },
  });
}

type PoolOp = "LabAveragePool" | "LabMaxPool";

/** Over inputs [rows, height, width, channels]. */
export function pooled(graph: Graph, op: PoolOp, inputs: Output, window: OwnWindow, size: number): Output {
  return overPictures(graph, op, [inputs], window, "outputs", size);
}

/** dE/dinputs of `pooled`. @param inputs its inputs, dE/d(its outputs), and for the largest its outputs */
export function pooledToInputs(
  graph: Graph,
  op: PoolOp,
  inputs: readonly Output[],
  window: OwnWindow,
  size: number,
): Output {
  return overPictures(graph, `${op}ToInputs`, inputs, window, "result", size);
}

interface OwnWindow {
  readonly stride: number;
  readonly padding: "valid" | "same";
}

function attributesOf({ stride, padding }: OwnWindow): Record<string, Attribute> {
  return { stride: { integer: stride }, same: { boolean: padding === "same" } };
}

function overPictures(
  graph: Graph,
  op: string,
  inputs: readonly Output[],
  window: OwnWindow,
  output: "outputs" | "result",
  size?: number,
): Output {
  return graph.addOne(op, {
    inputs,
    attributes: { ...attributesOf(window), ...(size !== undefined && { size: { integer: size } }) },
    outputs: { [output]: "float32" },
  });
}
