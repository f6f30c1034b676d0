import type { CallReader, FromCode } from "../layer-from-code";

const pytorch: CallReader = {
  parameters: ["normalized_shape", "eps", "elementwise_affine", "bias", "device", "dtype"],
  read(given) {
    if ((given.numbers("normalized_shape") ?? []).length > 1)
      given.tell("readArgumentLeftOut", { argument: "normalized_shape" });
    for (const argument of ["elementwise_affine", "bias"])
      if (!given.flag(argument, true)) given.tell("readArgumentLeftOut", { argument });
    return [{ type: "layerNorm", epsilon: given.number("eps", 1e-5) }];
  },
};

export const layerNormFromCode: FromCode = {
  "torch.nn.LayerNorm": pytorch,
  "lab.torch.LayerNorm2d": { ...pytorch, says: "Layer normalisation over the channels of each pixel" },
  "keras.layers.LayerNormalization": {
    parameters: ["axis", "epsilon", "center", "scale"],
    read(given) {
      given.side("axis", -1);
      for (const argument of ["center", "scale"])
        if (!given.flag(argument, true)) given.tell("readArgumentLeftOut", { argument });
      return [{ type: "layerNorm", epsilon: given.number("epsilon", 1e-3) }];
    },
  },
};
