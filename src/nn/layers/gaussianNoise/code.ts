import { call, type Definition } from "../../python";
import { layerCode, plainPart } from "../layer-code";
import { gaussianNoise } from "./layer";

const GaussianNoise: Definition = {
  name: "GaussianNoise",
  source: `class GaussianNoise(nn.Module):
    """Training adds normal noise with this standard deviation."""

    def __init__(self, std):
        super().__init__()
        self.std = std

    def forward(self, x):
        return x + self.std * torch.randn_like(x) if self.training else x`,
};

export const gaussianNoiseCode = layerCode(gaussianNoise, {
  pytorch: ({ deviation }) => plainPart(call("GaussianNoise", [deviation]), GaussianNoise),
  keras: ({ deviation }) => plainPart(call("layers.GaussianNoise", [deviation])),
});
