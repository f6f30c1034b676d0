import { codeOf } from "../../nn/layers/codes";
import type { Layer } from "../../nn/layers/kinds";
import type { Part } from "../../nn/layers/layer-code";
import { type Call, call, type Definition, type Python } from "../../nn/python";
import type { Shape } from "../../nn/shape";
import type { ProductPrecision } from "../../nn/products";
import {
  type Holder,
  holdersOf,
  type NamedTensor,
  namedTensors,
  type WrittenLayer,
  writtenLayers,
} from "./network";
import { inputOf, type InputScaling, type ScriptPlan } from "./plan";

/** A network in PyTorch. */
export interface PyTorchNetwork {
  /** The entries of `nn.Sequential`. */
  readonly parts: readonly Part[];
  readonly layers: readonly WrittenLayer[];
  readonly holders: readonly Holder[];
  readonly tensors: readonly NamedTensor[];
}

const Standardise: Definition = {
  name: "Standardise",
  source: `class Standardise(nn.Module):
    """Raw columns as the network takes them."""

    def __init__(self, shift, scale):
        super().__init__()
        self.register_buffer("shift", shift)
        self.register_buffer("scale", scale)

    def forward(self, x):
        return ((x - self.shift) / self.scale).float()`,
};

const Rescale: Definition = {
  name: "Rescale",
  source: `class Rescale(nn.Module):
    """Raw pixels as the network takes them."""

    def __init__(self, divisor):
        super().__init__()
        self.divisor = divisor

    def forward(self, x):
        return x / self.divisor`,
};

/**
 * @param preparation what stands before the layers, so that the network takes raw rows
 * @param products of training; left out for a trained network
 */
export function pytorchNetwork(
  layers: readonly Layer[],
  input: Shape,
  preparation: readonly Part[],
  products?: ProductPrecision,
): PyTorchNetwork {
  const written = writtenLayers(layers, input, preparation.length, (layer, place) =>
    codeOf(layer).pytorch(layer, { ...place, products }),
  );
  const holders = holdersOf(written);
  return {
    parts: [...preparation, ...written.flatMap(({ parts }) => parts)],
    layers: written,
    holders,
    tensors: namedTensors(holders),
  };
}

/** What makes raw rows the network's inputs. @param shift of standardising, as Python calls it @param scale likewise */
export function pytorchPreparation(scaling: InputScaling, shift: Python, scale: Python): Part[] {
  if (scaling.kind === "none") return [];
  if (scaling.kind === "divided" && !scaling.masked)
    return [{ call: call("Rescale", [scaling.by]), needs: [Rescale] }];
  return [{ call: call("Standardise", [shift, scale]), needs: [Standardise] }];
}

export function sequential({ parts }: PyTorchNetwork): Call {
  return {
    ...call(
      "nn.Sequential",
      parts.map((part) => part.call),
    ),
    spread: true,
  };
}

/** A tensor's name in the state of `net`: `3.weight`, or `3.body.0.weight` of a block's layer. */
export function pytorchName({ name, holder }: NamedTensor): string {
  return [...holder.path, name.pytorch].join(".");
}

/** A module as Python reaches it from `net`. */
export function pytorchModule({ path }: Holder): string {
  return `net${path.map((each) => (typeof each === "number" ? `[${each}]` : `.${each}`)).join("")}`;
}

/** Whether pictures are given to it, channels first. */
export const takesPictures = (plan: Pick<ScriptPlan, "layers" | "data">) => inputOf(plan).length === 3;
