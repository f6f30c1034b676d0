import type { Graph, Output } from "./graph";

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
