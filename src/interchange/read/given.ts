import { initializerNames, type InitializerName } from "../../nn/initializers/kinds";
import { callReaderOf } from "../../nn/layers/from-code";
import type { CallArguments, CallReader } from "../../nn/layers/layer-from-code";
import type { ReadLayer } from "../../nn/layers/read-layer";
import { type Call, isKind, type Value } from "./python/values";
import type { Teller } from "./teller";

/** What says nothing of the network: names, types of numbers, and what Keras writes into its JSON. */
const idle = new Set([
  ...["name", "dtype", "device", "trainable", "input_shape", "input_dim", "batch_input_shape", "shape"],
  ...[
    "autocast",
    "bias_initializer",
    "batch_size",
    "generator",
    "data_format",
    "padding_mode",
    "batch_shape",
  ],
  ...["quantization_config", "renorm", "renorm_momentum", "synchronized", "supports_masking", "seed"],
  ...["beta_initializer", "gamma_initializer", "moving_mean_initializer", "moving_variance_initializer"],
]);

/** The last word of a whole name: `Linear`. */
export const shortName = (name: string) => name.split(".").at(-1)!.slice(0, 60);

/** The reader of a step: a function of torch may stand under several names. */
export function readerOf(name: string): CallReader | undefined {
  const known = callReaderOf(name);
  if (known) return known;
  const alone = /^torch\.(\w+)$/.exec(name)?.[1];
  if (alone === undefined) return undefined;
  return callReaderOf(`torch.nn.functional.${alone}`) ?? callReaderOf(`torch.Tensor.${alone}`);
}

/** What ends a network of classes and stands in the lab's loss. */
export const isSoftmax = (name: string) => /\.(Log)?Softmax$|\.(log_)?softmax$/.test(name);

export const maxNormNames = /^keras\.constraints\.(MaxNorm|max_norm)$/;

/** The arguments of a call, by the names of its parameters. */
export class Given implements CallArguments {
  private readonly values: Map<string, Value>;
  private readonly asked = new Set<string>();

  constructor(
    private readonly call: Call,
    { parameters }: Pick<CallReader, "parameters">,
    private readonly teller: Teller,
    private readonly label = shortName(call.name),
  ) {
    this.values = new Map(call.named);
    call.positional.forEach((value, index) => {
      const name = parameters[index];
      // More values than parameters are sizes one by one: x.view(1, 28, 28).
      if (name !== undefined) this.values.set(name, value);
    });
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  private take(name: string): Value | undefined {
    this.asked.add(name);
    return this.values.get(name);
  }

  /** As it is, of any kind. */
  value(name: string): Value | undefined {
    return this.take(name);
  }

  number(name: string, usual: number): number {
    const value = this.take(name);
    if (typeof value === "number") return value;
    if (isKind(value, "list") && value.items.length === 1 && typeof value.items[0] === "number")
      return value.items[0];
    if (value !== undefined && value !== null) this.unread(name);
    return usual;
  }

  width(name: string): number | null {
    const value = this.take(name);
    return typeof value === "number" ? value : null;
  }

  flag(name: string, usual: boolean): boolean {
    const value = this.take(name);
    if (typeof value === "boolean") return value;
    if (typeof value === "number") return value !== 0;
    if (value !== undefined && value !== null && !isKind(value, "unknown")) this.unread(name);
    return usual;
  }

  text(name: string, usual: string): string {
    const value = this.take(name);
    return typeof value === "string" ? value : usual;
  }

  side(name: string, usual: number): number {
    const value = this.take(name);
    if (isKind(value, "list")) {
      const sides = value.items.filter((side) => typeof side === "number");
      if (sides.length !== value.items.length || sides.length === 0) return (this.unread(name), usual);
      if (sides.some((side) => side !== sides[0])) this.tell("readNotSquare", { argument: name });
      return sides[0]!;
    }
    return this.number(name, usual);
  }

  numbers(name: string): readonly number[] | null {
    const value = this.take(name);
    if (typeof value === "number") return [value];
    if (!isKind(value, "list")) return null;
    return value.items.map((item) => (typeof item === "number" ? item : NaN));
  }

  activation(name: string): readonly ReadLayer[] {
    const value = this.take(name);
    if (value === undefined || value === null) return [];
    const call = asCall(value, "keras.activations", this.call.line);
    if (call && shortName(call.name) === "linear") return [];
    if (call && isSoftmax(call.name)) return [{ type: "softmax", name: shortName(call.name) }];
    // A layer such as LeakyReLU(0.1) serves as an activation too.
    return call ? layersOf(call, this.teller) : (this.unread(name), []);
  }

  initializer(name: string, usual: InitializerName): InitializerName {
    const value = this.take(name);
    if (value === undefined || value === null) return usual;
    const call = asCall(value, "keras.initializers", this.call.line);
    // PyTorch's own start in Keras: uniform around zero, of kernel and bias.
    const bias = asCall(this.values.get("bias_initializer") ?? null, "keras.initializers", this.call.line);
    const kernels = this.values.get("use_bias") === false ? [call] : [call, bias];
    if (kernels.every((each) => each && shortName(each.name) === "RandomUniform")) return "pytorch";
    const plain = call ? shortName(call.name).toLowerCase().replaceAll("_", "") : "";
    const found = initializerNames.find((each) => each.toLowerCase() === plain);
    if (!found) this.tell("readArgumentLeftOut", { argument: call ? shortName(call.name) : name });
    return found ?? usual;
  }

  penalty(name: string): { l1?: number; l2?: number } {
    const value = this.take(name);
    if (value === undefined || value === null) return {};
    // PyTorch's programs have them in a list of their own.
    if (isKind(value, "list")) {
      const [l1, l2] = value.items as [number, number];
      return { ...(l1 > 0 && { l1 }), ...(l2 > 0 && { l2 }) };
    }
    const call = asCall(value, "keras.regularizers", this.call.line);
    const kind = call ? shortName(call.name).toLowerCase().replaceAll("_", "") : "";
    if (!call || !["l1", "l2", "l1l2"].includes(kind)) {
      this.tell("readArgumentLeftOut", { argument: name });
      return {};
    }
    // "l2" alone means 0.01; l1_l2() has the same for both.
    const parameters = kind === "l1l2" ? ["l1", "l2"] : [kind];
    const given = new Given(call, { parameters }, this.teller);
    const factors = parameters.map((each) => [each, given.number(each, given.number("l", 0.01))] as const);
    return Object.fromEntries(factors.filter(([, factor]) => factor > 0));
  }

  ignore(...names: readonly string[]): void {
    for (const name of names) this.asked.add(name);
  }

  tell(code: Parameters<CallArguments["tell"]>[0], parameters = {}): void {
    this.teller.tell(code, { name: this.label, ...parameters }, this.call.line);
  }

  /** Tells of arguments that nobody asked for, unless they are None, False or of no weight. */
  tellTheRest(): void {
    for (const [argument, value] of this.values) {
      if (this.asked.has(argument) || idle.has(argument) || value === null || value === false) continue;
      if (isPlain(argument, value)) continue;
      // The training has it, of all kernels.
      if (argument === "kernel_constraint" && isKind(value, "call") && maxNormNames.test(value.name))
        continue;
      this.tell("readArgumentLeftOut", { argument: argument.slice(0, 60) });
    }
  }

  private unread(argument: string): void {
    this.tell("readArgumentUnread", { argument });
  }
}

/** The usual value of an argument that printed models and JSON always have. */
function isPlain(argument: string, value: Value): boolean {
  const one = isKind(value, "list") ? value.items.every((item) => item === 1) : value === 1;
  return (
    (one && ["dilation", "dilation_rate", "groups"].includes(argument)) ||
    (argument === "end_dim" && value === -1)
  );
}

/** A text, a name or an object as the call that it stands for. */
function asCall(value: Value, room: string, line: number): Call | null {
  const named = (name: string): Call => ({ kind: "call", name, positional: [], named: new Map(), line });
  if (typeof value === "string") return named(`${room}.${value}`);
  if (isKind(value, "outside")) return named(value.name);
  return isKind(value, "call") ? value : null;
}

/** The layers that a call stands for; those that the lab does not have are told. */
export function layersOf(call: Call, teller: Teller): readonly ReadLayer[] {
  if (isSoftmax(call.name)) return [{ type: "softmax", name: shortName(call.name) }];
  if (call.name === "keras.layers.Activation") {
    const given = new Given(call, { parameters: ["activation"] }, teller);
    return given.activation("activation");
  }
  const reader = readerOf(call.name);
  if (!reader) {
    const isStep = /(^|\.)[a-z_]\w*$/.test(call.name);
    const name = shortName(call.name);
    teller.tell(isStep ? "readUnknownCall" : "readUnknownLayer", { name }, call.line);
    return [];
  }
  const given = new Given(call, reader, teller);
  const layers = reader.read(given);
  given.tellTheRest();
  return layers;
}
