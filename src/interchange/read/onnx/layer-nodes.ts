import type { Tensor } from "../../tensor";
import { list, type Value as Argument } from "../python/values";
import type { GraphSteps } from "./graph-steps";
import { readable } from "./recognise";
import { sizesOf } from "./sizes";
import type { Axes, Carried, Constant, Value } from "./values";
import type { OnnxNode } from "./wire";

interface Given {
  readonly walk: GraphSteps;
  readonly node: OnnxNode;
  /** Its inputs; the first is what the network carries. */
  readonly given: readonly (Value | undefined)[];
}

/** A node that is a layer of its own; null if it is none that the lab has. */
type LayerNode = (given: Given) => Value | null;

const isConstant = (value: Value | undefined): value is Constant => value?.kind === "constant";
const carriedOf = ({ walk, given }: Given) => walk.settled(given[0] as Carried);

/** The same steps and one more. */
function stepped(
  given: Given,
  name: string,
  positional: readonly Argument[],
  named: Readonly<Record<string, Argument>>,
  axes: Partial<Axes> = {},
  path?: string,
): Carried {
  const before = carriedOf(given);
  const flow = given.walk.step(before.flow, name, positional, named, path);
  return { ...before, flow, axes: { ...before.axes, ...axes } };
}

/** What the tensors of a layer are called, and their values by PyTorch's names. */
function withTensors(
  { walk, node, given }: Given,
  kernel: Constant,
  tensors: Readonly<Record<string, () => Tensor>>,
): string {
  const path = walk.freePath(node.name || node.op, kernel.tensor.name);
  walk.useKernel(kernel, node.op);
  for (const [name, tensor] of Object.entries(tensors)) walk.tensors.set(`${path}.${name}`, tensor);
  const { flat } = walk.settled(given[0] as Carried).axes;
  if (flat === "last") walk.channelsLast.add(path);
  return path;
}

/** x · kernel + bias of rows. @param isTurned whether the kernel stands as PyTorch has it, [outputs, inputs] */
function linear(
  given: Given,
  kernel: Value | undefined,
  bias: Value | undefined,
  isTurned: boolean,
): Value | null {
  const { walk, node } = given;
  const { axes } = carriedOf(given);
  if (!isConstant(kernel) || kernel.shape.length !== 2) return null;
  if ((axes.picture && !axes.pooled) || (bias !== undefined && !isConstant(bias))) return null;
  const [inputs, outputs] = isTurned
    ? [kernel.shape[1]!, kernel.shape[0]!]
    : [kernel.shape[0]!, kernel.shape[1]!];
  const [alpha, beta] = [node.attributes.get("alpha")?.float ?? 1, node.attributes.get("beta")?.float ?? 1];
  const path = withTensors(given, kernel, {
    weight: () => scaled(walk.tensor(isTurned ? kernel : { ...kernel, turned: !kernel.turned }), alpha),
    ...(isConstant(bias) && { bias: () => asList(scaled(walk.tensor(bias), beta), outputs) }),
  });
  const named: Record<string, Argument> = isConstant(bias) ? {} : { bias: false };
  const after: Axes = { picture: null, channels: outputs };
  const linear = stepped(given, "Linear", [inputs, outputs], named, {}, path);
  return { ...linear, axes: after };
}

const scaled = ({ shape, values }: Tensor, factor: number): Tensor =>
  factor === 1 ? { shape, values } : { shape, values: values.map((value) => value * factor) };
/** A bias may have an axis for the rows, or one number for all. */
const asList = ({ values }: Tensor, count: number): Tensor => ({
  shape: [count],
  values: values.length === 1 ? new Float32Array(count).fill(values[0]!) : values,
});

/** Pixels left, right, above and below: ONNX has above, left, below, right. */
function padsOf({ attributes }: OnnxNode): readonly number[] | "same" {
  const auto = attributes.get("auto_pad")?.text ?? "NOTSET";
  if (auto.startsWith("SAME")) return "same";
  const [top = 0, left = 0, bottom = 0, right = 0] = attributes.get("pads")?.integers ?? [];
  return auto === "VALID" ? [0, 0, 0, 0] : [left, right, top, bottom];
}

/** What a window says of its steps and borders, in PyTorch's arguments; unequal borders stand before it. */
function windowOf(given: Given, value: number): { named: Record<string, Argument>; given: Given } {
  const { walk, node } = given;
  const { attributes } = node;
  const integers = (name: string, usual: readonly number[]) => attributes.get(name)?.integers ?? usual;
  const named: Record<string, Argument> = {
    stride: list(integers("strides", [1, 1])),
    ...(attributes.has("dilations") && { dilation: list(integers("dilations", [1, 1])) }),
  };
  // With an odd number of pixels to share out, it stands on the other side than the lab's.
  if (attributes.get("auto_pad")?.text === "SAME_LOWER")
    walk.teller.tell("readArgumentLeftOut", { name: node.op, argument: "SAME_LOWER" });
  const pads = padsOf(node);
  if (pads === "same") return { named: { ...named, padding: "same" }, given };
  const [left, right, top, bottom] = pads;
  if (left === right && top === bottom) {
    const isPadded = top !== 0 || left !== 0;
    return { named: isPadded ? { ...named, padding: list([top!, left!]) } : named, given };
  }
  const padded = stepped(given, "ConstantPad2d", [list(pads), value], {});
  return { named, given: { ...given, given: [padded, ...given.given.slice(1)] } };
}

function pool(name: string, border: number): LayerNode {
  return (outer) => {
    const { node } = outer;
    const { axes } = carriedOf(outer);
    const size = node.attributes.get("kernel_shape")?.integers ?? [];
    if (axes.picture !== "first" || size.length !== 2) return null;
    const pads = padsOf(node);
    const isInside = name === "AvgPool2d" && !node.attributes.get("count_include_pad")?.integer;
    if (isInside && pads !== "same" && pads.some((each) => each > 0)) {
      const stride = node.attributes.get("strides")?.integers ?? [1, 1];
      const window = { size: list(size), border: list(pads), stride: list(stride) };
      return stepped(outer, "lab.torch.BorderedAvgPool2d", [], window);
    }
    const { named, given } = windowOf(outer, border);
    const ceil: Record<string, Argument> = node.attributes.get("ceil_mode")?.integer
      ? { ceil_mode: true }
      : {};
    return stepped(given, name, [], { kernel_size: list(size), ...named, ...ceil });
  };
}

const globalPool: LayerNode = (given) => {
  const { axes } = carriedOf(given);
  if (!axes.picture) return null;
  return stepped(given, "AdaptiveAvgPool2d", [1], {}, { pooled: true });
};

/** Each sample's values as one row. */
function asRow(given: Given): Carried {
  const before = carriedOf(given);
  const { picture, pooled, channels } = before.axes;
  if (pooled) return { ...before, axes: { picture: null, channels } };
  if (!picture) return before;
  const flow = given.walk.step(before.flow, "Flatten", [], {});
  return { ...before, flow, axes: { picture: null, channels: NaN, flat: picture } };
}

const softmax: LayerNode = (given) => stepped(given, "Softmax", [], {});

/** Nodes that are a layer, by their operators (github.com/onnx/onnx, docs/Operators.md). */
export const layerNodes: Readonly<Record<string, LayerNode>> = {
  Gemm: (given) => {
    const [, kernel, bias] = given.given;
    if (given.node.attributes.get("transA")?.integer) return null;
    return linear(given, kernel, bias, given.node.attributes.get("transB")?.integer === 1);
  },
  MatMul: (given) => linear(given, given.given[1], undefined, false),
  Conv: (outer) => {
    const { walk, node } = outer;
    const [, kernel, bias] = outer.given;
    const { axes } = carriedOf(outer);
    if (axes.picture !== "first" || !isConstant(kernel) || kernel.shape.length !== 4) return null;
    if (bias !== undefined && !isConstant(bias)) return null;
    const path = withTensors(outer, kernel, {
      weight: () => walk.tensor(kernel),
      ...(isConstant(bias) && { bias: () => walk.tensor(bias) }),
    });
    const { named, given } = windowOf(outer, 0);
    const [filters, channels, height, width] = kernel.shape as [number, number, number, number];
    const groups = node.attributes.get("group")?.integer ?? 1;
    const positional = [channels * groups, filters, list([height, width])];
    const more = { ...named, ...(groups !== 1 && { groups }), ...(!isConstant(bias) && { bias: false }) };
    return stepped(given, "Conv2d", positional, more, { channels: filters }, path);
  },
  BatchNormalization: (given) => {
    const { walk, node } = given;
    const [, scale, shift, mean, variance] = given.given;
    if (!isConstant(scale) || !isConstant(shift) || !isConstant(mean) || !isConstant(variance)) return null;
    const { axes } = carriedOf(given);
    if (axes.picture === "last") return null;
    const path = withTensors(given, scale, {
      weight: () => walk.tensor(scale),
      bias: () => walk.tensor(shift),
      running_mean: () => walk.tensor(mean),
      running_var: () => walk.tensor(variance),
    });
    const eps = readable(node.attributes.get("epsilon")?.float ?? 1e-5);
    // ONNX's momentum is the share of the old statistics.
    const momentum = Number((1 - (node.attributes.get("momentum")?.float ?? 0.9)).toPrecision(6));
    const name = axes.picture ? "BatchNorm2d" : "BatchNorm1d";
    return stepped(given, name, [scale.shape[0] ?? 1], { eps, momentum }, {}, path);
  },
  LayerNormalization: (given) => {
    const { walk, node } = given;
    const [, scale, shift] = given.given;
    const { picture } = carriedOf(given).axes;
    const axis = node.attributes.get("axis")?.integer ?? -1;
    const last = picture ? 3 : 1;
    if (picture === "first" || !isConstant(scale) || (axis !== -1 && axis !== last)) return null;
    if (shift !== undefined && !isConstant(shift)) return null;
    const path = withTensors(given, scale, {
      weight: () => walk.tensor(scale),
      ...(isConstant(shift) && { bias: () => walk.tensor(shift) }),
    });
    const eps = readable(node.attributes.get("epsilon")?.float ?? 1e-5);
    return stepped(given, "LayerNorm", [scale.shape[0] ?? 1], { eps }, {}, path);
  },
  MaxPool: pool("MaxPool2d", -Infinity),
  AveragePool: pool("AvgPool2d", 0),
  GlobalAveragePool: globalPool,
  ReduceMean: (given) => {
    const reduced = given.node.attributes.get("axes")?.integers ?? sizesOf(given.given[1]) ?? [];
    const { picture } = (given.given[0] as Carried).axes;
    const wanted = picture === "first" ? "2,3" : picture === "last" ? "1,2" : null;
    const found = reduced.map((axis) => (axis + 4) % 4).sort();
    return found.join() === wanted ? globalPool(given) : null;
  },
  Dropout: (given) => {
    const { walk, node } = given;
    const ratio = given.given[1];
    const p = isConstant(ratio) ? walk.tensor(ratio).values[0] : node.attributes.get("ratio")?.float;
    return stepped(given, "Dropout", [readable(p ?? 0.5)], {});
  },
  Softmax: softmax,
  LogSoftmax: (given) => stepped(given, "LogSoftmax", [], {}),
  Flatten: (given) => ((given.node.attributes.get("axis")?.integer ?? 1) === 1 ? asRow(given) : null),
  Squeeze: (given) => (carriedOf(given).axes.pooled ? asRow(given) : null),
  Reshape: (given) => {
    const { walk, node } = given;
    const before = carriedOf(given);
    const to = sizesOf(given.given[1]);
    if (to?.length === 2) return asRow(given);
    if (to?.length !== 4 || before.axes.picture)
      return before.axes.pooled && to?.length === 4 ? before : null;
    const [, one, two, three] = to as [number, number, number, number];
    const picture = walk.pictureOf(node.outputs[0]!, [one, two, three]);
    if (picture === "first")
      return stepped(given, "Unflatten", [1, list([one, two, three])], {}, { picture, channels: one });
    return stepped(given, "lab.torch.Reshape", [one, two, three], {}, { picture, channels: three });
  },
  Transpose: (given) => {
    const before = carriedOf(given);
    const { picture, pooled } = before.axes;
    const perm = given.node.attributes.get("perm")?.integers.join();
    if (pooled) return before;
    if (picture === "last" && perm === "0,3,1,2")
      return { ...before, axes: { ...before.axes, picture: "first" } };
    if (picture === "first" && perm === "0,2,3,1")
      return { ...before, axes: { ...before.axes, picture: "last" } };
    return null;
  },
};
