import { call, text } from "../../python";
import { layerCode, plainPart } from "../layer-code";
import { windowOf } from "../pool";
import { poolInKeras } from "../pool-code";
import { paddedWindow } from "../pytorch-window";
import { unless } from "../../python";
import { maxPool2d } from "./layer";

export const maxPool2dCode = layerCode(maxPool2d, {
  pytorch(layer, { input }) {
    const { poolSize, stride, padding } = layer;
    const made = (given: Parameters<typeof call>[2]) =>
      call("nn.MaxPool2d", [poolSize], { stride: unless(stride, poolSize), ...given });
    if (padding === "valid") return plainPart(made({}));
    const { border, inside } = paddedWindow(input, windowOf(layer));
    if (!border) return plainPart(made({ padding: inside }));
    const lowest = call("float", [text("-inf")]);
    return [{ call: call("nn.ConstantPad2d", [border, lowest]) }, { call: made({}) }];
  },
  keras: (layer) => plainPart(poolInKeras("layers.MaxPooling2D", layer)),
});
