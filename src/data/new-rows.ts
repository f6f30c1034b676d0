import type { Preparation } from "../fields/preparation";
import { isFolder } from "../platform/files-at";
import { readStart } from "./files";
import { idxHeaderOf } from "./idx/idx-file";
import { readNewImages } from "./idx/new-images";
import type { DataConfig } from "./kinds";
import { areArrays } from "./npz/array-file";
import { readNewArrays } from "./npz/new-arrays";
import { isNpy } from "./npz/npy-header";
import { fileAt, withFilesIn } from "./packs";
import { readNewPictures } from "./pictures/new-pictures";
import { pictureName } from "./pictures/picture-files";
import type { NewRows } from "./prepared-rows";
import { readNewTable } from "./table/new-rows/read";

type Form = "table" | "pictures" | "arrays" | "images";

const readers: Readonly<
  Record<Form, (path: string, preparation: Preparation, config: DataConfig) => Promise<NewRows>>
> = {
  table: readNewTable,
  pictures: readNewPictures,
  arrays: readNewArrays,
  images: readNewImages,
};

/**
 * Reads new rows and prepares them as the run's own were: a table, pictures (a file, a folder or a zip), arrays of numpy, or images in IDX.
 * @throws LabError as each reader does, and those of `fileSize`
 */
export async function readNewRows(
  path: string,
  preparation: Preparation,
  config: DataConfig,
): Promise<NewRows> {
  return readers[await formAt(path)](path, preparation, config);
}

/** What a path holds, by its first bytes: names may be anything. */
async function formAt(path: string): Promise<Form> {
  if (await isFolder(path)) return (await formOfPack(path)) === "arrays" ? "arrays" : "pictures";
  const start = await readStart(path, 16);
  if (isNpy(start)) return "arrays";
  const text = start.toString("latin1");
  if (text.startsWith("\x89PNG") || text.startsWith("\xff\xd8\xff")) return "pictures";
  // An Excel file is a zip too.
  if (text.startsWith("PK")) return formOfPack(path);
  const header = await fileAt(path).read(idxHeaderOf);
  return header?.role === "images" ? "images" : "table";
}

async function formOfPack(path: string): Promise<Form> {
  return withFilesIn(path, (files) => {
    if (areArrays(files)) return Promise.resolve("arrays");
    return Promise.resolve(files.some(({ name }) => pictureName.test(name)) ? "pictures" : "table");
  });
}
