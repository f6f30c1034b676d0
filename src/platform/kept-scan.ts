import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Decoder, Encoder, ExtensionCodec } from "@msgpack/msgpack";
import { stateAt } from "./files-at";
import { isInTemporaryFolder } from "./temporary-folder";

/** Counts up when a look at the same file finds something else, or is kept otherwise. */
const version = 2;

/** Bytes of a file from which on a look at it takes longer than to keep what was found. */
const fewestBytes = 1 << 25;
/** More is not kept, in bytes. */
const mostKept = 1 << 26;
const hashBytes = 32;

let folder: string | null = null;

/**
 * From now on, what looks at large files find is kept in a folder: the process that trains begins with what the preview's process has found.
 * Whatever is there may be deleted.
 */
export function keepScansIn(path: string): void {
  folder = path;
}

/**
 * What `look` finds in a file, or what it found when the file was the same: its size, its time of change and its place on the disk.
 * @param asked what else the result depends on
 */
export async function keptScan<Found>(
  path: string,
  bytes: number,
  asked: unknown,
  look: () => Promise<Found | null>,
): Promise<Found | null> {
  if (folder === null || bytes < fewestBytes || isInTemporaryFolder(path)) return look();
  const before = await stateAt(path);
  if (before === null) return look();
  const key = JSON.stringify([version, path, before, asked]);
  const file = join(folder, `${createHash("sha256").update(key).digest("hex")}.scan`);
  const known = await read(file);
  if (known !== undefined) return known as Found;
  const found = await look();
  if (found !== null && (await stateAt(path)) === before) await keep(folder, file, found);
  return found;
}

async function read(file: string): Promise<unknown> {
  try {
    const content = await readFile(file);
    const packed = content.subarray(hashBytes);
    return hashOf(packed).equals(content.subarray(0, hashBytes)) ? unpack(packed) : undefined;
  } catch {
    return undefined;
  }
}

/** Where it cannot be kept, the next one looks again. */
async function keep(path: string, file: string, found: unknown): Promise<void> {
  const draft = `${file}-${process.pid}`;
  try {
    const packed = pack(found);
    if (packed.length > mostKept) return;
    await mkdir(path, { recursive: true });
    await writeFile(draft, Buffer.concat([hashOf(packed), packed]));
    await rename(draft, file);
  } catch {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

function hashOf(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/**
 * Maps too, and every number: minus zero would be an integer otherwise. By MessagePack, because `serialize` of node:v8 ends an Electron
 * process, which takes no memory from outside.
 */
const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: 0,
  encode: (value) => (value instanceof Map ? pack([...value]) : null),
  decode: (bytes) => new Map(unpack(bytes) as [unknown, unknown][]),
});

function pack(value: unknown): Uint8Array {
  return new Encoder({ extensionCodec, forceIntegerToFloat: true }).encode(value);
}

function unpack(bytes: Uint8Array): unknown {
  return new Decoder({ extensionCodec }).decode(bytes);
}
