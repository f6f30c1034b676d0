import { truncatedNormal } from "../distributions";
import { defineInitializer } from "../initializer-kind";

/** LeCun et al. 1998. */
export const lecunNormal = defineInitializer({
  name: "lecunNormal",
  kernel: ({ inputs }) => truncatedNormal(Math.sqrt(1 / inputs)),
  drawsBias: false,
});
