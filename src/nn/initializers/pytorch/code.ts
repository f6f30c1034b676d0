import { call, type Definition } from "../../python";
import type { InitializerCode } from "../initializer-code";

const kerasNeeds: Definition = {
  name: "uniform",
  source: `def uniform(fan_in):
    """PyTorch's start of kernel and bias: uniform within 1 / sqrt(fan_in) of zero."""
    limit = fan_in**-0.5
    return keras.initializers.RandomUniform(-limit, limit)`,
};

export const pytorchCode: InitializerCode = {
  keras: ({ inputs }) => ({
    kernel_initializer: call("uniform", [inputs]),
    bias_initializer: call("uniform", [inputs]),
  }),
  kerasNeeds,
};
