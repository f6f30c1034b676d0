import { call, type Definition, tuple } from "../../python";
import { layerCode, plainPart } from "../layer-code";
import { stochasticDepth } from "./layer";

const StochasticDepth: Definition = {
  name: "StochasticDepth",
  source: `class StochasticDepth(nn.Module):
    """Training drops whole samples of a block (Huang et al. 2016)."""

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        ones = x.new_ones(len(x), *[1] * (x.dim() - 1))
        return x * nn.functional.dropout(ones, self.p, self.training)`,
};

export const stochasticDepthCode = layerCode(stochasticDepth, {
  pytorch: ({ rate }) => plainPart(call("StochasticDepth", [rate]), StochasticDepth),
  // Dropout whose mask has one value for each sample.
  keras: ({ rate }, { input }) =>
    plainPart(call("layers.Dropout", [rate], { noise_shape: tuple("None", ...input.map(() => 1)) })),
});
