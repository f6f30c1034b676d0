import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileSize } from "../data/files";
import { ByteReader } from "../data/files-by-bytes";
import { withZip } from "../data/files-in-zip";
import { inTemporaryFolder } from "../platform/temporary-folder";
import { openEngine, sqlText } from "./duckdb";
import { fileTypeOf } from "./file-type";
import { isPacked, tablesInZip } from "./packed";
import { parquetFile } from "./parquet";

/** Smaller files are read whole in about a second. */
const largeFrom = { plain: 20e6, packed: 4e6 } as const;
/** Of a text: enough to tell kinds, read in a fraction of a second. */
const partBytes = 1e6;
/** Of Parquet, where a row of pictures may take much. */
const partRows = { fewest: 100, most: 20_000 } as const;

/**
 * Calls `look` with the path of a file that has the first rows of a large table, in the table's own format; does nothing
 * for other files. @throws what reading the file does, and what `look` throws
 */
export async function withFirstPart(path: string, look: (part: string) => Promise<void>): Promise<void> {
  const size = await fileSize(path);
  if (size < largeFrom.packed) return;
  await inTemporaryFolder("table", async (folder) => {
    const part = await writePart(path, size, folder);
    if (part !== null) await look(part);
  });
}

async function writePart(path: string, size: number, folder: string): Promise<string | null> {
  const part = join(folder, "part");
  const type = fileTypeOf(Buffer.from(await startOf(new ByteReader(path), 1 << 14)));
  if (!isPacked(type) && size < largeFrom.plain) return null;
  if (type === "parquet") {
    await writeParquet(path, size, part, folder);
    return part;
  }
  if (type !== null && !isPacked(type)) return null;
  const bytes = await (type === "fileIsZip"
    ? startInZip(path)
    : startOf(new ByteReader(path), partBytes, true));
  // A packed Parquet or workbook has no beginning that could be read alone.
  if (bytes === null || fileTypeOf(Buffer.from(bytes.subarray(0, 1 << 14))) !== null) return null;
  const end = endOfLastRow(bytes);
  if (end === 0) return null;
  await writeFile(part, bytes.subarray(0, end));
  return part;
}

async function startOf(reader: ByteReader, length: number, unpacked = false): Promise<Uint8Array> {
  try {
    if (unpacked) await reader.unpack();
    return await reader.read(length);
  } finally {
    reader.close();
  }
}

async function startInZip(path: string): Promise<Uint8Array | null> {
  const [wanted, ...others] = await tablesInZip(path);
  if (others.length > 0) return null;
  return withZip(path, async (files) => {
    for await (const file of files) {
      if (file.name === wanted) return file.read((reader) => reader.read(partBytes));
    }
    return null;
  });
}

async function writeParquet(path: string, size: number, part: string, folder: string): Promise<void> {
  const engine = await openEngine(folder);
  try {
    const file = parquetFile(path);
    const [all] = await engine.rows(`SELECT sum(num_rows)::DOUBLE AS n FROM parquet_file_metadata(${file})`);
    const alike = Math.floor((Number(all?.n) * partBytes) / size);
    const rows = Math.min(partRows.most, Math.max(partRows.fewest, alike));
    const some = `SELECT * FROM read_parquet(${file}, hive_partitioning = false) LIMIT ${rows}`;
    await engine.run(`COPY (${some}) TO ${sqlText(resolve(part))} (FORMAT parquet)`);
  } finally {
    engine.close();
  }
}

const [lineFeed, carriageReturn, quote] = [0x0a, 0x0d, 0x22];

/**
 * Where the last whole row ends: at a line's end outside of quotes, which stand in pairs. No other letter of any
 * encoding that tables have holds these bytes, but for UTF-16, where each has a zero beside it.
 * @returns 0 if there is none
 */
export function endOfLastRow(bytes: Uint8Array): number {
  const lineEnd = bytes.includes(lineFeed) ? lineFeed : carriageReturn;
  let isQuoted = false;
  let end = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === quote) isQuoted = !isQuoted;
    else if (bytes[at] === lineEnd && !isQuoted) end = at + 1;
  }
  // UTF-16 with its lower byte in front.
  const isWide = end % 2 === 1 && bytes[end] === 0;
  return isWide ? end + 1 : end;
}
