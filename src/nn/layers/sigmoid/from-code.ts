import { plainActivation } from "../layer-from-code";

export const sigmoidFromCode = plainActivation({ type: "sigmoid" }, [
  "torch.nn.Sigmoid",
  "torch.nn.functional.sigmoid",
  "torch.Tensor.sigmoid",
  "keras.activations.sigmoid",
]);
