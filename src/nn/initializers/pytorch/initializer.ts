import { uniform } from "../distributions";
import { defineInitializer } from "../initializer-kind";

/** PyTorch's default: kernel and bias, as computed from `kaiming_uniform_(a = sqrt(5))`. */
export const pytorch = defineInitializer({
  name: "pytorch",
  kernel: ({ inputs }) => uniform(Math.sqrt(1 / inputs)),
  drawsBias: true,
});
