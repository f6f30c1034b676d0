import type { FromCode } from "../layer-from-code";

export const stochasticDepthFromCode: FromCode = {
  "lab.torch.StochasticDepth": {
    parameters: ["p"],
    says: "Training drops whole samples of a block",
    read: (given) => [{ type: "stochasticDepth", rate: given.number("p", 0.5) }],
  },
  "torchvision.ops.StochasticDepth": {
    parameters: ["p", "mode"],
    read(given) {
      if (given.text("mode", "row") !== "row") given.tell("readArgumentLeftOut", { argument: "mode" });
      return [{ type: "stochasticDepth", rate: given.number("p", 0.5) }];
    },
  },
  "timm.layers.DropPath": {
    parameters: ["drop_prob", "scale_by_keep"],
    read: (given) => [{ type: "stochasticDepth", rate: given.number("drop_prob", 0) }],
  },
};
