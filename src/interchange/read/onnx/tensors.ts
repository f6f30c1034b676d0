import { LabError } from "../../../messages/failure";
import { floatReaders } from "../../floats";
import type { Tensor } from "../../tensor";
import type { OnnxTensor } from "./wire";

/** TensorProto.DataType of the floats that weights are. */
const floats: Readonly<Record<number, keyof typeof floatReaders>> = {
  1: "F32",
  10: "F16",
  11: "F64",
  16: "BF16",
};
const int64 = 7;
const int32 = 6;
const bool = 9;

/** Files beside an .onnx that hold its weights, by their names. */
export type Beside = ReadonlyMap<string, Uint8Array>;

const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

export const isFloat = ({ type }: OnnxTensor) => type in floats;

/**
 * A tensor of floats as 32-bit ones. @throws LabError `readWeightsElsewhere` if they stand in a file that is not there
 * @throws Error if its bytes are not those of its shape
 */
export function floatsOf(tensor: OnnxTensor, beside: Beside): Tensor {
  const { name, shape, type } = tensor;
  const kind = floats[type];
  if (kind === undefined) throw new Error(`${name.slice(0, 60)} holds no floats`);
  const { bytes: each, read } = floatReaders[kind];
  const bytes = bytesOf(tensor, beside);
  const count = sizeOf(shape);
  if (bytes.length !== count * each)
    throw new Error(`${name.slice(0, 60)} does not have the bytes of its shape`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { shape, values: Float32Array.from({ length: count }, (_, index) => read(view, index * each)) };
}

function bytesOf({ bytes, elsewhere, name }: OnnxTensor, beside: Beside): Uint8Array {
  if (!elsewhere) return bytes;
  const { file, offset, length } = elsewhere;
  const other = beside.get(file);
  if (!other) throw new LabError("readWeightsElsewhere", { file: file.slice(0, 100) });
  const end = Number.isNaN(length) ? other.length : offset + length;
  if (!(offset >= 0 && end <= other.length && end >= offset))
    throw new Error(`${name.slice(0, 60)} stands behind the end of ${file.slice(0, 100)}`);
  return other.subarray(offset, end);
}

/** A short list of whole numbers, or of truths; null for another tensor. */
export function integersOf({ type, few, bytes, shape }: OnnxTensor): readonly number[] | null {
  const each = { [int64]: 8, [int32]: 4, [bool]: 1 }[type];
  if (each === undefined) return null;
  if (few.length > 0) return few;
  const count = sizeOf(shape);
  if (bytes.length !== count * each || count > 4096) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: count }, (_, index) => {
    if (each === 8) return Number(view.getBigInt64(index * 8, true));
    return each === 4 ? view.getInt32(index * 4, true) : view.getUint8(index);
  });
}
