import { type FromCode, plainActivation } from "../layer-from-code";

export const reluFromCode: FromCode = {
  ...plainActivation({ type: "relu" }, [
    "torch.nn.ReLU",
    "torch.nn.functional.relu",
    "torch.Tensor.relu",
    "keras.activations.relu",
  ]),
  "keras.layers.ReLU": {
    parameters: ["max_value", "negative_slope", "threshold"],
    read(given) {
      const slope = given.number("negative_slope", 0);
      if (given.number("threshold", 0) !== 0) given.tell("readArgumentLeftOut", { argument: "threshold" });
      return [slope > 0 ? { type: "leakyRelu", slope } : { type: "relu" }];
    },
  },
};
