import { cast, type OnnxGraph } from "../../onnx/graph";
import type { Shape } from "../shape";
import type { OnnxLayer, OnnxValue } from "./onnx-layer";

/** For each value of a tensor 1 if it is kept, with probability 1 - rate, and 0 if it is dropped: float32 of the same shape. */
export function keptLike(graph: OnnxGraph, like: string, rate: number): string {
  const drawn = graph.add("RandomUniformLike", [like], { low: { float: 0 }, high: { float: 1 } });
  return cast(graph, graph.add("GreaterOrEqual", [drawn, graph.float(rate)]), "float32");
}

/** Normals of this mean and deviation, of the shape of another tensor. */
export function normalsLike(graph: OnnxGraph, like: string, mean: number, deviation: number): string {
  return graph.add("RandomNormalLike", [like], { mean: { float: mean }, scale: { float: deviation } });
}

/** Drops groups of units, as grouped-mask.ts does. @param groupsOf how many groups there are along the last axis */
export function onnxGrouped(groupsOf: (shape: Shape) => number): OnnxLayer<{ readonly rate: number }> {
  return ({ graph, layer: { rate }, inputs, shape, draws }) => {
    if (rate === 0 || !draws) return inputs;
    const ones = onesForGroups(graph, inputs, shape, groupsOf(shape));
    const mask = graph.add("Mul", [keptLike(graph, ones, rate), graph.float(1 / (1 - rate))]);
    return { ...inputs, name: graph.add("Mul", [inputs.name, mask]) };
  };
}

/** A 1 for each group of each row, of a shape that is broadcast to that of the inputs. */
function onesForGroups(graph: OnnxGraph, inputs: OnnxValue, shape: Shape, groups: number): string {
  const rows = graph.add("Shape", [inputs.name], { start: { integer: 0 }, end: { integer: 1 } });
  const pixels = shape.slice(1).map(() => 1);
  const others = graph.integers(inputs.channelsFirst ? [groups, ...pixels] : [...pixels, groups]);
  const sizes = graph.add("Concat", [rows, others], { axis: { integer: 0 } });
  const value = { tensor: { type: "float32", shape: [1], values: [1] } } as const;
  return graph.add("ConstantOfShape", [sizes], { value });
}
