import type { Graph, Output } from "../../tensor/graph";
import { binary, float, gather, oneHot, reshape, sum, unary } from "../../tensor/ops";
import { axesOfUnit, clipEpsilon, renormEpsilon, type StepSettings } from "./settings";

/** `ofTargets` of plain.ts as nodes, of the sum over the rows. @param classes int32 [rows] */
export function ofTargets(
  graph: Graph,
  gradient: Output,
  classes: Output,
  units: number,
  { labelSmoothing: share = 0 }: StepSettings,
  classWeights: Output | undefined,
): Output {
  let changed = gradient;
  if (share > 0) {
    const above = binary(graph, "Sub", oneHot(graph, classes, units), float(graph, 1 / units));
    changed = binary(graph, "AddV2", changed, binary(graph, "Mul", above, float(graph, share)));
  }
  if (!classWeights) return changed;
  return binary(graph, "Mul", changed, reshape(graph, gather(graph, classWeights, classes), [-1, 1]));
}

/** What the gradients of all parameters are multiplied by. */
export function clipFactor(
  graph: Graph,
  gradients: readonly { readonly gradient: Output; readonly axes: number }[],
  clipNorm: number,
): Output {
  const squares = gradients.map(({ gradient, axes }) =>
    sum(
      graph,
      unary(graph, "Square", gradient),
      Array.from({ length: axes }, (_, axis) => axis),
    ),
  );
  const norm = unary(
    graph,
    "Sqrt",
    squares.reduce((total, each) => binary(graph, "AddV2", total, each)),
  );
  return downTo(graph, norm, clipNorm, clipEpsilon);
}

/** `constrained` of plain.ts as nodes. */
export function constrained(graph: Graph, kernel: Output, shape: readonly number[], maxNorm: number): Output {
  const squares = sum(graph, unary(graph, "Square", kernel), axesOfUnit(shape));
  // The sums have one axis, the kernel's last.
  return binary(graph, "Mul", kernel, downTo(graph, unary(graph, "Sqrt", squares), maxNorm, renormEpsilon));
}

/** limit / norm, and 1 where the norm is below. */
function downTo(graph: Graph, norm: Output, limit: number, epsilon: number): Output {
  const divisor = binary(graph, "AddV2", norm, float(graph, epsilon));
  return binary(graph, "Minimum", binary(graph, "RealDiv", float(graph, limit), divisor), float(graph, 1));
}
