import type { FromCode } from "../layer-from-code";

export const gaussianNoiseFromCode: FromCode = {
  "lab.torch.GaussianNoise": {
    parameters: ["std"],
    says: "Training adds normal noise with this standard deviation",
    read: (given) => [{ type: "gaussianNoise", deviation: given.number("std", 0.1) }],
  },
  "keras.layers.GaussianNoise": {
    parameters: ["stddev", "seed"],
    read(given) {
      given.ignore("seed");
      return [{ type: "gaussianNoise", deviation: given.number("stddev", 0.1) }];
    },
  },
};
