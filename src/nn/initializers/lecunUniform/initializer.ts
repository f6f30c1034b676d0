import { uniform } from "../distributions";
import { defineInitializer } from "../initializer-kind";

/** LeCun et al. 1998. */
export const lecunUniform = defineInitializer({
  name: "lecunUniform",
  kernel: ({ inputs }) => uniform(Math.sqrt(3 / inputs)),
  drawsBias: false,
});
