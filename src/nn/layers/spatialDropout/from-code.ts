import { droppingFromCode } from "../read-dropping";

export const spatialDropoutFromCode = droppingFromCode("spatialDropout", {
  torch: "torch.nn.Dropout2d",
  torchFunction: "torch.nn.functional.dropout2d",
  keras: "keras.layers.SpatialDropout2D",
});
