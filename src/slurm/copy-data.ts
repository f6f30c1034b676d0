import { randomBytes } from "node:crypto";
import { copyFile, mkdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { draftEnd } from "../artifacts/write-whole";
import { dataPaths } from "../data/kinds";
import type { DataConfig } from "../experiment/schema";
import { LabError } from "../messages/failure";
import { contentHash } from "../platform/content-hash";
import { filesAt } from "../platform/files-at";

/**
 * Copies the files of an experiment's data to where every node finds them, each under the hash of its content: a file that changes later changes no
 * run.
 * @returns for each path where its copy is, below the folder
 * @throws LabError `fileMissing`, `fileUnreadable`, `fileChanged`
 */
export async function copyData(data: DataConfig, folder: string): Promise<Record<string, string>> {
  const copies: Record<string, string> = {};
  for (const path of dataPaths(data)) {
    try {
      copies[path] = await copyOne(path, folder);
    } catch (error) {
      if (error instanceof LabError) throw error;
      const { code } = error as NodeJS.ErrnoException;
      const file = basename(path);
      throw code === "ENOENT"
        ? new LabError("fileMissing", { file }, { cause: error })
        : new LabError("fileUnreadable", { file, detail: code ?? String(error) }, { cause: error });
    }
  }
  return copies;
}

async function copyOne(path: string, folder: string): Promise<string> {
  const digest = await contentHash(path);
  // Its ending tells what it is.
  const place = `data/${digest}/${basename(path)}`;
  const target = join(folder, ...place.split("/"));
  if (await stat(target).catch(() => null)) return place;
  const draft = join(folder, "data", `${digest}.${randomBytes(4).toString("hex")}${draftEnd}`);
  try {
    for (const { name, path: file } of (await filesAt(path)) ?? []) {
      const copy = join(draft, basename(path), ...name.split("/"));
      await mkdir(dirname(copy), { recursive: true });
      await copyFile(file, copy);
    }
    if ((await contentHash(join(draft, basename(path)))) !== digest) {
      throw new LabError("fileChanged", { file: basename(path) });
    }
    await rename(draft, dirname(target));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return place;
}
