import type { CallReader, FromCode } from "../layer-from-code";

const pytorch: CallReader = {
  parameters: ["num_features", "eps", "momentum", "affine", "track_running_stats", "device", "dtype"],
  read(given) {
    given.ignore("num_features");
    for (const argument of ["affine", "bias", "track_running_stats"])
      if (!given.flag(argument, true)) given.tell("readArgumentLeftOut", { argument });
    return [
      { type: "batchNorm", momentum: given.number("momentum", 0.1), epsilon: given.number("eps", 1e-5) },
    ];
  },
};

export const batchNormFromCode: FromCode = {
  "torch.nn.BatchNorm1d": pytorch,
  "torch.nn.BatchNorm2d": pytorch,
  "torch.nn.LazyBatchNorm1d": { ...pytorch, parameters: pytorch.parameters.slice(1) },
  "torch.nn.LazyBatchNorm2d": { ...pytorch, parameters: pytorch.parameters.slice(1) },
  "keras.layers.BatchNormalization": {
    parameters: ["axis", "momentum", "epsilon", "center", "scale"],
    read(given) {
      if (given.side("axis", -1) < 1 && given.side("axis", -1) !== -1)
        given.tell("readArgumentLeftOut", { argument: "axis" });
      for (const argument of ["center", "scale"])
        if (!given.flag(argument, true)) given.tell("readArgumentLeftOut", { argument });
      // Keras' momentum is the share of the old statistics. Twelve digits, so that 1 − 0.99 is 0.01.
      const share = Number((1 - given.number("momentum", 0.99)).toPrecision(12));
      return [{ type: "batchNorm", momentum: share, epsilon: given.number("epsilon", 1e-3) }];
    },
  },
};
