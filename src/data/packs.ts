import { readFile } from "node:fs/promises";
import { LabError } from "../messages/failure";
import { filesAt, isFolder, isHidden, mostFilesAt } from "../platform/files-at";
import { ByteReader } from "./files-by-bytes";
import { fileOf, fileSize, readFailure, readStart, sizeToRead } from "./files";
import { type ZippedFile, withZip } from "./files-in-zip";

/** A file that stands by itself, in a folder or in a zip; not read yet. */
export interface FoundFile {
  /** Its way from the folder, with forward slashes. */
  readonly name: string;
  /** Where it lies, if it is not in a zip. */
  readonly path: string | null;
  /** Its bytes there, and those that it has when it is taken out of the zip. */
  sizes(): Promise<{ readonly packed: number; readonly size: number }>;
  /** @param use may stop before the end; in a zip, the checksum is compared there */
  read<T>(use: (reader: ByteReader) => Promise<T>): Promise<T>;
  /** All its bytes. @returns null if it has more than `most` @throws LabError `fileDamaged`, `fileUnreadable` */
  whole(most: number): Promise<Uint8Array | null>;
}

/** Whether many files are behind a path: a folder, or a zip. @throws LabError as `fileSize` does */
export async function isPack(path: string): Promise<boolean> {
  return (await isFolder(path)) || (await readStart(path, 2)).toString("latin1") === "PK";
}

/**
 * Looks for files in the same way in a folder (in the order of their names) and in a zip (in its own order), without what systems
 * leave behind.
 * @param path of a pack
 * @throws LabError `filesTooMany`, `fileMissing`, `fileUnreadable`, `fileDamaged`
 */
export async function withFilesIn<T>(
  path: string,
  use: (files: readonly FoundFile[]) => Promise<T>,
): Promise<T> {
  if (await isFolder(path)) {
    const files = await filesAt(path).catch((error: unknown) => {
      throw error instanceof RangeError ? tooMany(path) : readFailure(error, path);
    });
    return use((files ?? []).map(({ name, path: place }) => fileAt(place, name)));
  }
  return withZip(path, async (zipped) => {
    const line = new Line();
    try {
      return await use(await filesOfZip(zipped, path, line));
    } finally {
      // What was read ahead and is no longer wanted.
      await line.end();
    }
  });
}

/** A file by its path. */
export function fileAt(path: string, name = ""): FoundFile {
  return {
    name,
    path,
    sizes: async () => {
      const size = await fileSize(path);
      return { packed: size, size };
    },
    read: async (use) => {
      await fileSize(path);
      const reader = new ByteReader(path);
      try {
        return await use(reader);
      } finally {
        reader.close();
      }
    },
    whole: async (most) => {
      try {
        // Looked at again, because it may have become a pipe that never ends.
        return (await sizeToRead(path)) > most ? null : await readFile(path);
      } catch (error) {
        throw readFailure(error, path);
      }
    },
  };
}

/**
 * The files by their way from the folder that holds them all: a zip often has one around everything.
 * @param isWrapper whether such a folder (its name and a slash) only holds the others
 */
export function withoutWrapper<File extends { readonly name: string }>(
  files: readonly File[],
  isWrapper: (files: readonly File[], folder: string) => boolean = () => true,
): readonly File[] {
  const [wrapper = ""] = files[0]?.name.split("/") ?? [];
  const within = `${wrapper}/`;
  const areWithin = files.length > 0 && files.every(({ name }) => name.startsWith(within));
  if (!areWithin || !isWrapper(files, within)) return files;
  const inner = files.map((file) => ({ ...file, name: file.name.slice(within.length) }));
  return withoutWrapper(inner, isWrapper);
}

function tooMany(path: string): LabError {
  return new LabError("filesTooMany", { ...fileOf(path), limit: mostFilesAt });
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

async function filesOfZip(zipped: AsyncIterable<ZippedFile>, path: string, line: Line): Promise<FoundFile[]> {
  const all = await fileSize(path);
  const files: FoundFile[] = [];
  let sum = 0;
  for await (const { name, packed, size, read } of zipped) {
    sum += packed;
    // Files of a zip that share bytes can unpack to anything.
    if (sum > all) throw new LabError("fileDamaged", fileOf(path));
    if (files.length === mostFilesAt) throw tooMany(path);
    if (isHidden(name)) continue;
    files.push({
      name: name.normalize(),
      path: null,
      sizes: () => Promise.resolve({ packed, size }),
      read: (use) => line.do(() => read(use)),
      // One more byte is asked for, because the checksum is compared at the end.
      whole: (most) =>
        size > most ? Promise.resolve(null) : line.do(() => read((reader) => reader.read(size + 1))),
    });
  }
  return files;
}
