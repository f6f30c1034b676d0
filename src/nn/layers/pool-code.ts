import { call, text, unless } from "../python";
import type { Call } from "../python";
import type { Pool } from "./pool";

/** A pool in Keras, whose strides are the size of its window unless it says more. */
export function poolInKeras(name: string, { poolSize, stride, padding }: Pool): Call {
  return call(name, [poolSize], {
    strides: unless(stride, poolSize),
    padding: padding === "same" ? text("same") : undefined,
  });
}
