/** Floats of files, which become 32-bit ones: how many bytes each has, and how it is read, little-endian. */
export const floatReaders = {
  F32: { bytes: 4, read: (view: DataView, at: number) => view.getFloat32(at, true) },
  F64: { bytes: 8, read: (view: DataView, at: number) => view.getFloat64(at, true) },
  F16: { bytes: 2, read: (view: DataView, at: number) => half(view.getUint16(at, true)) },
  BF16: { bytes: 2, read: bfloat },
} as const;

/** The upper half of a 32-bit float. */
const scratch = new DataView(new ArrayBuffer(4));
function bfloat(view: DataView, at: number): number {
  scratch.setUint32(0, view.getUint16(at, true) * 0x10000);
  return scratch.getFloat32(0);
}

/** IEEE 754's binary16. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
