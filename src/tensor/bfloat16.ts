/** Each the nearest bfloat16, of two as near the one whose last bit is 0, as TensorFlow's `Cast` and the processors' instructions have it. */
export function roundedToBfloat16(values: Float32Array): Float32Array {
  const result = values.slice();
  const bits = new Uint32Array(result.buffer);
  for (const [index, whole] of bits.entries()) {
    // Adding to the bits of a NaN may make a number of it.
    if (!Number.isNaN(result[index])) bits[index] = (whole + 0x7fff + ((whole >>> 16) & 1)) & 0xffff0000;
  }
  return result;
}
