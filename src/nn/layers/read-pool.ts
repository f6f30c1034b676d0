import type { CallReader, FromCode } from "./layer-from-code";
import { kerasPadding, torchPadding } from "./read-padding";

/** How PyTorch and Keras write a pool. @param type its layer */
export function poolFromCode(
  type: string,
  { torch, torchFunction, keras }: Readonly<Record<"torch" | "torchFunction" | "keras", string>>,
): FromCode {
  const pytorch: CallReader = {
    parameters: ["kernel_size", "stride", "padding"],
    read(given) {
      const poolSize = given.side("kernel_size", 2);
      const stride = given.side("stride", poolSize);
      const padding = torchPadding(given);
      const counts = given.flag("count_include_pad", true);
      // The lab's mean is over the pixels inside.
      if (type === "averagePool2d" && padding.pads && counts)
        given.tell("readArgumentLeftOut", { argument: "count_include_pad" });
      if (given.flag("ceil_mode", false)) given.tell("readArgumentLeftOut", { argument: "ceil_mode" });
      return [{ type, poolSize, stride, ...padding }];
    },
  };
  return {
    [`torch.nn.${torch}`]: pytorch,
    [`torch.nn.functional.${torchFunction}`]: pytorch,
    [`keras.layers.${keras}`]: {
      parameters: ["pool_size", "strides", "padding"],
      read(given) {
        const poolSize = given.side("pool_size", 2);
        return [{ type, poolSize, stride: given.side("strides", poolSize), ...kerasPadding(given) }];
      },
    },
  };
}
