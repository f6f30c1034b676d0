import type { CallReader, FromCode } from "../layer-from-code";
import { biasOf } from "../read-bias";
import { saysRounded } from "./rounded-code";

const lazy: CallReader = {
  parameters: ["out_features", "bias", "device", "dtype"],
  read(given) {
    biasOf(given, "bias");
    return [
      {
        type: "dense",
        units: given.width("out_features"),
        initializer: given.initializer("lab_start", "pytorch"),
        ...given.penalty("lab_penalty"),
      },
    ];
  },
};

const linear: CallReader = {
  parameters: ["in_features", ...lazy.parameters],
  takes: "in_features",
  read(given) {
    given.ignore("in_features");
    return lazy.read(given);
  },
};

const inKeras: CallReader = {
  parameters: ["units", "activation", "use_bias", "kernel_initializer", "bias_initializer"],
  read(given) {
    biasOf(given, "use_bias");
    const layer = {
      type: "dense",
      units: given.width("units"),
      initializer: given.initializer("kernel_initializer", "glorotUniform"),
      ...given.penalty("kernel_regularizer"),
    };
    return [layer, ...given.activation("activation")];
  },
};

export const denseFromCode: FromCode = {
  "torch.nn.Linear": linear,
  "lab.torch.RoundedLinear": { ...linear, says: saysRounded },
  "torch.nn.LazyLinear": lazy,
  "keras.layers.Dense": inKeras,
  "lab.keras.RoundedDense": { ...inKeras, says: saysRounded },
};
