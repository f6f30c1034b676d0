import type { CallReader, FromCode } from "../layer-from-code";

const elu: CallReader = {
  parameters: ["alpha", "inplace"],
  read(given) {
    given.ignore("inplace");
    return [{ type: "elu", alpha: given.number("alpha", 1) }];
  },
};

export const eluFromCode: FromCode = {
  "torch.nn.ELU": elu,
  "torch.nn.functional.elu": elu,
  "keras.layers.ELU": elu,
  "keras.activations.elu": elu,
};
