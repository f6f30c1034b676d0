import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { crc32, deflateSync } from "node:zlib";

const colourTypes = { 1: 0, 2: 4, 3: 2, 4: 6 } as const;

/** A PNG. @param pixels bytes row by row, of as many channels as their number says */
export function png(width: number, height: number, pixels: Uint8Array): Buffer {
  const channels = (pixels.length / (width * height)) as keyof typeof colourTypes;
  const rows = Buffer.alloc(height * (1 + width * channels));
  for (let y = 0; y < height; y++) {
    rows.set(
      pixels.subarray(y * width * channels, (y + 1) * width * channels),
      y * (1 + width * channels) + 1,
    );
  }
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    pngStart(width, height, colourTypes[channels]),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A PNG's header may promise any size. */
export function pngStart(width: number, height: number, colourType: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colourType], 8);
  return chunk("IHDR", header);
}

export function chunk(type: string, content: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** Writes files by their names, with the folders that these name. */
export function writeFiles(folder: string, files: Readonly<Record<string, Uint8Array>>): string {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return folder;
}

/** A JPEG of 4 × 4 pixels in colour. */
export const smallJpeg = Buffer.from(
  [
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wEEEAAQABAAEAAQABEAEAASABQAFAASABkAGwAYABsAGQAlACIAHwAfACIAJQA4ACgAKwAoACsAKAA4AFUANQA+",
    "ADUANQA+ADUAVQBLAFsASgBFAEoAWwBLAIcAagBeAF4AagCHAJwAgwB8AIMAnAC9AKkAqQC9AO4A4gDuATcBNwGiEQAQABAAEAAQABEAEAASABQAFAAS",
    "ABkAGwAYABsAGQAlACIAHwAfACIAJQA4ACgAKwAoACsAKAA4AFUANQA+ADUANQA+ADUAVQBLAFsASgBFAEoAWwBLAIcAagBeAF4AagCHAJwAgwB8AIMA",
    "nAC9AKkAqQC9AO4A4gDuATcBNwGi/8EAEQgABAAEAwEiAAIRAQMRAf/EAFkAAQEAAAAAAAAAAAAAAAAAAAAEEAACAwEBAAAAAAAAAAAAAAABAgADEgQR",
    "AQEBAAAAAAAAAAAAAAAAAAADBBEAAgIDAQAAAAAAAAAAAAAAAQIAAxESIUH/2gAMAwEAAhEDEQA/AKuPlS+tju1MkDxHKjzIMREda62GSik5PSJO5O7d",
    "9n//2Q==",
  ].join(""),
  "base64",
);

/** A JPEG of 4 × 4 pixels in cyan, magenta, yellow and black, as Pillow writes it. */
export const cmykJpeg = Buffer.from(
  [
    "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwD///////////////////////////////////////////////////////////////////////////////",
    "///////8AAFAgABAAEBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQEC",
    "AwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dX",
    "Z3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4E",
    "QwBNAFkASwAAPwCSm0+pK//Z",
  ].join(""),
  "base64",
);
