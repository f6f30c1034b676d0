import { LabError } from "../../messages/failure";
import type { ByteReader } from "../files-by-bytes";
import { fileOf, isPage, mostArrayBytes, mostDeflateRatio } from "../files";
import type { FoundFile } from "../packs";

/** Files that were on tapes or in archives may end in zeros that belong to no file. */
const maximumPadding = 64 * 1024;

const unsignedByte = 0x08;
/** Big-endian, four bytes: QMNIST's labels. */
const integer = 0x0c;
const bytesOf: Partial<Record<number, number>> = { [unsignedByte]: 1, [integer]: 4 };

interface Header {
  readonly type: number;
  /** Number of entries, then the sides of one entry: [count, rows, columns] for images, [count] for labels. */
  readonly dimensions: readonly number[];
}

export interface IdxImages {
  readonly dimensions: readonly number[];
  readonly values: Uint8Array;
}

/**
 * Reads images of an IDX file, gzipped (once or more) or plain: big-endian magic number (0, 0, type, number of
 * dimensions), one uint32 per dimension, then the values. The lab checks the header against the file's size before it
 * allocates memory, and never unpacks more than the header's size.
 * @throws LabError `idxNotIdx`, `dataIsPage`, `idxNotBytes`, `idxNotImages`, `idxTooLarge`, `idxTooShort`, `idxTooLong`,
 * `fileDamaged` and those of `fileSize`
 */
export async function readImageFile(file: FoundFile, path: string): Promise<IdxImages> {
  return readIdx(file, path, ({ type, dimensions }) => {
    if (type !== unsignedByte) throw new LabError("idxNotBytes", fileOf(path));
    if (dimensions.length !== 3) {
      throw new LabError("idxNotImages", { ...fileOf(path), dimensions: dimensions.length });
    }
  });
}

/**
 * Reads labels as `readImageFile` reads images: a byte for each, or rows of integers whose first column is the class,
 * as QMNIST has them (the others tell who wrote the digit, and where).
 * @throws LabError as `readImageFile` does, and `idxNotLabels`
 */
export async function readLabelFile(file: FoundFile, path: string): Promise<Int32Array> {
  const { type, dimensions, values } = await readIdx(file, path, ({ type, dimensions }) => {
    if (!(type in bytesOf)) throw new LabError("idxNotBytes", fileOf(path));
    if (dimensions.length !== 1 && !(type === integer && dimensions.length === 2 && dimensions[1]! > 0)) {
      throw new LabError("idxNotLabels", { ...fileOf(path), dimensions: dimensions.length });
    }
  });
  const [count = 0, columns = 1] = dimensions;
  if (type === unsignedByte) return Int32Array.from(values);
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  return Int32Array.from({ length: count }, (_, row) => view.getInt32(4 * row * columns));
}

/** @param path for failures @param check throws if the file is not of the wanted kind */
async function readIdx(
  file: FoundFile,
  path: string,
  check: (header: Header) => void,
): Promise<Header & IdxImages> {
  const { packed, size } = await file.sizes();
  const there = Math.min(size, packed * mostDeflateRatio);
  return file.read(async (reader) => {
    await reader.unpack();
    const header = await readHeader(path, reader);
    check(header);
    const { type, dimensions } = header;
    const promised = dimensions.reduce((product, side) => product * side, bytesOf[type]!);
    if (promised > mostArrayBytes) throw new LabError("idxTooLarge", { ...fileOf(path), promised });
    if (promised > there * mostDeflateRatio ** reader.layers) {
      throw new LabError("idxTooShort", { ...fileOf(path), promised, found: there });
    }
    const values = await reader.read(promised);
    if (values.length < promised) {
      throw new LabError("idxTooShort", { ...fileOf(path), promised, found: values.length });
    }
    const padding = await reader.read(maximumPadding + 1);
    if (padding.length > maximumPadding || padding.some((byte) => byte !== 0)) {
      throw new LabError("idxTooLong", { ...fileOf(path), promised });
    }
    return { type, dimensions, values };
  });
}

/** What an IDX file holds and how much of it, by its header; null if it is none that the lab reads. */
export async function idxHeaderOf(
  reader: ByteReader,
): Promise<{ role: "images" | "labels"; count: number } | null> {
  await reader.unpack();
  const [first, second, type = 0, dimensions = 0] = await reader.peek(4);
  if (first !== 0 || second !== 0 || !(type in bytesOf) || dimensions < 1 || dimensions > 3) return null;
  const header = await reader.read(8);
  if (header.length < 8) return null;
  const count = new DataView(header.buffer, header.byteOffset).getUint32(4);
  if (dimensions === 3) return type === unsignedByte ? { role: "images", count } : null;
  return dimensions === 1 || type === integer ? { role: "labels", count } : null;
}

async function readHeader(path: string, reader: ByteReader): Promise<Header> {
  if (isPage(await reader.peek(256))) throw new LabError("dataIsPage", fileOf(path));
  const [first, second, type = 0, dimensionCount = 0, ...missing] = await reader.read(4);
  if (first !== 0 || second !== 0 || missing.length > 0) throw new LabError("idxNotIdx", fileOf(path));
  // Beyond three the caller's check refuses them, whatever they are.
  const header = await reader.read(4 * dimensionCount);
  if (header.length < 4 * dimensionCount || dimensionCount === 0)
    throw new LabError("idxNotIdx", fileOf(path));
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  return {
    type,
    dimensions: Array.from({ length: dimensionCount }, (_, index) => view.getUint32(4 * index)),
  };
}
