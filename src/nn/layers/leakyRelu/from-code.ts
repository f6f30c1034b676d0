import type { CallReader, FromCode } from "../layer-from-code";

const pytorch: CallReader = {
  parameters: ["negative_slope", "inplace"],
  read(given) {
    given.ignore("inplace");
    return [{ type: "leakyRelu", slope: given.number("negative_slope", 0.01) }];
  },
};

/** Keras 2 called the slope alpha. @param usual the layer's default is 0.3, the function's 0.2 */
const keras = (usual: number): CallReader => ({
  parameters: ["negative_slope"],
  read: (given) => [
    { type: "leakyRelu", slope: given.number("negative_slope", given.number("alpha", usual)) },
  ],
});

export const leakyReluFromCode: FromCode = {
  "torch.nn.LeakyReLU": pytorch,
  "torch.nn.functional.leaky_relu": pytorch,
  "keras.layers.LeakyReLU": keras(0.3),
  "keras.activations.leaky_relu": keras(0.2),
};
