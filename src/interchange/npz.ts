import crc32 from "crc-32";
import { joined } from "./joined";

/** An array of NumPy: C order, little-endian. */
export interface NumpyArray {
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array | BigInt64Array | Uint8Array;
  /** Zeros and ones are truth values. */
  readonly isBool?: true;
}

const typeOf = ({ values, isBool }: NumpyArray): string => {
  if (isBool) return "|b1";
  if (values instanceof Float32Array) return "<f4";
  if (values instanceof Float64Array) return "<f8";
  return values instanceof BigInt64Array ? "<i8" : "|u1";
};

/** The format NPY 1.0 (numpy.lib.format): the data begins at a multiple of 64. */
function npyOf(array: NumpyArray): Uint8Array<ArrayBuffer>[] {
  const sides = array.shape.map((side) => `${side}`).join(", ");
  const shape = array.shape.length === 1 ? `(${sides},)` : `(${sides})`;
  const about = `{'descr': '${typeOf(array)}', 'fortran_order': False, 'shape': ${shape}, }`;
  const length = Math.ceil((10 + about.length + 1) / 64) * 64 - 10;
  const header = new Uint8Array(10 + length).fill(0x20);
  header.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0]);
  new DataView(header.buffer).setUint16(8, length, true);
  header.set(new TextEncoder().encode(about), 10);
  header[header.length - 1] = 0x0a;
  const { buffer, byteOffset, byteLength } = array.values;
  return [header, new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength)];
}

/** Above this a zip needs its longer form, which these files do not have. */
export const mostNpzBytes = 2 ** 32 - 2 ** 20;

/**
 * What `numpy.load` reads by name: a zip of NPY files, stored as they are, as `numpy.savez` writes it.
 * @param arrays at most `mostNpzBytes` together
 */
export function writeNpz(arrays: Readonly<Record<string, NumpyArray>>): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let end = 0;
  for (const [name, array] of Object.entries(arrays)) {
    const content = npyOf(array);
    const bytes = content.reduce((sum, { length }) => sum + length, 0);
    const check = content.reduce((seed, part) => crc32.buf(part, seed), 0) >>> 0;
    const path = new TextEncoder().encode(`${name}.npy`);
    const fields = entryFields(check, bytes, path.length);
    parts.push(withSignature(0x04034b50, fields), path, ...content);
    const place = new DataView(new ArrayBuffer(14));
    place.setUint32(10, end, true);
    directory.push(withSignature(0x02014b50, [20, 0, ...fields]), new Uint8Array(place.buffer), path);
    end += 30 + path.length + bytes;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const count = Object.keys(arrays).length;
  const last = new DataView(new ArrayBuffer(22));
  last.setUint32(0, 0x06054b50, true);
  last.setUint16(8, count, true);
  last.setUint16(10, count, true);
  last.setUint32(12, size, true);
  last.setUint32(16, end, true);
  return joined([...parts, ...directory, new Uint8Array(last.buffer)]);
}

/** What an entry and its place in the directory have alike: version 2.0, stored, 1 January 1980. */
function entryFields(check: number, bytes: number, nameLength: number): number[] {
  const view = new DataView(new ArrayBuffer(26));
  view.setUint16(0, 20, true);
  view.setUint16(8, 0x21, true);
  view.setUint32(10, check, true);
  view.setUint32(14, bytes, true);
  view.setUint32(18, bytes, true);
  view.setUint16(22, nameLength, true);
  return [...new Uint8Array(view.buffer)];
}

function withSignature(signature: number, fields: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + fields.length);
  new DataView(bytes.buffer).setUint32(0, signature, true);
  bytes.set(fields, 4);
  return bytes;
}
