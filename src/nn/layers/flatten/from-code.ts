import type { CallReader, FromCode } from "../layer-from-code";

const flatten: CallReader = {
  parameters: ["start_dim", "end_dim"],
  read(given) {
    if (given.number("start_dim", 1) !== 1 || given.number("end_dim", -1) !== -1)
      given.tell("readArgumentLeftOut", { argument: "start_dim" });
    return [{ type: "flatten" }];
  },
};

export const flattenFromCode: FromCode = {
  "lab.torch.FlattenPixels": {
    parameters: [],
    says: "A picture as one row, pixel by pixel",
    read: () => [{ type: "flatten" }],
  },
  "torch.nn.Flatten": flatten,
  "torch.nn.functional.flatten": flatten,
  "torch.Tensor.flatten": flatten,
  "keras.layers.Flatten": {
    parameters: ["data_format"],
    read(given) {
      given.ignore("data_format");
      return [{ type: "flatten" }];
    },
  },
};
