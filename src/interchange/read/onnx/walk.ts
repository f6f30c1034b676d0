import { LabError } from "../../../messages/failure";
import type { Tensor } from "../../tensor";
import { after, type Call, type Flow, inputs, type Value as Argument } from "../python/values";
import type { Teller } from "../teller";
import { sumOfWays } from "../ways";
import type { GraphSteps } from "./graph-steps";
import { layerNodes } from "./layer-nodes";
import { type Recognised, recognised } from "./recognise";
import { applied, constant, drawn, meanOverChannels, operationOf, type Samples } from "./samples";
import { sizesOf, sizesOfNode } from "./sizes";
import { type Beside, floatsOf, isFloat } from "./tensors";
import { type Carried, type Constant, other, type Stretch, type Value } from "./values";
import type { OnnxFile, OnnxInput, OnnxNode, OnnxTensor } from "./wire";

/** Longer stretches of arithmetic are no layer. */
const longestStretch = 64;
/** Numbers that all stretches of a file may hold together. */
const mostNumbers = 2 ** 24;

/** Goes through a graph's nodes in their order and notes the steps that the network's inputs go through. Nothing of it runs. */
export class Walk implements GraphSteps {
  /** Tensors by PyTorch's names, in the order of the graph. */
  readonly tensors = new Map<string, () => Tensor>();
  /** Layers whose rows were a picture with its channels last. */
  readonly channelsLast = new Set<string>();
  private readonly values = new Map<string, Value>();
  private readonly uses = new Map<string, number>();
  private readonly preparation = new Set<string>();
  private readonly start: Flow = inputs();
  private readonly steps = new Map<Carried, Carried>();
  /** Kernels that more than a sum takes. */
  private readonly fixed = new Set<Flow>();
  private readonly kernels = new Set<OnnxTensor>();
  private readonly taken = new Set<string>();
  private left = mostNumbers;

  constructor(
    private readonly file: OnnxFile,
    private readonly beside: Beside,
    readonly teller: Teller,
  ) {
    for (const tensor of file.initializers)
      this.values.set(tensor.name, { kind: "constant", tensor, shape: tensor.shape, turned: false });
    for (const name of [...file.nodes.flatMap((node) => node.inputs), ...file.outputs])
      this.uses.set(name, (this.uses.get(name) ?? 0) + 1);
    for (const input of file.inputs)
      if (!this.values.has(input.name)) this.values.set(input.name, this.inputOf(input));
  }

  /** The steps from the inputs to the outputs: of several outputs, to the one with most of them. */
  run(): Flow {
    for (const node of this.file.nodes) {
      const outputs = this.after(node);
      node.outputs.forEach((name, index) => {
        const value = outputs[index] ?? other(node.op);
        if (name !== "") this.values.set(name, this.shared(name, value));
      });
    }
    let found = this.start;
    for (const name of this.file.outputs) {
      const value = this.values.get(name);
      if (value?.kind !== "carried") continue;
      const flow = this.settled(value).flow;
      if (flow.depth > found.depth) found = flow;
    }
    if (this.preparation.size > 0)
      this.teller.tell("readPreparation", { name: [...this.preparation].slice(0, 8).join(", ") });
    return found;
  }

  private inputOf({ name, shape }: OnnxInput): Value {
    const size = (axis: number) => shape?.[axis] ?? NaN;
    if (shape?.length !== 4) {
      // PyTorch numbers the values of a picture channel by channel.
      const flat = this.file.producer === "pytorch" ? "first" : "last";
      return {
        kind: "carried",
        flow: this.start,
        axes: { picture: null, channels: size(1), flat },
        stretch: null,
      };
    }
    const picture = this.pictureOf(name, [size(1), size(2), size(3)]);
    const channels = picture === "first" ? size(1) : size(3);
    return { kind: "carried", flow: this.start, axes: { picture, channels }, stretch: null };
  }

  /** Where the channels of a new picture stand: what takes it tells, else they are the few. */
  pictureOf(name: string, [one, , three]: readonly number[]): "first" | "last" {
    const isLast = this.file.nodes.some(({ op, inputs: [first], attributes }) => {
      const turns = op === "Transpose" && attributes.get("perm")?.integers[1] === 3;
      return first === name && (turns || op === "LayerNormalization");
    });
    return isLast || (three! <= 4 && one! > 4) ? "last" : "first";
  }

  private after(node: OnnxNode): readonly Value[] {
    const given = node.inputs.map((name) =>
      name === "" ? undefined : (this.values.get(name) ?? other(node.op)),
    );
    const [first] = given;
    if (node.op === "Constant") return [constantOf(node)];
    if (["Identity", "Cast", "CastLike"].includes(node.op) && first) return [first];
    const carried = given.filter((each): each is Carried => each?.kind === "carried");
    if (carried.length === 0) return [this.withoutInputs(node, given)];
    // So that runtimes keep a Dropout, its mask chooses what it lets through anyway.
    if (node.op === "Where" && first?.kind === "other" && first.op === "Dropout") return [carried[0]!];
    if (node.op === "Shape") return [sizesOfNode(node, given)!];
    // A mean over the channels has one of them: turned or reshaped, its pixels stay in their order.
    const isMean = first?.kind === "carried" && first.stretch?.op === "ReduceMean";
    if (isMean && ["Reshape", "Transpose"].includes(node.op)) return [first];
    const layer = Object.hasOwn(layerNodes, node.op) ? layerNodes[node.op]! : null;
    const step = layer && first?.kind === "carried" ? layer({ walk: this, node, given }) : null;
    if (step) return [step];
    return [this.arithmetic(node, given, carried) ?? this.unknown(node.op, carried, given)];
  }

  private withoutInputs(node: OnnxNode, given: readonly (Value | undefined)[]): Value {
    const [first] = given;
    if (first?.kind === "constant" && node.op === "Transpose") {
      const turns = first.shape.length === 2;
      return turns ? { ...first, shape: [...first.shape].reverse(), turned: !first.turned } : other(node.op);
    }
    if (
      first?.kind === "constant" &&
      ["Reshape", "Squeeze", "Unsqueeze", "Flatten"].includes(node.op) &&
      !first.turned
    ) {
      const size = first.shape.reduce((product, side) => product * side, 1);
      // Only lists, which are read by their length.
      if (first.shape.filter((side) => side !== 1).length <= 1 && isFloat(first.tensor))
        return { ...first, shape: [size] };
    }
    const found = given.find((each) => each?.kind === "other");
    return sizesOfNode(node, given) ?? found ?? other(node.op);
  }

  /** What no layer of the lab does, which is told. */
  unknown(op: string, carried: readonly Carried[], given: readonly (Value | undefined)[] = []): Value {
    const name = given.find((each) => each?.kind === "other")?.op ?? op;
    const settled = carried.map((each) => this.settled(each));
    const [one] = settled as [Carried];
    if (settled.every(({ flow }) => flow === this.start)) {
      this.preparation.add(name.slice(0, 60));
      return { ...one, axes: { ...one.axes, channels: NaN } };
    }
    if (["ArgMax", "TopK"].includes(op)) return other(op);
    else this.teller.tell("readUnknownCall", { name: name.slice(0, 60) });
    return settled.reduce((longest, each) => (each.flow.depth > longest.flow.depth ? each : longest));
  }

  private arithmetic(
    node: OnnxNode,
    given: readonly (Value | undefined)[],
    carried: readonly Carried[],
  ): Value | null {
    const parents = carried.map((each) =>
      (each.stretch?.length ?? 0) < longestStretch ? each : this.settled(each),
    );
    const own = given.map((each) => (each?.kind === "carried" ? parents[carried.indexOf(each)]! : each));
    const [one] = parents as [Carried];
    if (parents.some(({ flow }) => flow !== one.flow)) {
      if (node.op !== "Add" || parents.length !== 2 || given.length !== 2) return null;
      const [a, b] = parents.map((each) => this.settled(each)) as [Carried, Carried];
      return { ...a, flow: sumOfWays(a.flow, b.flow, this.teller) };
    }
    const count = this.channelsOf(one, given);
    const numbers = parents.flatMap(({ stretch }) => stretch?.numbers ?? []);
    for (const each of own) {
      const single = each?.kind === "constant" ? this.numbersOf(each) : null;
      if (single?.length === 1) numbers.push(single[0]!);
    }
    const run = (isAlone: boolean) =>
      this.ran(node, own, count, (each) => (isAlone || !each.stretch ? drawn(count) : each.stretch.samples));
    const samples = run(false);
    if (!samples) return null;
    const stretch: Stretch = {
      ...{ op: node.op, samples, parents, alone: null, numbers: numbers.slice(-20) },
      length: 1 + Math.max(...parents.map((each) => each.stretch?.length ?? 0)),
    };
    const isOne = new Set(parents).size === 1;
    const alone = isOne && one.stretch ? { ...stretch, samples: run(true), parents: [], length: 1 } : null;
    const axes = Number.isNaN(one.axes.channels) && count > 1 ? { ...one.axes, channels: count } : one.axes;
    return { kind: "carried", flow: one.flow, axes, stretch: { ...stretch, alone } };
  }

  /** Values that tell of each channel on its own need that many drawn; others one. */
  private channelsOf({ axes, stretch }: Carried, given: readonly (Value | undefined)[]): number {
    if (stretch?.samples) return stretch.samples.channels;
    if (!Number.isNaN(axes.channels)) return axes.channels;
    return Math.max(1, ...given.map((each) => (each?.kind === "constant" ? Math.max(...each.shape, 1) : 1)));
  }

  private ran(
    node: OnnxNode,
    given: readonly (Value | undefined)[],
    count: number,
    samplesOf: (each: Carried) => Samples | null,
  ): Samples | null {
    const attribute = (name: string, usual: number) =>
      name === "tanh"
        ? Number(node.attributes.get("approximate")?.text === "tanh")
        : (node.attributes.get(name)?.float ?? usual);
    const operation = operationOf(node.op, attribute);
    this.left -= count * 24;
    if (this.left < 0) return null;
    const operands: Samples[] = [];
    for (const each of given) {
      if (each === undefined) continue;
      const samples =
        each.kind === "carried"
          ? samplesOf(each)
          : each.kind === "constant"
            ? this.constantFor(each, given, count)
            : null;
      if (samples?.channels !== count) return null;
      operands.push(samples);
      if (node.op === "ReduceMean") return this.overChannels(node, given) ? meanOverChannels(samples) : null;
    }
    return operation && operands.length > 0 ? applied(operation, operands) : null;
  }

  private constantFor(each: Constant, given: readonly (Value | undefined)[], count: number): Samples | null {
    const numbers = this.numbersOf(each);
    const axes = given.find((one): one is Carried => one?.kind === "carried")?.axes;
    if (!numbers || !axes) return null;
    const wide = each.shape.findIndex((side) => side !== 1);
    const fromEnd = each.shape.length - wide;
    const isByChannel = axes.pooled || fromEnd === (axes.picture === "first" ? 3 : 1);
    return numbers.length === 1 || isByChannel ? constant(count, numbers) : null;
  }

  private numbersOf(each: Constant): ArrayLike<number> | null {
    if (each.turned || each.shape.filter((side) => side !== 1).length > 1) return null;
    return this.floatsHere(each)?.values ?? sizesOf(each);
  }

  private floatsHere({ tensor }: Constant): Tensor | null {
    if (!isFloat(tensor)) return null;
    try {
      return floatsOf(tensor, this.beside);
    } catch (error) {
      // Without the file beside this one only shapes are known.
      if (error instanceof LabError) return null;
      throw error;
    }
  }

  /** Whether a mean is over each place's channels. */
  private overChannels(node: OnnxNode, given: readonly (Value | undefined)[]): boolean {
    const [first, second] = given;
    const reduced = node.attributes.get("axes")?.integers ?? (second && sizesOf(second)) ?? [];
    const { picture, pooled } = (first as Carried).axes;
    const rank = picture && !pooled ? 4 : 2;
    const channel = picture === "first" && !pooled ? 1 : rank - 1;
    return reduced.length === 1 && (reduced[0]! + rank) % rank === channel;
  }

  /** What several nodes take is one value if it is a layer's; else each of them takes the arithmetic on. */
  private shared(name: string, value: Value): Value {
    if (value.kind !== "carried" || (this.uses.get(name) ?? 0) < 2) return value;
    if (!value.stretch) this.fixed.add(value.flow);
    return this.isKnown(value) ? this.settled(value) : value;
  }

  private isKnown({ stretch }: Carried): boolean {
    if (!stretch) return true;
    if (stretch.samples && recognised(stretch.samples, stretch.numbers)) return true;
    const [parent] = stretch.parents;
    const isAlone = stretch.alone?.samples && recognised(stretch.alone.samples, stretch.numbers);
    return Boolean(isAlone && parent && this.isKnown(parent));
  }

  /** With the steps that the arithmetic since the last known one is. What is none is told. */
  settled(value: Carried): Carried {
    if (!value.stretch) return value;
    const found = this.steps.get(value) ?? this.settle(value, value.stretch);
    this.steps.set(value, found);
    return found;
  }

  private settle({ axes, flow }: Carried, stretch: Stretch): Carried {
    const whole = stretch.samples && recognised(stretch.samples, stretch.numbers);
    if (whole) return { kind: "carried", axes, stretch: null, flow: this.stepped(flow, whole, stretch.op) };
    const [one, two] = stretch.parents as [Carried, Carried | undefined];
    if (stretch.op === "Add" && two && one !== two) {
      const [a, b] = [this.settled(one), this.settled(two)];
      return { ...a, flow: sumOfWays(a.flow, b.flow, this.teller) };
    }
    const before = this.settled(one);
    const alone = stretch.alone?.samples && recognised(stretch.alone.samples, stretch.numbers);
    if (alone) return { ...before, flow: this.stepped(before.flow, alone, stretch.op) };
    if (before.flow === this.start) this.preparation.add(stretch.op);
    else this.teller.tell("readUnknownCall", { name: stretch.op });
    return before;
  }

  private stepped(flow: Flow, found: Recognised, op: string): Flow {
    if (found.kind === "identity") return flow;
    if (found.kind === "activation") {
      const [last] = found.parameters;
      const named: Record<string, Argument> = last === "tanh" ? { approximate: "tanh" } : {};
      const positional = typeof last === "number" ? [last] : [];
      return this.step(flow, found.name, positional, named);
    }
    if (found.kind === "layerNorm") {
      const path = this.freePath("LayerNorm");
      this.keep(path, { weight: found.scale, bias: found.shift });
      return this.step(flow, "LayerNorm", [found.scale.length], { eps: found.epsilon }, path);
    }
    return this.affine(flow, found, op);
  }

  private affine(
    flow: Flow,
    { factors, summands }: Extract<Recognised, { kind: "affine" }>,
    op: string,
  ): Flow {
    const step = flow.step?.kind === "call" ? flow.step : null;
    // A sum after a kernel without bias is its bias.
    if (
      step?.named.get("bias") === false &&
      !this.fixed.has(flow) &&
      factors.every((each) => Math.abs(each - 1) < 1e-6)
    ) {
      step.named.delete("bias");
      this.keep(step.path!, { bias: summands });
      return flow;
    }
    if (flow === this.start) {
      this.preparation.add(op);
      return flow;
    }
    this.teller.tell("readFactors", { name: op });
    const path = this.freePath("BatchNorm");
    const ones = new Float32Array(factors.length).fill(1 - 1e-5);
    this.keep(path, {
      weight: factors,
      bias: summands,
      running_mean: new Float32Array(factors.length),
      running_var: ones,
    });
    return this.step(flow, "BatchNorm1d", [factors.length], {}, path);
  }

  private keep(path: string, tensors: Readonly<Record<string, Float32Array>>): void {
    for (const [name, values] of Object.entries(tensors))
      this.tensors.set(`${path}.${name}`, () => ({ shape: [values.length], values }));
  }

  /** A layer by PyTorch's name, whose arguments say what the node's attributes do. */
  step(
    flow: Flow,
    name: string,
    positional: readonly Argument[],
    named: Readonly<Record<string, Argument>>,
    path?: string,
  ): Flow {
    const whole = name.includes(".") ? name : `torch.nn.${name}`;
    const call: Call = {
      ...{
        kind: "call",
        name: whole,
        positional: [...positional],
        named: new Map(Object.entries(named)),
        line: 0,
      },
      ...(path !== undefined && { path }),
    };
    return after(flow, call);
  }

  /** The name of a layer's tensors: that of its kernel in PyTorch, else the node's own. */
  freePath(name: string, kernel?: string): string {
    const base = kernel && /\.weight$/.test(kernel) ? kernel.replace(/\.weight$/, "") : name;
    for (let count = 0; ; count++) {
      const path = count === 0 ? base : `${base} (${count})`;
      if (this.taken.has(path)) continue;
      this.taken.add(path);
      return path;
    }
  }

  /** Two layers with one kernel are told. */
  useKernel({ tensor }: Constant, name: string): void {
    if (this.kernels.has(tensor)) this.teller.tell("readShared", { name });
    this.kernels.add(tensor);
  }

  tensor({ tensor, turned }: Constant): Tensor {
    const { shape, values } = floatsOf(tensor, this.beside);
    return turned ? turnedOver({ shape, values }) : { shape, values };
  }
}

function turnedOver({ shape: [rows, columns], values }: Tensor): Tensor {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows!; row++)
    for (let column = 0; column < columns!; column++)
      turned[column * rows! + row] = values[row * columns! + column]!;
  return { shape: [columns!, rows!], values: turned };
}

function constantOf({ attributes, op }: OnnxNode): Value {
  const tensor = attributes.get("value")?.tensor;
  if (tensor) return { kind: "constant", tensor, shape: tensor.shape, turned: false };
  const floats = attributes.get("value_floats")?.floats ?? [attributes.get("value_float")?.float ?? NaN];
  const integers = attributes.get("value_ints")?.integers ?? [attributes.get("value_int")?.integer ?? NaN];
  if (attributes.has("value_ints") || attributes.has("value_int")) return { kind: "sizes", values: integers };
  if (!attributes.has("value_floats") && !attributes.has("value_float")) return other(op);
  const shape = attributes.has("value_float") ? [] : [floats.length];
  const bytes = new Uint8Array(Float32Array.from(floats).buffer);
  return { kind: "constant", tensor: { name: "", shape, type: 1, bytes, few: [] }, shape, turned: false };
}
