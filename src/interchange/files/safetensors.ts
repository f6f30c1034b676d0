import { z } from "zod";
import { floatReaders } from "../floats";
import type { Tensor } from "../tensor";

/**
 * Tensors of a safetensors file as other programs write it: 32-bit floats, and 64-bit and 16-bit ones, which become such. Whole numbers, such
 * as PyTorch's `num_batches_tracked`, are passed over.
 */
const size = z.int().min(0);
const headerSchema = z.record(
  z.string(),
  z.union([
    z.strictObject({ dtype: z.string(), shape: z.array(size).max(8), data_offsets: z.tuple([size, size]) }),
    z.record(z.string(), z.string()),
  ]),
);

const lengthBytes = 8;
/** More than any network's header. */
const mostHeaderBytes = 2 ** 23;

const isFloat = (dtype: string): dtype is keyof typeof floatReaders => Object.hasOwn(floatReaders, dtype);

/** @throws Error if the bytes are no such file; it takes no more memory than twice the file */
export function readForeignSafetensors(file: Uint8Array): Map<string, Tensor> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const start = lengthBytes + Number(view.getBigUint64(0, true));
  if (start > file.byteLength || start > mostHeaderBytes) throw new Error("its header is too long");
  const json = new TextDecoder("utf-8", { fatal: true }).decode(file.subarray(lengthBytes, start));
  const header = headerSchema.parse(JSON.parse(json));
  const tensors = new Map<string, Tensor>();
  let taken = 0;
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__" || !("data_offsets" in entry) || !Array.isArray(entry.data_offsets)) continue;
    const {
      dtype,
      shape,
      data_offsets: offsets,
    } = entry as { dtype: string; shape: number[]; data_offsets: number[] };
    if (!isFloat(dtype)) continue;
    const { bytes: each, read } = floatReaders[dtype];
    const [from, to] = [start + offsets[0]!, start + offsets[1]!];
    const count = shape.reduce((product, side) => product * side, 1);
    taken += to - from;
    // Tensors that share bytes could fill the memory.
    if (to > file.byteLength || to - from !== count * each || taken > file.byteLength)
      throw new Error(`${name.slice(0, 60)} does not have the bytes of its shape`);
    const values = Float32Array.from({ length: count }, (_, index) => read(view, from + index * each));
    tensors.set(name, { shape, values });
  }
  return tensors;
}
