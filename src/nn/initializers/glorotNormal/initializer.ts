import { truncatedNormal } from "../distributions";
import { defineInitializer } from "../initializer-kind";

/** Glorot and Bengio 2010. */
export const glorotNormal = defineInitializer({
  name: "glorotNormal",
  kernel: ({ inputs, outputs }) => truncatedNormal(Math.sqrt(2 / (inputs + outputs))),
  drawsBias: false,
});
