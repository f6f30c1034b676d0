import { z } from "zod";
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

/** The name of a tensor or a field for a message; a foreign file's may have a megabyte. */
export const shortName = (name: string) => (name.length > 60 ? `${name.slice(0, 59)}…` : name);

/** The one name that the format keeps for a map of strings. */
export const metadataName = "__metadata__";
const size = z.int().min(0);
const entrySchema = z.object({
  dtype: z.literal("F32"),
  shape: z.array(size),
  data_offsets: z.tuple([size, size]),
});
const headerSchema = z
  .object({ [metadataName]: z.record(z.string(), z.string()).optional() })
  .catchall(entrySchema);
type HeaderEntry = z.infer<typeof entrySchema>;
type Header = Record<string, HeaderEntry>;

export const lengthBytes = 8;
/**
 * More than any header takes: two hundred layers take some twenty thousand bytes, a checkpoint's thousand measures 80
 * each.
 */
export const mostHeaderBytes = 2 ** 20;
export const floatBytes = 4;

/** The bytes of such a file before its tensors. @param metadata free texts for readers */
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
  const parts = safetensorsParts(tensors);
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    file.set(part, offset);
    offset += part.length;
  }
  return file;
}

/** The file's bytes one part after another, without a copy: the tensors' own memory, those that follow one another in it as one part. */
export function safetensorsParts(tensors: Readonly<Record<string, Tensor>>): Uint8Array[] {
  const parts: Uint8Array[] = [headerOf(tensors)];
  for (const { values } of Object.values(tensors)) {
    const { buffer, byteOffset, byteLength } = values;
    const last = parts.at(-1)!;
    const follows = buffer === last.buffer && byteOffset === last.byteOffset + last.byteLength;
    // Every platform of the lab is little-endian, as the format is.
    if (follows)
      parts[parts.length - 1] = new Uint8Array(buffer, last.byteOffset, last.byteLength + byteLength);
    else parts.push(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return parts;
}

/**
 * Takes no more memory than the file: the format demands tensors one after another without gaps, so no byte can
 * belong to two.
 * @throws LabError `weightsDamaged`, `weightsHeaderField`, `weightsTensorPlace`, `weightsLength` if the bytes are not a
 * safetensors file of 32-bit floats.
 */
export function readSafetensors(file: Uint8Array): Record<string, Tensor> {
  try {
    const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    const dataStart = lengthBytes + Number(view.getBigUint64(0, true));
    if (dataStart > file.byteLength || dataStart > mostHeaderBytes) throw new LabError("weightsDamaged");
    const json = new TextDecoder("utf-8", { fatal: true }).decode(file.subarray(lengthBytes, dataStart));
    const entries = tensorsOf(JSON.parse(json), file.byteLength - dataStart);
    return Object.fromEntries(
      entries.map(
        ([
          name,
          {
            shape,
            data_offsets: [start, end],
          },
        ]) => {
          const values = new Float32Array((end - start) / floatBytes);
          new Uint8Array(values.buffer).set(file.subarray(dataStart + start, dataStart + end));
          return [name, { shape, values }];
        },
      ),
    );
  } catch (error) {
    if (error instanceof LabError) throw error;
    // A parser's own message helps nobody.
    throw new LabError("weightsDamaged", {}, { cause: error });
  }
}

/** The tensors of a header, checked to fill the data exactly. @param dataBytes number of bytes after the header */
function tensorsOf(header: unknown, dataBytes: number): [string, HeaderEntry][] {
  const read = headerSchema.safeParse(header);
  if (!read.success) {
    const field = shortName(read.error.issues[0]!.path.map(String).join("."));
    throw field === "" ? new LabError("weightsDamaged") : new LabError("weightsHeaderField", { field });
  }
  const entries = Object.entries(read.data as Header).filter(([name]) => name !== metadataName);
  let offset = 0;
  for (const [name, { shape, data_offsets: offsets }] of [...entries].sort(byPlace)) {
    const [start, end] = offsets;
    const values = shape.reduce((product, size) => product * size, 1);
    if (start !== offset || end - start !== values * floatBytes) {
      throw new LabError("weightsTensorPlace", { tensor: shortName(name) });
    }
    offset = end;
  }
  if (offset !== dataBytes) throw new LabError("weightsLength", { promised: offset, found: dataBytes });
  return entries;
}

function byPlace([, one]: [string, HeaderEntry], [, other]: [string, HeaderEntry]): number {
  return one.data_offsets[0] - other.data_offsets[0] || one.data_offsets[1] - other.data_offsets[1];
}
