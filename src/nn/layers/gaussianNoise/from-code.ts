import type { FromCode } from "../layer-from-code";

export const gaussianNoiseFromCode: FromCode = {
  "keras.layers.GaussianNoise": {
    parameters: ["stddev", "seed"],
    read(given) {
      given.ignore("seed");
      return [{ type: "gaussianNoise", deviation: given.number("stddev", 0.1) }];
    },
  },
};
