import { call, text, tuple, unless } from "../../python";
import { kernelKeywords } from "../keras-kernel";
import { holder, kernelAxes, layerCode } from "../layer-code";
import { paddedWindow } from "../pytorch-window";
import { conv2d, windowOf } from "./layer";

export const conv2dCode = layerCode(conv2d, {
  tensors: [
    { lab: "kernel", pytorch: "weight", axes: kernelAxes, keras: "kernel" },
    { lab: "bias", pytorch: "bias", keras: "bias" },
  ],
  pytorch({ filters, kernelSize, stride, padding }, { input }) {
    const made = (given: Parameters<typeof call>[2]) =>
      holder(
        call("nn.Conv2d", [input.at(-1)!, filters, kernelSize], { stride: unless(stride, 1), ...given }),
      );
    if (padding === "valid") return [made({})];
    if (stride === 1) return [made({ padding: text("same") })];
    const { border, inside } = paddedWindow(input, windowOf({ kernelSize, stride, padding }));
    return border ? [{ call: call("nn.ZeroPad2d", [border]) }, made({})] : [made({ padding: inside })];
  },
  keras(layer, place) {
    const { filters, kernelSize, stride, padding, initializer } = layer;
    const fans = { inputs: kernelSize ** 2 * place.input.at(-1)!, outputs: kernelSize ** 2 * filters };
    const { keywords, needs } = kernelKeywords(initializer, fans, place, tuple(0, 1, 2));
    const window = {
      strides: unless(stride, 1),
      padding: padding === "same" ? text("same") : undefined,
    };
    return [holder(call("layers.Conv2D", [filters, kernelSize], { ...window, ...keywords }), ...needs)];
  },
});
