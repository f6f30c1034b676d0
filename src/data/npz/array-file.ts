import { type Entry, openPromise, type ZipFile } from "yauzl";
import { LabError } from "../../messages/failure";
import { ByteReader } from "../byte-reader";
import { fileOf, fileSize, isPage, mostArrayBytes, mostDeflateRatio, readFailure, readStart } from "../files";
import { type NpyHeader, npyDescription, npyStart, parseNpyDescription } from "./npy-header";

/** An array of a file, not read yet. */
export interface ArrayInFile extends NpyHeader {
  /** Without `.npy`. */
  readonly name: string;
}

export interface ArrayFile {
  readonly arrays: readonly ArrayInFile[];
  /** The values of an array, as the file has them. @throws LabError as `readArrays` does */
  read(array: ArrayInFile): Promise<Uint8Array>;
}

const mostArrays = 1000;
/** A record of many fields may have a longer description, and is of no use here. */
const longestDescription = 64 * 1024;

/**
 * Opens a file of numpy's arrays: a zip of .npy files, packed or not. Sizes are checked against what the file can hold
 * before memory is taken, and no more is unpacked than the array's header promises.
 * @throws LabError `npzNotArrays`, `npzTooManyArrays`, `idxTooLarge`, `idxTooShort`, `idxTooLong`, `dataIsPage`,
 * `fileDamaged` and those of `fileSize`
 */
export async function withArrays<T>(path: string, use: (file: ArrayFile) => Promise<T>): Promise<T> {
  await fileSize(path);
  const start = await readStart(path, 256);
  if (isPage(start)) throw new LabError("dataIsPage", fileOf(path));
  if (start.subarray(0, 2).toString("latin1") !== "PK") throw new LabError("npzNotArrays", fileOf(path));
  const zip = await openPromise(path, { autoClose: false }).catch((error: unknown) => {
    throw zipFailure(error, path);
  });
  try {
    const entries = await arraysOf(zip, path);
    return await use({
      arrays: [...entries.keys()],
      read: (array) => readEntry(zip, entries.get(array)!, path),
    });
  } finally {
    zip.close();
  }
}

/** What yauzl says of a zip has no code of the system's. */
function zipFailure(error: unknown, path: string): LabError {
  const isOurs = error instanceof LabError || (error as NodeJS.ErrnoException).code !== undefined;
  return isOurs ? readFailure(error, path) : new LabError("fileDamaged", fileOf(path), { cause: error });
}

async function arraysOf(zip: ZipFile, path: string): Promise<Map<ArrayInFile, Entry>> {
  const found = new Map<ArrayInFile, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith(".npy")) continue;
      if (found.size === mostArrays)
        throw new LabError("npzTooManyArrays", { ...fileOf(path), limit: mostArrays });
      const { header } = await opened(zip, entry, path, (reader) => readHeader(reader, path));
      found.set({ ...header, name: entry.fileName.slice(0, -".npy".length) }, entry);
    }
  } catch (error) {
    throw zipFailure(error, path);
  }
  if (found.size === 0) throw new LabError("npzNotArrays", fileOf(path));
  return found;
}

async function readEntry(zip: ZipFile, entry: Entry, path: string): Promise<Uint8Array> {
  return opened(zip, entry, path, async (reader) => {
    const { header, length } = await readHeader(reader, path);
    const promised = header.shape.reduce((product, side) => product * side, header.item?.bytes ?? 0);
    if (promised > mostArrayBytes) throw new LabError("idxTooLarge", { ...fileOf(path), promised });
    const there = Math.min(entry.uncompressedSize, entry.compressedSize * mostDeflateRatio) - length;
    if (promised > there) throw new LabError("idxTooShort", { ...fileOf(path), promised, found: there });
    const values = await reader.read(promised);
    if (values.length < promised) {
      throw new LabError("idxTooShort", { ...fileOf(path), promised, found: values.length });
    }
    if ((await reader.read(1)).length > 0) throw new LabError("idxTooLong", { ...fileOf(path), promised });
    return values;
  });
}

async function opened<T>(
  zip: ZipFile,
  entry: Entry,
  path: string,
  use: (reader: ByteReader) => Promise<T>,
): Promise<T> {
  const failure = (error: unknown) => zipFailure(error, path);
  const stream = await zip.openReadStreamPromise(entry).catch((error: unknown) => {
    throw failure(error);
  });
  const reader = new ByteReader(path, stream, failure);
  try {
    return await use(reader);
  } finally {
    reader.close();
  }
}

/** @returns the header, and the number of bytes before the values */
async function readHeader(reader: ByteReader, path: string): Promise<{ header: NpyHeader; length: number }> {
  const place = npyDescription(await reader.peek(npyStart));
  if (!place || place.length > longestDescription) throw new LabError("npzNotArrays", fileOf(path));
  const length = place.from + place.length;
  const bytes = await reader.read(length);
  const header = parseNpyDescription(new TextDecoder().decode(bytes.subarray(place.from)));
  if (!header || bytes.length < length) throw new LabError("npzNotArrays", fileOf(path));
  return { header, length };
}
