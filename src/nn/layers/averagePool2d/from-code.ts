import type { FromCode } from "../layer-from-code";
import { poolFromCode } from "../read-pool";

export const averagePool2dFromCode: FromCode = {
  ...poolFromCode("averagePool2d", {
    torch: "AvgPool2d",
    torchFunction: "avg_pool2d",
    keras: "AveragePooling2D",
  }),
  "lab.torch.BorderedAvgPool2d": {
    parameters: ["size", "border", "stride"],
    says: "Means over the pixels inside the picture",
    read(given) {
      const [poolSize, pads] = [given.side("size", 2), given.numbers("border")];
      return [
        { type: "averagePool2d", poolSize, stride: given.side("stride", poolSize), padding: "same", pads },
      ];
    },
  },
};
