import { LabError } from "../messages/failure";

/**
 * The safetensors format (github.com/huggingface/safetensors): 8 bytes of header length, little-endian; the header,
 * a JSON object padded with spaces so that the data begins at a multiple of 8; then the tensors' bytes one after another,
 * row-major, little-endian. The lab writes and reads 32-bit floats (dtype F32) only.
 */
export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Header names of a tensor, or the one name that the format keeps for a map of strings. */
type Header = Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;

export const metadataName = "__metadata__";
export const lengthBytes = 8;
export const floatBytes = 4;

/** What a file of these tensors begins with, up to their bytes. @param metadata of whoever writes it, for readers */
export function headerOf(
  tensors: Readonly<Record<string, Tensor>>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const header: Header = {};
  let end = 0;
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    const start = end;
    end += values.length * floatBytes;
    header[name] = { dtype: "F32", shape: [...shape], data_offsets: [start, end] };
  }
  const json = new TextEncoder().encode(
    JSON.stringify(metadata ? { [metadataName]: metadata, ...header } : header),
  );
  const bytes = new Uint8Array(lengthBytes + Math.ceil(json.length / 8) * 8).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(bytes.length - lengthBytes), true);
  bytes.set(json, lengthBytes);
  return bytes;
}

export function writeSafetensors(tensors: Readonly<Record<string, Tensor>>): Uint8Array<ArrayBuffer> {
  const header = headerOf(tensors);
  const floats = Object.values(tensors).reduce((sum, { values }) => sum + values.length, 0);
  const file = new Uint8Array(header.length + floats * floatBytes);
  file.set(header);
  const view = new DataView(file.buffer);
  let place = header.length;
  for (const { values } of Object.values(tensors)) {
    for (const value of values) {
      view.setFloat32(place, value, true);
      place += floatBytes;
    }
  }
  return file;
}

/** @throws LabError `weightsDamaged` where the bytes are no safetensors file of 32-bit floats. */
export function readSafetensors(file: Uint8Array): Record<string, Tensor> {
  try {
    const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    const dataStart = lengthBytes + Number(view.getBigUint64(0, true));
    const json = new TextDecoder("utf-8", { fatal: true }).decode(file.subarray(lengthBytes, dataStart));
    const entries = Object.entries(JSON.parse(json) as Header).filter(([name]) => name !== metadataName);
    return Object.fromEntries(
      entries.map(
        ([
          name,
          {
            dtype,
            shape,
            data_offsets: [start, end],
          },
        ]) => {
          const length = shape.reduce((product, size) => product * size, 1);
          if (dataStart + end > file.byteLength) throw new Error(`tensor ${name} ends after the file`);
          if (dtype !== "F32" || end - start !== length * floatBytes) throw new Error(`tensor ${name}`);
          const values = new Float32Array(length);
          for (let i = 0; i < length; i++)
            values[i] = view.getFloat32(dataStart + start + i * floatBytes, true);
          return [name, { shape, values }];
        },
      ),
    );
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new LabError("weightsDamaged", { detail }, { cause: error });
  }
}
