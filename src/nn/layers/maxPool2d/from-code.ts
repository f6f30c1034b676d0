import { poolFromCode } from "../read-pool";

export const maxPool2dFromCode = poolFromCode("maxPool2d", {
  torch: "MaxPool2d",
  torchFunction: "max_pool2d",
  keras: "MaxPooling2D",
});
