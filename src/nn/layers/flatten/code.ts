import { call, type Definition } from "../../python";
import { layerCode, type Part, plainPart, type PyTorchPlace } from "../layer-code";
import { flatten } from "./layer";

/** For what follows with an order of its own, such as another picture. */
export const FlattenPixels: Definition = {
  name: "FlattenPixels",
  source: `class FlattenPixels(nn.Module):
    """A picture as one row, pixel by pixel, as Keras flattens it."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)`,
};

/** A picture as one row. The kernel after it is sorted by PyTorch's order of the values, channel by channel, wherever one follows. */
export function flattened({ input, ordered }: Pick<PyTorchPlace, "input" | "ordered">): readonly Part[] {
  if (ordered && input.length === 3) return plainPart(call("FlattenPixels"), FlattenPixels);
  return plainPart(call("nn.Flatten"));
}

export const flattenCode = layerCode(flatten, {
  pytorch: (_layer, place) => flattened(place),
  keras: () => plainPart(call("layers.Flatten")),
});
