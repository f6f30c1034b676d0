import { uniform } from "../distributions";
import { defineInitializer } from "../initializer-kind";

/** He et al. 2015. */
export const heUniform = defineInitializer({
  name: "heUniform",
  kernel: ({ inputs }) => uniform(Math.sqrt(6 / inputs)),
  drawsBias: false,
});
