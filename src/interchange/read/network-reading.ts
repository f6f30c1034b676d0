import { layerSchema, type Layer } from "../../nn/layers/kinds";
import type { ReadLayer } from "../../nn/layers/read-layer";
import { paddingsOf } from "../../nn/layers/windows";
import { inOrder, isSized, layerShapes } from "../../nn/network";
import { isKnown } from "../../nn/shape";
import { LabError } from "../../messages/failure";
import { Given, layersOf, readerOf, shortName } from "./given";
import type { Call, Step } from "./python/values";
import { isSideways } from "./read-rows";
import type { Teller } from "./teller";

/** More than the document takes. */
const mostLayers = 200;
/** Steps without an effect. */
const isIdle = (name: string) =>
  /\.(Identity|Input|InputLayer|ActivityRegularization)$|^torch\.Tensor\.(contiguous|float)$/.test(name);

/** A layer as it was read. */
export interface LayerReading {
  readonly layer: Layer;
  /** Where the text has it, from 1. */
  readonly line?: number;
  /** Before the name of its tensors in PyTorch's files: `0`, `features.3`; absent where the text does not tell. */
  readonly path?: string;
  /** The class or function that it was: `Conv2D`. */
  readonly module?: string;
  /** Of a block. */
  readonly inner?: readonly LayerReading[];
  /** Of a block: the factors on the kernel of its shortcut. */
  readonly shortcutPenalty?: { readonly l1?: number; readonly l2?: number };
  /** Values, or channels, that the text says it takes. */
  readonly takes?: number;
  /** Pixels that the text pads left, right, above and below. */
  readonly pads?: readonly number[];
}

/**
 * The layers of these steps.
 * @param outputs those of the data at hand, for a width that the text leaves open
 * @param isBody whether they are a block's, which ends in no outputs
 */
export function readSteps(
  steps: readonly Step[],
  teller: Teller,
  outputs?: number,
  isBody = false,
): LayerReading[] {
  const read = steps.flatMap((step) => ofStep(step, teller));
  const end = endOf(withPads(withoutIdle(read), teller), teller, isBody);
  const lastSized = end.map(({ layer }) => isWide(layer)).lastIndexOf(true);
  const whole = end.flatMap((each, index) =>
    checked(each, teller, index === lastSized ? outputs : undefined),
  );
  if (inOrder(whole.map(({ layer }) => layer)).length > mostLayers)
    throw new LabError("readTooManyLayers", { limit: mostLayers });
  tellShared(steps, teller);
  return whole;
}

/** A layer before its check against the document's schema. */
interface Raw extends Omit<LayerReading, "layer" | "inner"> {
  readonly layer: ReadLayer;
  readonly name: string;
  readonly body?: readonly LayerReading[];
}

const isWide = (layer: ReadLayer) => "units" in layer || "filters" in layer;

function ofStep(step: Step, teller: Teller): Raw[] {
  if (step.kind === "shortcut") {
    const body = readSteps(step.body, teller, undefined, true);
    const [way] = step.projection.filter(isProjection) as Call[];
    const place = {
      ...(step.line > 0 && { line: step.line }),
      ...(way?.path !== undefined && { path: way.path }),
    };
    if (step.projection.length > 0 && step.projection.filter(isProjection).length !== 1)
      teller.tell("readProjection", {}, step.line);
    const { initializer, shortcutPenalty } = way ? startOfShortcut(way, teller) : {};
    const layer = {
      ...{ type: "residual", layers: body.map((each) => each.layer) },
      ...(initializer && { initializer }),
    };
    const name = way ? shortName(way.name) : "residual";
    return body.length > 0
      ? [{ layer, body, name, ...place, ...(shortcutPenalty && { shortcutPenalty }) }]
      : [];
  }
  // What mirrors pictures while training stands with the training.
  if (isIdle(step.name) || (step.name === "keras.layers.RandomFlip" && isSideways(step))) return [];
  const layers = layersOf(step, teller);
  const takes = takenBy(step);
  const place = {
    ...(step.line > 0 && { line: step.line }),
    ...(step.path !== undefined && { path: step.path }),
  };
  return layers.map((layer, index) => ({
    layer,
    name: shortName(step.name),
    ...place,
    ...(index === 0 && takes !== null && { takes }),
  }));
}

/** A convolution of single pixels or a linear layer, without bias, as the lab has it on shortcuts. */
function isProjection(step: Step): boolean {
  return step.kind === "call" && /\.(Conv2[dD]|Linear|Dense)$/.test(step.name);
}

function startOfShortcut(way: Call, teller: Teller) {
  const given = new Given(way, { parameters: [] }, teller);
  return way.name.startsWith("torch.")
    ? {
        initializer: given.initializer("lab_start", "pytorch"),
        shortcutPenalty: given.penalty("lab_penalty"),
      }
    : {
        initializer: given.initializer("kernel_initializer", "glorotUniform"),
        shortcutPenalty: given.penalty("kernel_regularizer"),
      };
}

function takenBy(step: Call): number | null {
  const reader = readerOf(step.name);
  const index = reader?.takes === undefined ? -1 : reader.parameters.indexOf(reader.takes);
  const value = index < 0 ? undefined : (step.positional[index] ?? step.named.get(reader!.takes!));
  return typeof value === "number" ? value : null;
}

/** Without a flattening of what is one row already: global pools give rows in the lab. */
function withoutIdle(read: readonly Raw[]): Raw[] {
  return read.filter(
    ({ layer }, index) => layer.type !== "flatten" || read[index - 1]?.layer.type !== "globalAveragePool2d",
  );
}

/** Layers that only pad, as a part of the window after them. */
function withPads(read: readonly Raw[], teller: Teller): Raw[] {
  return read.flatMap((each, index) => {
    const [before, next] = [read[index - 1]?.layer, read[index + 1]?.layer];
    if (each.layer.type === "pad") {
      if (!padsWindow(each.layer, next)) teller.tell("readUnknownLayer", { name: each.name }, each.line);
      return [];
    }
    if (before?.type !== "pad" || !padsWindow(before, each.layer)) return [each];
    return [{ ...each, layer: { ...each.layer, padding: "same", pads: before["pads"] } }];
  });
}

function padsWindow({ value }: ReadLayer, window: ReadLayer | undefined): boolean {
  if (window?.["padding"] !== "valid") return false;
  return window.type === "conv2d" ? value === 0 : window.type === "maxPool2d" && value === -Infinity;
}

/** Without the softmax that the lab's loss has; a single output with a sigmoid becomes two. */
function endOf(read: readonly Raw[], teller: Teller, isBody: boolean): Raw[] {
  const layers = read.filter(({ layer, name, line }, index) => {
    if (layer.type !== "softmax") return true;
    const isLast = !isBody && read.slice(index + 1).every((each) => each.layer.type === "softmax");
    teller.tell(
      isLast ? "readSoftmax" : "readUnknownLayer",
      { name: isLast ? String(layer["name"]) : name },
      line,
    );
    return false;
  });
  const [before, last] = layers.slice(-2);
  if (isBody || last?.layer.type !== "sigmoid" || before?.layer["units"] !== 1) return layers;
  teller.tell("readBinary", { name: before.name }, before.line);
  return [...layers.slice(0, -2), { ...before, layer: { ...before.layer, units: 2 } }];
}

function checked({ name, body, ...raw }: Raw, teller: Teller, outputs: number | undefined): LayerReading[] {
  const { pads, ...layer }: Record<string, unknown> & ReadLayer = raw.layer;
  const width = "units" in layer ? "units" : "filters";
  if (isWide(layer) && layer[width] === null) {
    if (outputs === undefined) {
      teller.tell("readWidthUnknown", { name }, raw.line);
      return [];
    }
    teller.tell("readWidthOfData", { name, outputs }, raw.line);
    layer[width] = outputs;
  }
  const read = layerSchema.safeParse(layer);
  const padded = Array.isArray(pads) && { pads: pads as number[] };
  if (read.success)
    return [{ ...raw, module: name, layer: read.data, ...padded, ...(body && { inner: body }) }];
  const issue = read.error.issues[0]!;
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], layer);
  const reason = `${issue.path.join(".")} = ${String(value).slice(0, 40)}`;
  teller.tell("readRefused", { name, reason }, raw.line);
  return [];
}

function tellShared(steps: readonly Step[], teller: Teller): void {
  const seen = new Set<Call>();
  for (const step of steps) {
    if (step.kind !== "call") continue;
    const origin = step.origin ?? step;
    const hasWeights = /\.(Linear|LazyLinear|Dense|Conv2[dD]|BatchNorm\w*|LayerNorm\w*)$/.test(step.name);
    if (seen.has(origin) && hasWeights) teller.tell("readShared", { name: shortName(step.name) }, step.line);
    seen.add(origin);
  }
}

/** Tells of layers that the text says take another number of values than comes in. @param input the shape of the data at hand */
export function tellMisfits(read: readonly LayerReading[], input: readonly number[], teller: Teller): void {
  const readings = flat(read);
  const shapes = layerShapes(
    read.map(({ layer }) => layer),
    input,
  );
  let isFirst = true;
  shapes.forEach(({ layer, input: before }, index) => {
    const { takes, line, pads } = readings[index]!;
    if (pads) tellPads(layer, before, pads, line, teller);
    if (!isSized(layer) || takes === undefined) return;
    const found =
      layer.type === "conv2d" ? before.at(-1)! : before.reduce((product, size) => product * size, 1);
    if (Number.isFinite(found) && found !== takes) {
      const [name] = [layer.type];
      teller.tell(
        isFirst ? "readInputDiffers" : "readTakesOthers",
        isFirst ? { expected: takes, found } : { name, expected: takes, found },
        line,
      );
    }
    isFirst = false;
  });
}

/** The lab's window has its own pixels around the picture, which may be the text's. */
function tellPads(
  layer: Layer,
  input: readonly number[],
  pads: readonly number[],
  line: number | undefined,
  teller: Teller,
): void {
  if (layer.type !== "conv2d" && layer.type !== "maxPool2d" && layer.type !== "averagePool2d") return;
  const size = layer.type === "conv2d" ? layer.kernelSize : layer.poolSize;
  const half = (size - 1) / 2;
  const [rows, columns] = isKnown(input) && input.length === 3 ? paddingsOf(input, { ...layer, size }) : [];
  const usual = layer.stride === 1 ? [half, half, half, half] : [];
  const own = rows && columns ? [...columns, ...rows] : usual;
  if (own.join() !== pads.join())
    teller.tell("readPadding", { name: layer.type, pads: pads.join(", ") }, line);
}

/** In the order of `inOrder`: a block's layers before the block. */
export function flat(read: readonly LayerReading[]): LayerReading[] {
  return read.flatMap((each) => [...(each.inner ? flat(each.inner) : []), each]);
}
