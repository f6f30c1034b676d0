import { plainActivation } from "../layer-from-code";

export const tanhFromCode = plainActivation({ type: "tanh" }, [
  "torch.nn.Tanh",
  "torch.nn.functional.tanh",
  "torch.Tensor.tanh",
  "keras.activations.tanh",
]);
