import { graphOf } from "../../nn/layers/graph";
import type { ChainLink } from "../../nn/layers/graph-layer";
import { draws, layerShapes } from "../../nn/network";
import { sizeOf } from "../../nn/shape";
import type { Adam } from "../../nn/optimizers/adam/optimizer";
import type { AdamW } from "../../nn/optimizers/adamW/optimizer";
import { type GraphSpec, parametersOf } from "./graph-spec";

/**
 * A network that one of the lab's own operations trains and another one evaluates, without a node for each layer: dense layers with
 * rectifiers and dropout between them (native/chain.h), trained by Adam without more settings of the step than the precision of products.
 */
export interface Chain {
  readonly links: readonly PlacedLink[];
  readonly optimizer: Adam | AdamW;
}

interface PlacedLink {
  readonly link: ChainLink;
  /** Of its outputs. */
  readonly units: number;
  /** Where the layer stands in order. */
  readonly layer: number;
  /** Its place among those that draw. */
  readonly ordinal: number;
}

/** The spec's network as a chain; null if it is none, or the lab's operations are missing. */
export function chainOf(spec: GraphSpec): Chain | null {
  const { kernels, training, step = {}, augmentation, task, outputs, layers, input } = spec;
  const { optimizer, loss } = training;
  const isPlainStep = Object.keys(step).every((setting) => setting === "products");
  if (!kernels.own || augmentation || !isPlainStep) return null;
  if (optimizer.type !== "adam" && optimizer.type !== "adamW") return null;
  if (loss !== (task === "classification" ? "softmaxCrossEntropy" : "meanSquaredError")) return null;
  if (task === "regression" && outputs !== 1) return null;
  if (parametersOf(spec).some(({ penalised }) => penalised && penalised.l1 !== 0)) return null;
  const links: PlacedLink[] = [];
  let ordinal = 0;
  for (const [index, { layer, output }] of layerShapes(layers, input).entries()) {
    const link = graphOf(layer).chain?.(layer);
    if (link === undefined) return null;
    if (link) links.push({ link, units: sizeOf(output), layer: index, ordinal });
    if (draws(layer)) ordinal++;
  }
  return { links, optimizer };
}

/** In the order of native/chain.h. */
export const numbersOfLinks = { dense: 0, leak: 1, dropout: 2 } as const;
