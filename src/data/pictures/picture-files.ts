import { stat } from "node:fs/promises";
import { LabError } from "../../messages/failure";
import { sortedByName } from "../../platform/files-at";
import { fileOf, readFailure } from "../files";
import { type FoundFile, isPack, withFilesIn, withoutWrapper } from "../packs";

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
export const mostPictureBytes = 2 ** 26;

/**
 * The files of all classes in the order of their names, from a folder or a zip.
 * @throws LabError `picturesNone`, `picturesSplit`, and as `withFilesIn` does
 */
export async function withPictureFiles<T>(
  path: string,
  use: (files: readonly PictureFile[]) => Promise<T>,
): Promise<T> {
  const found = await stat(path).catch((error: unknown) => {
    throw readFailure(error, path);
  });
  const isUsable = found.isDirectory() || (found.isFile() && (await isPack(path)));
  if (!isUsable) throw new LabError("picturesNone", fileOf(path));
  return withFilesIn(path, (files) => use(classified(files, path)));
}

/** How the names of pictures end. */
export const pictureName = /\.(png|jpe?g|jfif)$/i;

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

/** A damaged file of a zip is one without content. */
async function readPicture({ path, whole }: FoundFile): Promise<Uint8Array | null> {
  return whole(mostPictureBytes).catch((error: unknown) => {
    if (path === null && error instanceof LabError && error.code === "fileDamaged") return new Uint8Array();
    throw error;
  });
}

function classified(files: readonly FoundFile[], path: string): PictureFile[] {
  const all = fileOf(path);
  const inner = withoutWrapper(sortedByName(files), holdsFolders);
  const partsOf = inner.map((file) => ({ file, parts: file.name.split("/") }));
  const folders = new Set(partsOf.flatMap(({ parts }) => (parts.length > 1 ? [parts[0]!] : [])));
  if (folders.size === 0) throw new LabError("picturesNone", all);
  const isDeep = partsOf.every(({ parts }) => parts.length !== 2);
  if (isDeep && folders.size > 1 && [...folders].every((name) => splitName.test(name))) {
    throw new LabError("picturesSplit", { ...all, folders: [...folders].join(", ") });
  }
  return partsOf.map(({ file, parts }) => ({
    name: file.name,
    label: parts.length > 1 ? parts[0]! : null,
    read: () => readPicture(file),
  }));
}

/** Folders of parts of a data set, which hold the classes' folders. */
const splitName = /^(train|training|test|testing|val|valid|validation|dev|eval)$/i;

/** The folder around all others is no class; a single folder of pictures is one. */
function holdsFolders(files: readonly FoundFile[], folder: string): boolean {
  return files.some(({ name }) => name.indexOf("/", folder.length) > 0);
}
