import { z } from "../../../messages/zod";
import { type Shape, sizeOf } from "../../shape";
import { layerKind } from "../layer-kind";

const valuesOf = (input: Shape) => input.at(-1)!;

/**
 * Layer normalisation (Ba, Kiros and Hinton 2016) over the last axis: the units of a row, the channels of a pixel. Each sample by
 * itself gets mean 0 and variance 1, then a learned scale and shift: `torch.nn.LayerNorm` with its defaults.
 */
export const layerNorm = layerKind({
  schema: z.strictObject({ type: z.literal("layerNorm"), epsilon: z.number().positive().default(1e-5) }),
  state: (_layer, input) => [
    { name: "scale", shape: [valuesOf(input)], trainable: true },
    { name: "shift", shape: [valuesOf(input)], trainable: true },
  ],
  initialValues: () => ({ scale: () => 1, shift: () => 0 }),
  // Squares, the division by the deviation, the scale.
  multiplications: (_layer, input) => 3 * sizeOf(input),
  nonlinear: true,
  warnings: (_layer, input) => (valuesOf(input) === 1 ? [{ code: "normOfOneValue" }] : []),
});
