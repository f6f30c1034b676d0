export function areAscii(bytes: Uint8Array): boolean {
  // Eight at a time, from the first place where that is possible.
  const first = Math.min(bytes.length, (4 - (bytes.byteOffset % 4)) % 4);
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + first, (bytes.length - first) >> 2);
  let all = 0;
  for (let at = 0; at + 1 < words.length; at += 2) all |= words[at]! | words[at + 1]!;
  const last = first + 4 * (words.length & ~1);
  for (let at = 0; at < first; at++) all |= bytes[at]! & 0x80;
  for (let at = last; at < bytes.length; at++) all |= bytes[at]! & 0x80;
  return (all & highBits) === 0;
}

/** The first bit of each of four bytes. */
const highBits = 0x80808080 | 0;
