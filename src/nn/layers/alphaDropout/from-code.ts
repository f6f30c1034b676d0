import { droppingFromCode } from "../read-dropping";

export const alphaDropoutFromCode = droppingFromCode("alphaDropout", {
  torch: "torch.nn.AlphaDropout",
  torchFunction: "torch.nn.functional.alpha_dropout",
  keras: "keras.layers.AlphaDropout",
});
