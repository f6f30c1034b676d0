import { call, type Definition, unless } from "../../python";
import { holder, layerCode } from "../layer-code";
import { layerNorm } from "./layer";

const LayerNorm2d: Definition = {
  name: "LayerNorm2d",
  source: `class LayerNorm2d(nn.LayerNorm):
    """Layer normalisation over the channels of each pixel."""

    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)`,
};

export const layerNormCode = layerCode(layerNorm, {
  tensors: [
    { lab: "scale", pytorch: "weight", keras: "gamma", along: 0 },
    { lab: "shift", pytorch: "bias", keras: "beta", along: 0 },
  ],
  pytorch({ epsilon }, { input }) {
    const made = (name: string) => call(name, [input.at(-1)!], { eps: unless(epsilon, 1e-5) });
    return [input.length === 3 ? holder(made("LayerNorm2d"), LayerNorm2d) : holder(made("nn.LayerNorm"))];
  },
  keras: ({ epsilon }) => [holder(call("layers.LayerNormalization", [], { epsilon: unless(epsilon, 1e-3) }))],
});
