import { call, type Definition } from "../../python";
import { layerCode, plainPart } from "../layer-code";
import { gaussianDropout } from "./layer";

const GaussianDropout: Definition = {
  name: "GaussianDropout",
  source: `class GaussianDropout(nn.Module):
    """Training multiplies each unit by N(1, p / (1 - p)) (Srivastava et al. 2014)."""

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        return x * (1 + (self.p / (1 - self.p)) ** 0.5 * torch.randn_like(x))`,
};

export const gaussianDropoutCode = layerCode(gaussianDropout, {
  pytorch: ({ rate }) => plainPart(call("GaussianDropout", [rate]), GaussianDropout),
  keras: ({ rate }) => plainPart(call("layers.GaussianDropout", [rate])),
});
