import type { NpyHeader } from "./npy-header";

type Item = NonNullable<NpyHeader["item"]>;

/** The number at a place of an array's values, counted in numbers from its start. */
export function numbersIn(
  bytes: Uint8Array,
  { kind, bytes: size, littleEndian }: Item,
): (place: number) => number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (kind === "bool") return (place) => (bytes[place] === 0 ? 0 : 1);
  if (kind === "float") {
    if (size === 8) return (place) => view.getFloat64(8 * place, littleEndian);
    if (size === 4) return (place) => view.getFloat32(4 * place, littleEndian);
    return (place) => halfFloat(view.getUint16(2 * place, littleEndian));
  }
  const signed = kind === "int";
  if (size === 8) {
    return signed
      ? (place) => Number(view.getBigInt64(8 * place, littleEndian))
      : (place) => Number(view.getBigUint64(8 * place, littleEndian));
  }
  if (size === 4) {
    return signed
      ? (place) => view.getInt32(4 * place, littleEndian)
      : (place) => view.getUint32(4 * place, littleEndian);
  }
  if (size === 2) {
    return signed
      ? (place) => view.getInt16(2 * place, littleEndian)
      : (place) => view.getUint16(2 * place, littleEndian);
  }
  return signed ? (place) => view.getInt8(place) : (place) => bytes[place]!;
}

/** IEEE 754's binary16: a sign, 5 bits of exponent, 10 of fraction. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

/** The text at a place: numpy pads shorter ones with zeros. */
export function textsIn(
  bytes: Uint8Array,
  { kind, bytes: size, littleEndian }: Item,
): (place: number) => string {
  if (kind === "bytes") {
    const decoder = new TextDecoder();
    return (place) => decoder.decode(withoutZeros(bytes.subarray(size * place, size * (place + 1))));
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (place) => {
    const points = Array.from({ length: size / 4 }, (_, index) =>
      view.getUint32(size * place + 4 * index, littleEndian),
    );
    return withoutZeros(points).reduce((text, point) => text + characterOf(point), "");
  };
}

function withoutZeros<Values extends Uint8Array | number[]>(values: Values): Values {
  let length = values.length;
  while (length > 0 && values[length - 1] === 0) length--;
  return values.slice(0, length) as Values;
}

function characterOf(point: number): string {
  return point <= 0x10ffff ? String.fromCodePoint(point) : "\ufffd";
}
