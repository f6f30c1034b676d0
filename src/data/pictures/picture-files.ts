import { open, readFile } from "node:fs/promises";
import { filesAt, isHidden, mostFilesAt, sortedByName } from "../../platform/files-at";
import { LabError } from "../../messages/failure";
import { fileOf, fileSize, readFailure, sizeToRead } from "../files";
import { type ZippedFile, withZip } from "../files-in-zip";

/** A file in a folder of pictures, or in a zip of one; it may be anything. */
export interface PictureFile {
  /** Its way from the folder of all classes, with forward slashes. */
  readonly name: string;
  /** The folder that it lies in, directly or below; null if it lies beside the classes. */
  readonly label: string | null;
  /** All its bytes. @returns null if it has more than `mostPictureBytes` */
  read(): Promise<Uint8Array | null>;
}

/** Bytes of one picture. */
const mostPictureBytes = 2 ** 26;

type Found = Omit<PictureFile, "label">;

/**
 * The files of all classes in the order of their names, from a folder or a zip.
 * @throws LabError `picturesNone`, `picturesSplit`, `picturesTooMany`, `fileMissing`, `fileUnreadable`, `fileDamaged`
 */
export async function withPictureFiles<T>(
  path: string,
  use: (files: readonly PictureFile[]) => Promise<T>,
): Promise<T> {
  const files = await filesOf(path);
  if (files !== null) return use(classified(files, path));
  return withZip(path, async (zipped) => {
    const line = new Line();
    try {
      return await use(classified(await filesOfZip(zipped, path, line), path));
    } finally {
      // What was read ahead and is no longer wanted.
      await line.end();
    }
  });
}

/** @returns null for a zip */
async function filesOf(path: string): Promise<Found[] | null> {
  const files = await filesAt(path).catch((error: unknown) => {
    if (error instanceof RangeError) throw tooMany(path);
    throw readFailure(error, path);
  });
  if (files === null) throw new LabError("picturesNone", fileOf(path));
  const [first] = files;
  if (first?.name === "") {
    if (await isZip(path)) return null;
    throw new LabError("picturesNone", fileOf(path));
  }
  return files.map(({ name, path: place }) => ({
    name,
    read: async () => {
      try {
        // Looked at again, because it may have become a pipe that never ends.
        return (await sizeToRead(place)) > mostPictureBytes ? null : await readFile(place);
      } catch (error) {
        throw readFailure(error, place);
      }
    },
  }));
}

function tooMany(path: string): LabError {
  return new LabError("picturesTooMany", { ...fileOf(path), limit: mostFilesAt });
}

const pictureName = /\.(png|jpe?g|jfif)$/i;

/** Whether a folder or a zip holds pictures of classes, by names alone. @throws LabError as `withPictureFiles` does */
export async function holdsPictures(path: string): Promise<boolean> {
  try {
    return await withPictureFiles(path, (files) =>
      Promise.resolve(files.some(({ name, label }) => label !== null && pictureName.test(name))),
    );
  } catch (error) {
    if (error instanceof LabError && error.code === "picturesNone") return false;
    throw error;
  }
}

async function isZip(path: string): Promise<boolean> {
  await fileSize(path);
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.toString("latin1") === "PK";
  } finally {
    await file.close();
  }
}

/** Does one thing after another: reads of one zip disturb each other. */
class Line {
  private last: Promise<unknown> = Promise.resolve();

  do<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined);
    return done;
  }

  async end(): Promise<void> {
    await this.last;
  }
}

async function filesOfZip(zipped: AsyncIterable<ZippedFile>, path: string, line: Line): Promise<Found[]> {
  const all = await fileSize(path);
  const files: Found[] = [];
  let packed = 0;
  for await (const file of zipped) {
    packed += file.packed;
    // Files of a zip that share bytes can unpack to anything.
    if (packed > all) throw new LabError("fileDamaged", fileOf(path));
    if (files.length === mostFilesAt) throw tooMany(path);
    if (!isHidden(file.name))
      files.push({ name: file.name.normalize(), read: () => line.do(() => readZipped(file)) });
  }
  return sortedByName(files);
}

/** One more byte is asked for, because the checksum is compared at the end. A damaged file is one without content. */
async function readZipped({ size, read }: ZippedFile): Promise<Uint8Array | null> {
  if (size > mostPictureBytes) return null;
  return read((reader) => reader.read(size + 1)).catch((error: unknown) => {
    if (error instanceof LabError && error.code === "fileDamaged") return new Uint8Array();
    throw error;
  });
}

function classified(files: readonly Found[], path: string): PictureFile[] {
  const all = fileOf(path);
  const inner = withoutWrapper(files);
  const partsOf = inner.map((file) => ({ file, parts: file.name.split("/") }));
  const folders = new Set(partsOf.flatMap(({ parts }) => (parts.length > 1 ? [parts[0]!] : [])));
  if (folders.size === 0) throw new LabError("picturesNone", all);
  const isDeep = partsOf.every(({ parts }) => parts.length !== 2);
  if (isDeep && folders.size > 1 && [...folders].every((name) => splitName.test(name))) {
    throw new LabError("picturesSplit", { ...all, folders: [...folders].join(", ") });
  }
  return partsOf.map(({ file, parts }) => ({ ...file, label: parts.length > 1 ? parts[0]! : null }));
}

/** Folders of parts of a data set, which hold the classes' folders. */
const splitName = /^(train|training|test|testing|val|valid|validation|dev|eval)$/i;

/** A zip often has one folder that holds everything else. */
function withoutWrapper(files: readonly Found[]): readonly Found[] {
  const [wrapper = ""] = files[0]?.name.split("/") ?? [];
  const within = `${wrapper}/`;
  const isWrapped =
    files.every(({ name }) => name.startsWith(within)) &&
    files.some(({ name }) => name.indexOf("/", within.length) > 0);
  if (!isWrapped) return files;
  return withoutWrapper(files.map((file) => ({ ...file, name: file.name.slice(within.length) })));
}
