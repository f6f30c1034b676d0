import { poolFromCode } from "../read-pool";

export const averagePool2dFromCode = poolFromCode("averagePool2d", {
  torch: "AvgPool2d",
  torchFunction: "avg_pool2d",
  keras: "AveragePooling2D",
});
