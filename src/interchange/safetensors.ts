/** A tensor's values in the precision in which they are written. */
export interface ExactTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array;
}

/**
 * The safetensors format (github.com/huggingface/safetensors) of 32- and 64-bit floats: 8 bytes with the length of the header, the
 * header as JSON padded to a multiple of 8, then the values of one tensor after another, little-endian.
 */
export function safetensorsOf(
  tensors: ReadonlyMap<string, ExactTensor>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { shape, values }] of tensors) {
    const begin = end;
    end += values.byteLength;
    const dtype = values instanceof Float64Array ? "F64" : "F32";
    header[name] = { dtype, shape, data_offsets: [begin, end] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(8 + length + end).fill(0x20, 8, 8 + length);
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  file.set(json, 8);
  let place = 8 + length;
  for (const { values } of tensors.values()) {
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), place);
    place += values.byteLength;
  }
  return file;
}
