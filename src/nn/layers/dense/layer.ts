import { z } from "../../../messages/zod";
import { initializerNames, initializerOf } from "../../initializers/kinds";
import { sizeOf } from "../../shape";
import { layerKind, type LayerKind } from "../layer-kind";
import { penaltyOf, penaltySettings } from "../penalty";

/** The most units of a layer, in the document or by a variant's width. */
const maximumUnits = 65536;

/** The settings of a layer with a kernel and a bias. */
export const linearSettings = {
  units: z.int().min(1).max(maximumUnits),
  initializer: z.enum(initializerNames).default("pytorch"),
  ...penaltySettings,
};

/** Shapes and state of such a layer. */
export const linear = {
  outputShape: ({ units }) => [units],
  state: ({ units, ...layer }, input) => [
    { name: "kernel", shape: [sizeOf(input), units], trainable: true, penalised: penaltyOf(layer) },
    { name: "bias", shape: [units], trainable: true },
  ],
  initialValues({ units, initializer }, input, random) {
    const { kernel, drawsBias } = initializerOf(initializer);
    const draw = kernel({ inputs: sizeOf(input), outputs: units })(random());
    return { kernel: draw, bias: drawsBias ? draw : () => 0 };
  },
  multiplications: ({ units }, input) => sizeOf(input) * units,
  widthField: "units",
  flattens: true,
} satisfies Omit<LayerKind<z.ZodObject<typeof linearSettings>>, "schema">;

/** inputs · kernel + bias, of inputs of any shape as one row. */
export const dense = layerKind({
  schema: z.strictObject({ type: z.literal("dense"), ...linearSettings }),
  ...linear,
});
