import { call, type Definition, tuple } from "../../python";
import { layerCode, plainPart } from "../layer-code";
import { reshape } from "./layer";

/** Also of a row that a flattened picture is. */
export const Reshape: Definition = {
  name: "Reshape",
  source: `class Reshape(nn.Module):
    """Values as a picture, pixel by pixel, as Keras reshapes them."""

    def __init__(self, height, width, channels):
        super().__init__()
        self.shape = (height, width, channels)

    def forward(self, x):
        if x.dim() == 4:
            x = x.permute(0, 2, 3, 1)
        return x.reshape(-1, *self.shape).permute(0, 3, 1, 2)`,
};

export const reshapeCode = layerCode(reshape, {
  pytorch: ({ height, width, channels }, { input }) =>
    channels === 1 && input.length === 1
      ? plainPart(call("nn.Unflatten", [1, tuple(1, height, width)]))
      : plainPart(call("Reshape", [height, width, channels]), Reshape),
  keras: ({ height, width, channels }) => plainPart(call("layers.Reshape", [tuple(height, width, channels)])),
});
