import { codeOf } from "../../nn/layers/codes";
import type { Layer } from "../../nn/layers/kinds";
import type { Part } from "../../nn/layers/layer-code";
import type { Penalty } from "../../nn/layers/penalty";
import { type Call, call, list, text, tuple } from "../../nn/python";
import type { Shape } from "../../nn/shape";
import type { Training } from "../../experiment/schema";
import {
  type Holder,
  holdersOf,
  type NamedTensor,
  namedTensors,
  type WrittenLayer,
  writtenLayers,
} from "./network";
import type { InputScaling } from "./plan";

/** A network in Keras. */
export interface KerasNetwork {
  readonly input: Shape;
  /** The entries of `keras.Sequential`, without its `Input`. */
  readonly parts: readonly Part[];
  readonly layers: readonly WrittenLayer[];
  readonly holders: readonly Holder[];
  readonly tensors: readonly NamedTensor[];
}

/** @param training null for a trained network, which says nothing of its training @param preparation what stands before the layers, so that the network takes raw rows */
export function kerasNetwork(
  layers: readonly Layer[],
  input: Shape,
  training: Pick<Training, "l2" | "maxNorm" | "products"> | null,
  preparation: readonly Part[],
): KerasNetwork {
  const { l2, maxNorm = 0 } = training ?? { l2: 0 };
  const written = writtenLayers(layers, input, preparation.length, (layer, place) => {
    const own = layer as Partial<Penalty>;
    const penalty = { l1: own.l1 ?? 0, l2: Number((l2 + (own.l2 ?? 0)).toPrecision(12)) };
    const { products } = training ?? {};
    return codeOf(layer).keras(layer, { ...place, products, trains: training !== null, penalty, maxNorm });
  });
  const holders = holdersOf(written);
  return {
    input,
    parts: [...preparation, ...written.flatMap(({ parts }) => parts)],
    layers: written,
    holders,
    tensors: namedTensors(holders),
  };
}

/** What makes raw rows the network's inputs. @param statistics of standardising: mean and variance as Python calls them, if they are known there */
export function kerasPreparation(
  scaling: InputScaling,
  input: Shape,
  statistics?: readonly [mean: string, variance: string],
): Part[] {
  if (scaling.kind === "none") return [];
  if (scaling.kind === "divided" && !scaling.masked)
    return [{ call: call("layers.Rescaling", [`1 / ${scaling.by}`]) }];
  const axis = input.length === 1 ? undefined : tuple(...input.map((_, place) => place + 1));
  const [mean, variance] = statistics ?? [];
  // The statistics of trained networks, which are not known here, come in double precision: a year has few digits left of its scaled value in single.
  const dtype = statistics ? undefined : text("float64");
  return [{ call: call("layers.Normalization", [], { axis, mean, variance, dtype }) }];
}

/** @param dtype of its inputs, where it is not Keras' own */
export function sequentialInKeras({ input, parts }: KerasNetwork, dtype?: "float64"): Call {
  const first = call("keras.Input", [tuple(...input)], { dtype: dtype && text(dtype) });
  return call("keras.Sequential", [{ ...list(first, ...parts.map((part) => part.call)), spread: true }]);
}
