import { call, unless } from "../../python";
import { holder, layerCode } from "../layer-code";
import { batchNorm } from "./layer";

export const batchNormCode = layerCode(batchNorm, {
  tensors: [
    { lab: "scale", pytorch: "weight", keras: "gamma", along: 0 },
    { lab: "shift", pytorch: "bias", keras: "beta", along: 0 },
    { lab: "runningMean", pytorch: "running_mean", keras: "moving_mean", along: 0 },
    { lab: "runningVariance", pytorch: "running_var", keras: "moving_variance", along: 0 },
  ],
  pytorch: ({ momentum, epsilon }, { input }) => [
    holder(
      call(input.length === 3 ? "nn.BatchNorm2d" : "nn.BatchNorm1d", [input.at(-1)!], {
        eps: unless(epsilon, 1e-5),
        momentum: unless(momentum, 0.1),
      }),
    ),
  ],
  // Keras' momentum is the share that stays.
  keras: ({ momentum, epsilon }) => [
    holder(
      call("layers.BatchNormalization", [], {
        momentum: Number((1 - momentum).toPrecision(12)),
        epsilon: unless(epsilon, 1e-3),
      }),
    ),
  ],
});
