import crc from "crc-32";
import { inflateRawSync } from "node:zlib";
import { fromBufferPromise } from "yauzl";

/**
 * Some files of a zip that is in memory.
 * @param wanted names, each with the most bytes that it may have unpacked
 * @returns those that are there @throws Error if the zip is damaged, or a file is larger
 */
export async function filesOfZip(
  bytes: Uint8Array,
  wanted: Readonly<Record<string, number>>,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const found = new Map<string, Uint8Array>();
  for await (const entry of zip.eachEntry()) {
    if (!Object.hasOwn(wanted, entry.fileName)) continue;
    const most = wanted[entry.fileName]!;
    if (entry.uncompressedSize > most) throw new Error(`${entry.fileName} has more than ${most} bytes`);
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const packed = bytes.subarray(fileDataStart, fileDataStart + entry.compressedSize);
    const whole =
      entry.compressionMethod === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, most) });
    if (whole.length !== entry.uncompressedSize || crc.buf(whole) >>> 0 !== entry.crc32)
      throw new Error(`${entry.fileName} is damaged`);
    found.set(entry.fileName, whole);
  }
  return found;
}
