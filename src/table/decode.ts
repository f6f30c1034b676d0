import { createReadStream } from "node:fs";
import iconv from "iconv-lite";
import type { TellBytes } from "./reading";

/** Text from bytes, piece by piece. `write` and `end` throw `NotInEncoding` where the bytes are none of its text. */
export interface Decoder {
  write(bytes: Uint8Array): string;
  end(): string;
}

/** The bytes are no text in the encoding. */
export class NotInEncoding extends Error {
  override readonly name = "NotInEncoding";
}

const unicode = new Set(["utf-8", "utf-16le", "utf-16be"]);

/**
 * A decoder that never puts a replacement character where it does not understand. Node's own decoder knows Unicode
 * only: in Node 20 its windows-1252 is Latin-1, and its euc-kr lacks half of cp949's syllables.
 */
export function decoderFor(encoding: string): Decoder {
  return unicode.has(encoding) ? unicodeDecoder(encoding) : legacyDecoder(encoding);
}

function unicodeDecoder(encoding: string): Decoder {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (bytes: Uint8Array | undefined, stream: boolean): string => {
    try {
      return decoder.decode(bytes, { stream });
    } catch (error) {
      throw new NotInEncoding(encoding, { cause: error });
    }
  };
  return { write: (bytes) => decode(bytes, true), end: () => decode(undefined, false) };
}

function legacyDecoder(encoding: string): Decoder {
  const decoder = iconv.getDecoder(encoding);
  const strict = (text: string | undefined): string => {
    if (text?.includes("\ufffd")) throw new NotInEncoding(encoding);
    return text ?? "";
  };
  return { write: (bytes) => strict(decoder.write(Buffer.from(bytes))), end: () => strict(decoder.end()) };
}

/** The text of a file, piece by piece. @throws NotInEncoding; the system's errors */
export async function* textOf(path: string, encoding: string, tell?: TellBytes): AsyncGenerator<string> {
  const decoder = decoderFor(encoding);
  let done = 0;
  let first = true;
  for await (const bytes of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const text = decoder.write(bytes as Buffer);
    done += (bytes as Buffer).length;
    tell?.(done);
    if (text === "") continue;
    // TextDecoder takes the mark away, but only where the encoding is Unicode.
    yield first ? text.replace(/^\ufeff/, "") : text;
    first = false;
  }
  const rest = decoder.end();
  if (rest !== "") yield rest;
}
