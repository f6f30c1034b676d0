import type { CallReader, FromCode } from "../layer-from-code";
import { biasOf } from "../read-bias";
import { kerasPadding, torchPadding } from "../read-padding";

const pytorch: CallReader = {
  parameters: [
    ...["in_channels", "out_channels", "kernel_size", "stride", "padding", "dilation"],
    ...["groups", "bias", "padding_mode", "device", "dtype"],
  ],
  takes: "in_channels",
  read(given) {
    given.ignore("in_channels");
    biasOf(given, "bias");
    const [kernelSize, stride] = [given.side("kernel_size", 3), given.side("stride", 1)];
    const padding = torchPadding(given);
    return [
      {
        ...{ type: "conv2d", filters: given.width("out_channels"), kernelSize, stride, ...padding },
        initializer: given.initializer("lab_start", "pytorch"),
        ...given.penalty("lab_penalty"),
      },
    ];
  },
};

export const conv2dFromCode: FromCode = {
  "torch.nn.Conv2d": pytorch,
  "torch.nn.LazyConv2d": { parameters: pytorch.parameters.slice(1), read: pytorch.read },
  "keras.layers.Conv2D": {
    parameters: [
      ...["filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate"],
      ...["groups", "activation", "use_bias", "kernel_initializer", "bias_initializer"],
    ],
    read(given) {
      biasOf(given, "use_bias");
      const layer = {
        type: "conv2d",
        filters: given.width("filters"),
        kernelSize: given.side("kernel_size", 3),
        stride: given.side("strides", 1),
        ...kerasPadding(given),
        initializer: given.initializer("kernel_initializer", "glorotUniform"),
        ...given.penalty("kernel_regularizer"),
      };
      return [layer, ...given.activation("activation")];
    },
  },
};
