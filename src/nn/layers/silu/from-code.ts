import { plainActivation } from "../layer-from-code";

export const siluFromCode = plainActivation({ type: "silu" }, [
  "torch.nn.SiLU",
  "torch.nn.functional.silu",
  "keras.activations.silu",
  "keras.activations.swish",
]);
