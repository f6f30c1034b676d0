import { basename, join } from "node:path";
import { ByteReader } from "../data/files-by-bytes";
import { copyTo } from "../data/files-copy";
import { withZip } from "../data/files-in-zip";
import { fewOf } from "../messages/few";
import { isHidden } from "../platform/files-at";
import { errorOf, type Problem } from "./description";

/** The most bytes of a table in a gzip or zip. */
const mostUnpacked = 4e9;
/** More files are not looked through. */
const mostFiles = 10_000;

const tableName = /\.(?:csv|tsv|tab|txt|data|dat|arff|jsonl|ndjson|json|parquet|xlsx|xlsm)$/i;
/** What archives hold beside their table. */
const besideName = /(?:readme|licen[cs]e|changelog)[^/]*$/i;

/** The files in a zip that may be tables. @throws LabError as `withZip` does */
export async function tablesInZip(path: string): Promise<string[]> {
  return withZip(path, async (files) => {
    const names: string[] = [];
    let seen = 0;
    for await (const { name } of files) {
      if (++seen > mostFiles) return [];
      if (tableName.test(name) && !besideName.test(name) && !isHidden(name)) names.push(name);
    }
    return names;
  });
}

/**
 * Writes the table inside a gzip, or the only one inside a zip, into a folder.
 * @returns its path, or why there is none
 * @throws LabError `fileDamaged`, and the system's failures
 */
export async function unpackTable(
  path: string,
  type: PackedType,
  folder: string,
  limit = mostUnpacked,
): Promise<string | Problem> {
  if (type === "fileIsGzip") {
    const reader = new ByteReader(path);
    try {
      await reader.unpack();
      return await write(reader, join(folder, basename(path).replace(/\.gz$/i, "") || "table"), limit);
    } finally {
      reader.close();
    }
  }
  const [wanted, ...others] = await tablesInZip(path);
  if (wanted === undefined) return errorOf("fileIsZip");
  if (others.length > 0) {
    return errorOf("zipOfTables", { names: fewOf([wanted, ...others]) });
  }
  return withZip(path, async (files) => {
    for await (const file of files) {
      if (file.name === wanted)
        return file.read((reader) => write(reader, join(folder, basename(wanted)), limit));
    }
    return errorOf("fileIsZip");
  });
}

export type PackedType = "fileIsGzip" | "fileIsZip";

export function isPacked(type: string | null): type is PackedType {
  return type === "fileIsGzip" || type === "fileIsZip";
}

async function write(reader: ByteReader, to: string, limit: number): Promise<string | Problem> {
  return (await copyTo(to, reader, limit)) ? to : errorOf("fileTooLarge");
}
