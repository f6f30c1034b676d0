import { truncatedNormal } from "../distributions";
import { defineInitializer } from "../initializer-kind";

/** He et al. 2015. */
export const heNormal = defineInitializer({
  name: "heNormal",
  kernel: ({ inputs }) => truncatedNormal(Math.sqrt(2 / inputs)),
  drawsBias: false,
});
