import { LabError } from "../../messages/failure";
import { type FileAt, filesAt, isFolder } from "../../platform/files-at";
import { ByteReader } from "../files-by-bytes";
import { fileOf, fileSize, isPage, mostArrayBytes, mostDeflateRatio, readStart } from "../files";
import { type ZippedFile, withZip } from "../files-in-zip";
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
  /** Compares every array with its checksum, because what is proposed depends on all. @throws LabError `fileDamaged` */
  check(): Promise<void>;
}

const mostArrays = 1000;
/** A record of many fields may have a longer description, and is of no use here. */
const longestDescription = 64 * 1024;
const checkedBytes = 2 ** 16;

/**
 * Opens numpy's arrays: a zip of .npy files, packed or not, or a folder of such files. Sizes are checked against what the file can hold
 * before memory is taken, and no more is unpacked than the array's header promises.
 * @throws LabError `npzNotArrays`, `npzTooManyArrays`, `idxTooLarge`, `idxTooShort`, `idxTooLong`, `dataIsPage`,
 * `fileDamaged` and those of `fileSize`
 */
export async function withArrays<T>(path: string, use: (file: ArrayFile) => Promise<T>): Promise<T> {
  if (await isFolder(path)) return withFound(filesIn(path), path, use);
  await fileSize(path);
  const start = await readStart(path, 256);
  if (isPage(start)) throw new LabError("dataIsPage", fileOf(path));
  if (start.subarray(0, 2).toString("latin1") !== "PK") throw new LabError("npzNotArrays", fileOf(path));
  return withZip(path, (files) => withFound(files, path, use));
}

async function withFound<T>(
  files: AsyncIterable<ZippedFile>,
  path: string,
  use: (file: ArrayFile) => Promise<T>,
): Promise<T> {
  const found = await arraysOf(files, path);
  return use({
    arrays: [...found.keys()],
    read: (array) => readValues(found.get(array)!, path),
    check: async () => {
      for (const file of found.values()) await file.read(readThrough);
    },
  });
}

/** The files of a folder, as if they lay unpacked in a zip. */
async function* filesIn(folder: string): AsyncGenerator<ZippedFile> {
  for (const { name, path } of await arrayFilesIn(folder)) {
    const size = await fileSize(path);
    const read: ZippedFile["read"] = async (use) => {
      const reader = new ByteReader(path);
      try {
        return await use(reader);
      } finally {
        reader.close();
      }
    };
    yield { name, packed: size, size, read };
  }
}

/** The .npy files of a folder; none if they cannot be listed. */
export async function arrayFilesIn(folder: string): Promise<FileAt[]> {
  const files = await filesAt(folder).catch(() => null);
  return (files ?? []).filter(({ name }) => name.endsWith(".npy"));
}

async function arraysOf(
  files: AsyncIterable<ZippedFile>,
  path: string,
): Promise<Map<ArrayInFile, ZippedFile>> {
  const found = new Map<ArrayInFile, ZippedFile>();
  for await (const file of files) {
    if (!file.name.endsWith(".npy")) continue;
    if (found.size === mostArrays)
      throw new LabError("npzTooManyArrays", { ...fileOf(path), limit: mostArrays });
    const { header } = await file.read((reader) => readHeader(reader, path));
    found.set({ ...header, name: file.name.slice(0, -".npy".length) }, file);
  }
  if (found.size === 0) throw new LabError("npzNotArrays", fileOf(path));
  return found;
}

async function readValues({ packed, size, read }: ZippedFile, path: string): Promise<Uint8Array> {
  return read(async (reader) => {
    const { header, length } = await readHeader(reader, path);
    const promised = header.shape.reduce((product, side) => product * side, header.item?.bytes ?? 0);
    if (promised > mostArrayBytes) throw new LabError("idxTooLarge", { ...fileOf(path), promised });
    const there = Math.min(size, packed * mostDeflateRatio) - length;
    if (promised > there) throw new LabError("idxTooShort", { ...fileOf(path), promised, found: there });
    const values = await reader.read(promised);
    if (values.length < promised) {
      throw new LabError("idxTooShort", { ...fileOf(path), promised, found: values.length });
    }
    if ((await reader.read(1)).length > 0) throw new LabError("idxTooLong", { ...fileOf(path), promised });
    return values;
  });
}

async function readThrough(reader: ByteReader): Promise<void> {
  while ((await reader.read(checkedBytes)).length > 0);
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
