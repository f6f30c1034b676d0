import { z } from "../../messages/zod";
import { productPrecisions } from "../products";

/** What changes a training step beside the loss and the optimizer. Left out or 0, each changes nothing. */
export const stepSettings = {
  /** The gradient of all parameters is scaled down to this norm (Pascanu et al. 2013). */
  clipNorm: z.number().min(0).optional(),
  /** After each update, the weights into each unit are scaled down to this norm (Srivastava et al. 2014). */
  maxNorm: z.number().min(0).optional(),
  /** The share of the targets that is spread evenly over all classes (Szegedy et al. 2016). */
  labelSmoothing: z.number().min(0).lt(1).optional(),
  /** `balanced`: each class counts as much as any other, however many of the training samples it has. */
  classWeights: z.enum(["none", "balanced"]).optional(),
  /** Of dense layers with 2¹⁸ weights or more; evaluation is in float32 always (tensor/bfloat16.ts). */
  products: z.enum(productPrecisions).optional(),
};

export type StepSettings = Readonly<z.infer<z.ZodObject<typeof stepSettings>>>;

export const classWeightings = stepSettings.classWeights.unwrap().options;

/** Added to a norm before it divides: as in PyTorch's clip_grad_norm_ and renorm. */
export const clipEpsilon = 1e-6;
export const renormEpsilon = 1e-7;

/** The axes of a kernel over which the weights into one unit, or of one filter, lie: all but the last. */
export function axesOfUnit(shape: readonly number[]): number[] {
  return shape.slice(0, -1).map((_, axis) => axis);
}

/**
 * samples / (classes · samples of the class), as scikit-learn's "balanced": 1 on average over the training samples. A class
 * without training samples counts 0; no step meets it.
 * @param targets class numbers
 */
export function balancedWeights(targets: Float32Array | readonly number[], classes: number): Float32Array {
  const counts = new Float64Array(classes);
  for (const target of targets) counts[target]!++;
  const present = counts.filter((count) => count > 0).length;
  return Float32Array.from(counts, (count) => (count === 0 ? 0 : targets.length / (present * count)));
}
