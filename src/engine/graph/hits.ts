import type { TargetNodes } from "../../nn/losses/graph-loss";
import type { Graph, Output } from "../../tensor/graph";
import { argMax, compare } from "../../tensor/ops";

/** Whether each row's largest output is that of its class: bool [rows]. */
export function hits(graph: Graph, outputs: Output, { classes }: TargetNodes): Output {
  return compare(graph, "Equal", argMax(graph, outputs), classes!);
}
