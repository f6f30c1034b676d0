import type { RandomStream } from "./random";

/**
 * The next multipliers of an inverted dropout layer, for `count` units in row-major order: 0 with probability `rate`,
 * 1/(1 - rate) otherwise. A unit is kept where its float32 uniform number is not below the float32 rate, which here
 * is a comparison of the 23 bits that make the number.
 */
export function drawDropoutMask(random: RandomStream, rate: number, count: number): Float32Array {
  const mask = new Float32Array(count);
  const bits = new Uint32Array(mask.buffer);
  random.fillUint32(bits);
  const firstKept = Math.ceil(Math.fround(rate) * 0x800000);
  const kept = 1 / (1 - rate);
  for (let unit = 0; unit < count; unit++) mask[unit] = (bits[unit]! & 0x7fffff) < firstKept ? 0 : kept;
  return mask;
}
