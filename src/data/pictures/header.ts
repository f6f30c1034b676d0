import crc from "crc-32";

/** What a picture's own bytes say of it before anything is decoded. */
export interface Header {
  readonly kind: "png" | "jpeg";
  readonly width: number;
  readonly height: number;
}

/** Formats that people have beside PNG and JPEG, by how they start. */
const otherFormats = [/^GIF8/, /^BM/, /^RIFF[^]{4}WEBP/, /^II\*\0/, /^MM\0\*/, /^[^]{4}ftyp(avif|heic|mif1)/];

/**
 * The size in a picture's header, so that what is too large is known before memory is taken.
 * @returns "other" for a picture of another format, "cmyk" for a JPEG in the four colours of print, null for what is no picture or a broken one
 */
export function headerOf(bytes: Uint8Array): Header | "other" | "cmyk" | null {
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return pngHeader(bytes);
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return jpegHeader(bytes);
  const start = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  return otherFormats.some((format) => format.test(start)) ? "other" : null;
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

const text = (view: DataView, offset: number) =>
  String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(offset + index)));

/** Reads every chunk, because the decoder does not look at the checksums. https://www.w3.org/TR/png-3/#5DataRep */
function pngHeader(bytes: Uint8Array): Header | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: Header | null = null;
  for (let offset = 8; offset + 12 <= bytes.length;) {
    const length = view.getUint32(offset);
    const end = offset + 8 + length;
    if (end + 4 > bytes.length) return null;
    const type = text(view, offset + 4);
    if (crc.buf(bytes.subarray(offset + 4, end)) !== view.getInt32(end)) return null;
    if (header === null) {
      if (type !== "IHDR" || length !== 13) return null;
      header = { kind: "png", width: view.getUint32(offset + 8), height: view.getUint32(offset + 12) };
      if (header.width === 0 || header.height === 0) return null;
    }
    if (type === "IEND") return header;
    offset = end + 4;
  }
  return null;
}

/** Finds the frame among the segments (ITU T.81, annex B). */
function jpegHeader(bytes: Uint8Array): Header | "cmyk" | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let offset = 2; offset + 9 < bytes.length;) {
    const marker = bytes[offset + 1]!;
    // Bytes between segments are skipped, as decoders do; then markers without a length.
    if (bytes[offset] !== 0xff || marker === 0 || marker === 0xff) offset += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) offset += 2;
    else if (isFrame(marker)) {
      const [height, width] = [view.getUint16(offset + 5), view.getUint16(offset + 7)];
      if (bytes[offset + 9] === 4) return "cmyk";
      return width === 0 || height === 0 ? null : { kind: "jpeg", width, height };
    } else if (marker === 0xda) return null;
    else offset += 2 + view.getUint16(offset + 2);
  }
  return null;
}

/** 0xc0 to 0xcf but for tables of codes (c4, cc) and what is reserved (c8). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}
