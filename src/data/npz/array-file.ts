import { basename, join } from "node:path";
import { LabError } from "../../messages/failure";
import { isFolder } from "../../platform/files-at";
import { inTemporaryFolder } from "../../platform/temporary-folder";
import type { ByteReader } from "../files-by-bytes";
import { copyTo } from "../files-copy";
import { fileOf, isPage, mostArrayBytes, mostDeflateRatio, readStart } from "../files";
import { fileAt, type FoundFile, isPack, withFilesIn, withoutWrapper } from "../packs";
import { isNpy, type NpyHeader, npyDescription, npyStart, parseNpyDescription } from "./npy-header";

/** An array of a file, not read yet. */
export interface ArrayInFile extends NpyHeader {
  /** Without `.npy`, and without the folder that holds them all. */
  readonly name: string;
  /** With that folder: earlier documents have it. */
  readonly fullName: string;
}

export interface ArrayFile {
  readonly arrays: readonly ArrayInFile[];
  /** The values of an array, as the file has them. @throws LabError as `readArrays` does */
  read(array: ArrayInFile): Promise<Uint8Array>;
  /** Compares every array with its checksum, because what is proposed depends on all. @throws LabError `fileDamaged` */
  check(): Promise<void>;
}

const mostArrays = 1000;
/** The most bytes of an .npz in a zip. */
const mostUnpacked = 4e9;
/** A record of many fields may have a longer description, and is of no use here. */
const longestDescription = 64 * 1024;
const checkedBytes = 2 ** 16;

/**
 * Opens numpy's arrays: one or more .npy files by themselves, in a folder or in a zip (an .npz, or any other), or the only .npz
 * in these. Sizes are checked against what the file can hold before memory is taken, and no more is unpacked than the
 * array's header promises.
 * @param others .npy files whose arrays are taken too, after those of the first
 * @throws LabError `npzNotArrays`, `npzTooManyArrays`, `npzSeveral`, `npzTooLarge`, `idxTooLarge`, `idxTooShort`, `idxTooLong`,
 * `dataIsPage`, `fileDamaged` and those of `fileSize`
 */
export async function withArrays<T>(
  path: string,
  use: (file: ArrayFile) => Promise<T>,
  ...others: readonly string[]
): Promise<T> {
  return withArrayFiles(path, async (files) => {
    const beside = others.map((other) => fileAt(other, basename(other)));
    return withFound([...files, ...beside], path, use);
  });
}

async function withArrayFiles<T>(path: string, use: (files: readonly FoundFile[]) => Promise<T>): Promise<T> {
  if (!(await isFolder(path))) {
    const start = await readStart(path, 256);
    if (isPage(start)) throw new LabError("dataIsPage", fileOf(path));
    if (isNpy(start)) return use([fileAt(path, basename(path))]);
    if (!(await isPack(path))) throw new LabError("npzNotArrays", fileOf(path));
  }
  return withFilesIn(path, async (files) => {
    const arrays = files.filter(isArray);
    if (arrays.length > mostArrays) {
      throw new LabError("npzTooManyArrays", { ...fileOf(path), limit: mostArrays });
    }
    if (arrays.length > 0) return use(arrays);
    const [file, ...more] = files.filter(isNpz);
    if (!file) throw new LabError("npzNotArrays", fileOf(path));
    if (more.length > 0) {
      const names = [file, ...more].slice(0, 5).map(({ name }) => name);
      throw new LabError("npzSeveral", { ...fileOf(path), names: names.join(", ") });
    }
    return withUnpacked(file, path, (inside) => withArrayFiles(inside, use));
  });
}

/** A zip within a zip can only be read where it lies by itself. */
async function withUnpacked<T>(file: FoundFile, path: string, use: (path: string) => Promise<T>): Promise<T> {
  if (file.path !== null) return use(file.path);
  return inTemporaryFolder("arrays", async (folder) => {
    const inside = join(folder, basename(file.name));
    const isWhole = await file.read((reader) => copyTo(inside, reader, mostUnpacked));
    if (!isWhole) throw new LabError("npzTooLarge", { ...fileOf(path), name: file.name });
    return use(inside);
  });
}

const isArray = ({ name }: FoundFile) => /\.npy$/i.test(name);
const isNpz = ({ name }: FoundFile) => /\.npz$/i.test(name);

/** Whether some files are arrays, or hold them, by their names. */
export function areArrays(files: readonly FoundFile[]): boolean {
  return files.some((file) => isArray(file) || isNpz(file));
}

async function withFound<T>(
  files: readonly FoundFile[],
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

async function arraysOf(files: readonly FoundFile[], path: string): Promise<Map<ArrayInFile, FoundFile>> {
  const found = new Map<ArrayInFile, FoundFile>();
  const names = new Set<string>();
  for (const [place, { name }] of withoutWrapper(files).entries()) {
    const file = files[place]!;
    const { header } = await file.read((reader) => readHeader(reader, file.path ?? path));
    const short = withoutEnding(name);
    // Two files of different folders may have one name.
    const own = names.has(short) ? `${short} (${place + 1})` : short;
    names.add(own);
    found.set({ ...header, name: own, fullName: withoutEnding(file.name) }, file);
  }
  return found;
}

export const withoutEnding = (name: string) => name.replace(/\.npy$/i, "");

/** The header of a .npy file that lies by itself. @throws LabError as `withArrays` does */
export async function arrayAt(path: string): Promise<ArrayInFile> {
  return withArrays(path, ({ arrays }) => Promise.resolve(arrays[0]!));
}

async function readValues({ sizes, read }: FoundFile, path: string): Promise<Uint8Array> {
  const { packed, size } = await sizes();
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
