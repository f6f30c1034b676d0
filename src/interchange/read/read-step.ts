import type { ProductPrecision } from "../../nn/products";
import { maxNormNames } from "./given";
import { type Call, lastMatching, lastOf } from "./python/values";

/** What changes a step of training beside the optimizer, as far as the text says it in PyTorch's or Keras' own words. */
export interface StepReading {
  readonly clipNorm?: number;
  readonly maxNorm?: number;
  readonly labelSmoothing?: number;
  readonly products?: ProductPrecision;
}

export function readStep(calls: readonly Call[]): StepReading {
  const clip = lastMatching(calls, /^torch\.nn\.utils\.clip_grad_norm_?$/);
  const clipNorm = clip?.named.get("max_norm") ?? clip?.positional[1];
  const renorm = lastOf(calls, "method.renorm")?.positional;
  const constraint = lastMatching(calls, maxNormNames);
  const maxNorm =
    renorm?.[0] === 2 && renorm[1] === 0
      ? renorm[2]
      : (constraint?.named.get("max_value") ?? constraint?.positional[0]);
  const smoothing = calls
    .map(({ name, named }) => (/cross_?entropy/i.test(name) ? named.get("label_smoothing") : undefined))
    .filter((value) => value !== undefined)
    .at(-1);
  return {
    ...(isAbove0(clipNorm) && { clipNorm }),
    ...(isAbove0(maxNorm) && { maxNorm }),
    ...(isAbove0(smoothing) && smoothing < 1 && { labelSmoothing: smoothing }),
    // Only the lab's own programs have such layers.
    ...(lastMatching(calls, /^lab\.(torch|keras)\.Rounded/) && { products: "bfloat16" }),
  };
}

function isAbove0(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}
