import type { FromCode } from "../layer-from-code";

export const gaussianDropoutFromCode: FromCode = {
  "lab.torch.GaussianDropout": {
    parameters: ["p"],
    says: "Training multiplies each unit by N(1, p / (1 - p))",
    read: (given) => [{ type: "gaussianDropout", rate: given.number("p", 0.5) }],
  },
  "keras.layers.GaussianDropout": {
    parameters: ["rate", "seed"],
    read(given) {
      given.ignore("seed");
      return [{ type: "gaussianDropout", rate: given.number("rate", 0.5) }];
    },
  },
};
