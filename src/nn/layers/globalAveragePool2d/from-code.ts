import type { CallReader, FromCode } from "../layer-from-code";

/** The mean over the whole picture is the one output size that the lab has. */
const adaptive: CallReader = {
  parameters: ["output_size"],
  read(given) {
    if (given.side("output_size", 1) !== 1) given.tell("readArgumentLeftOut", { argument: "output_size" });
    return [{ type: "globalAveragePool2d" }];
  },
};

export const globalAveragePool2dFromCode: FromCode = {
  "torch.nn.AdaptiveAvgPool2d": adaptive,
  "torch.nn.functional.adaptive_avg_pool2d": adaptive,
  "torch.Tensor.mean": {
    parameters: ["dim", "keepdim"],
    read(given) {
      const axes = given.numbers("dim") ?? [];
      given.ignore("keepdim");
      const isPicture = [...axes].sort((a, b) => a - b).join();
      if (isPicture !== "2,3" && isPicture !== "-2,-1") given.tell("readUnknownCall", { name: "mean" });
      return [{ type: "globalAveragePool2d" }];
    },
  },
  "keras.layers.GlobalAveragePooling2D": {
    parameters: [],
    read(given) {
      given.ignore("keepdims");
      return [{ type: "globalAveragePool2d" }];
    },
  },
};
