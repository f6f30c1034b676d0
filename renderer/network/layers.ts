import type { ActivationName, Layer, LayerType } from "../../src/experiment/schema";

export const layerTypes = ["dense", "dropout"] as const satisfies readonly LayerType[];

/** A new layer of each type, with its default settings. */
const fresh: Record<LayerType, (rate: number) => Layer> = {
  dense: () => ({ type: "dense", units: 64, initializer: "pytorch" }),
  dropout: (rate) => ({ type: "dropout", rate }),
  leakyRelu: () => ({ type: "leakyRelu", slope: 0.01 }),
  elu: () => ({ type: "elu", alpha: 1 }),
  relu: () => ({ type: "relu" }),
  selu: () => ({ type: "selu" }),
  tanh: () => ({ type: "tanh" }),
  sigmoid: () => ({ type: "sigmoid" }),
  gelu: () => ({ type: "gelu" }),
  softplus: () => ({ type: "softplus" }),
};

export function freshLayer(type: LayerType, rate: number): Layer {
  return fresh[type](rate);
}

/** The place of a new layer: before the output layer, so that the network keeps its outputs. */
export function placeForNew(layers: readonly Layer[]): number {
  const types = layers.map(({ type }) => type);
  const output = types.lastIndexOf("dense");
  return output === -1 ? layers.length : output;
}

export function move(layers: Layer[], from: number, to: number): void {
  if (to < 0 || to >= layers.length) return;
  const [layer] = layers.splice(from, 1);
  if (layer) layers.splice(to, 0, layer);
}

/** The formula of an activation, to draw its picture; approximations are good enough at 20 pixels. */
export const curves: Record<ActivationName, (x: number) => number> = {
  relu: (x) => Math.max(0, x),
  leakyRelu: (x) => (x < 0 ? 0.12 * x : x),
  elu: (x) => (x < 0 ? Math.exp(x) - 1 : x),
  selu: (x) => 1.05 * (x < 0 ? 1.67 * (Math.exp(x) - 1) : x),
  tanh: (x) => 1.5 * Math.tanh(x),
  sigmoid: (x) => 3 / (1 + Math.exp(-2 * x)) - 1.5,
  gelu: (x) => x / (1 + Math.exp(-1.702 * x)),
  softplus: (x) => Math.log(1 + Math.exp(x)),
};
