import { call, type Definition, unless } from "../../python";
import { layerCode, plainPart } from "../layer-code";
import { windowOf } from "../pool";
import { poolInKeras } from "../pool-code";
import { paddedWindow } from "../pytorch-window";
import { averagePool2d } from "./layer";

const BorderedAvgPool2d: Definition = {
  name: "BorderedAvgPool2d",
  source: `class BorderedAvgPool2d(nn.Module):
    """Means over the pixels inside the picture; \`border\` is left, right, top, bottom."""

    def __init__(self, size, border, stride):
        super().__init__()
        self.border = border
        self.pool = nn.AvgPool2d(size, stride=stride)

    def forward(self, x):
        inside = nn.functional.pad(torch.ones_like(x[:1, :1]), self.border)
        return self.pool(nn.functional.pad(x, self.border)) / self.pool(inside)`,
};

export const averagePool2dCode = layerCode(averagePool2d, {
  pytorch(layer, { input }) {
    const { poolSize, stride, padding } = layer;
    const given = { stride: unless(stride, poolSize) };
    if (padding === "valid") return plainPart(call("nn.AvgPool2d", [poolSize], given));
    const { border, inside } = paddedWindow(input, windowOf(layer));
    if (border) return plainPart(call("BorderedAvgPool2d", [poolSize, border, stride]), BorderedAvgPool2d);
    return plainPart(
      call("nn.AvgPool2d", [poolSize], { ...given, padding: inside, count_include_pad: false }),
    );
  },
  keras: (layer) => plainPart(poolInKeras("layers.AveragePooling2D", layer)),
});
