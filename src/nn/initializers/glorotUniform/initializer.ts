import { uniform } from "../distributions";
import { defineInitializer } from "../initializer-kind";

/** Glorot and Bengio 2010. */
export const glorotUniform = defineInitializer({
  name: "glorotUniform",
  kernel: ({ inputs, outputs }) => uniform(Math.sqrt(6 / (inputs + outputs))),
  drawsBias: false,
});
