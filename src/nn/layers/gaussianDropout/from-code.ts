import type { FromCode } from "../layer-from-code";

export const gaussianDropoutFromCode: FromCode = {
  "keras.layers.GaussianDropout": {
    parameters: ["rate", "seed"],
    read(given) {
      given.ignore("seed");
      return [{ type: "gaussianDropout", rate: given.number("rate", 0.5) }];
    },
  },
};
