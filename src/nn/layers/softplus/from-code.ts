import type { CallReader, FromCode } from "../layer-from-code";

const softplus: CallReader = {
  parameters: ["beta", "threshold"],
  read(given) {
    given.ignore("threshold");
    if (given.number("beta", 1) !== 1) given.tell("readArgumentLeftOut", { argument: "beta" });
    return [{ type: "softplus" }];
  },
};

export const softplusFromCode: FromCode = {
  "torch.nn.Softplus": softplus,
  "torch.nn.functional.softplus": softplus,
  "keras.activations.softplus": softplus,
};
