import { Readable } from "node:stream";
import * as zlib from "node:zlib";
import crc from "crc-32";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { LabError } from "../messages/failure";
import { ByteReader } from "./files-by-bytes";
import { fileOf, readFailure } from "./files";

/** A file of a zip, not read yet. */
export interface ZippedFile {
  /** Its path in the zip, with forward slashes. */
  readonly name: string;
  /** Bytes in the zip, and those that it promises when it is unpacked; fewer or more are `fileDamaged`. */
  readonly packed: number;
  readonly size: number;
  /** The unpacked bytes. @param use may stop before their end; at the end their checksum is compared */
  read<T>(use: (reader: ByteReader) => Promise<T>): Promise<T>;
}

/**
 * Opens a zip, whose files are read one by one through its directory.
 * @throws LabError `fileDamaged`, also from `files` and while a file is read, and the system's failures
 */
export async function withZip<T>(
  path: string,
  use: (files: AsyncIterable<ZippedFile>) => Promise<T>,
): Promise<T> {
  const zip = await openPromise(path, { autoClose: false }).catch((error: unknown) => {
    throw zipFailure(error, path);
  });
  try {
    return await use(filesOf(zip, path));
  } finally {
    zip.close();
  }
}

async function* filesOf(zip: ZipFile, path: string): AsyncGenerator<ZippedFile> {
  const entries = zip.eachEntry();
  const failure = (error: unknown) => zipFailure(error, path);
  for (;;) {
    const next = await entries.next().catch((error: unknown) => {
      throw failure(error);
    });
    if (next.done === true) return;
    const entry = next.value;
    if (entry.fileName.endsWith("/")) continue;
    yield {
      name: entry.fileName,
      packed: entry.compressedSize,
      size: entry.uncompressedSize,
      read: async (use) => {
        const stream = await openEntry(zip, entry).catch((error: unknown) => {
          throw failure(error);
        });
        const closed = new Promise((resolve) => stream.once("close", resolve));
        const reader = new ByteReader(path, Readable.from(checked(stream, entry)), failure);
        try {
          return await use(reader);
        } finally {
          reader.close();
          // Reads wait for one another in yauzl, and one whose stream was destroyed meanwhile throws where nobody can
          // catch it ("Cannot read properties of null"). So the next file is opened when this one reads no more.
          stream.destroy();
          await closed;
        }
      },
    };
  }
}

/** A zip tells each file twice; damage to a name would make it another file. */
async function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  const { fileName } = await zip.readLocalFileHeaderPromise(entry);
  if (!fileName.equals(entry.fileNameRaw)) throw new Error("two names for one file");
  const stream = await zip.openReadStreamPromise(entry);
  // yauzl tells what is wrong with packed bytes as soon as it comes to them, also if nobody reads yet.
  stream.on("error", (error) => stream.destroy(error));
  return stream;
}

/** Node's own takes a tenth of the time. Node 16 in Electron has none. */
const checksum: (bytes: Uint8Array, sum: number) => number =
  (zlib as Partial<Pick<typeof zlib, "crc32">>).crc32 ?? ((bytes, sum) => crc.buf(bytes, sum));

/** yauzl leaves the checksum to its callers. */
async function* checked(stream: Readable, { crc32: promised }: Entry): AsyncGenerator<Buffer> {
  let sum = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    sum = checksum(chunk, sum);
    yield chunk;
  }
  if (sum >>> 0 !== promised) throw new Error("the checksum differs");
}

/** What yauzl says of a zip has no code of the system's. */
function zipFailure(error: unknown, path: string): LabError {
  const isOurs = error instanceof LabError || (error as NodeJS.ErrnoException).code !== undefined;
  return isOurs ? readFailure(error, path) : new LabError("fileDamaged", fileOf(path), { cause: error });
}
