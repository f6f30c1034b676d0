import { plainActivation } from "../layer-from-code";

export const seluFromCode = plainActivation({ type: "selu" }, [
  "torch.nn.SELU",
  "torch.nn.functional.selu",
  "keras.activations.selu",
]);
