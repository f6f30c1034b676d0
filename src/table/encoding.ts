import { createReadStream } from "node:fs";
import chardet from "chardet";
import { keptScan } from "../platform/kept-scan";
import { alphabets } from "./alphabets";
import { areAscii } from "./ascii";
import { decoderFor, NotInEncoding } from "./decode";
import { type DoubleByteEncoding, doubleByteEncodings } from "./double-bytes";
import type { TellBytes } from "./reading";
import { partsOf } from "./scan/pieces";
import { onThreads } from "./scan/threads";

/** What is known of a file's encoding: the encodings that may be tried, the likeliest first. */
export type EncodingGuess =
  | { readonly encodings: readonly string[]; readonly doubt?: EncodingDoubt }
  | { readonly binary: true }
  | { readonly brokenUtf8: number };

/** The text is so short that it may as well be written in another encoding. */
export interface EncodingDoubt {
  readonly other: string;
  /** The first word beyond ASCII, as the likeliest encoding and as the other reads it. */
  readonly example: string;
  readonly otherExample: string;
}

/** As much of the bytes beyond ASCII is looked at. */
const evidence = 1 << 18;

/**
 * Reads the whole file once: a file of ASCII may have its first other letter in its last line.
 * @throws the system's errors
 */
export async function guessEncoding(
  path: string,
  tell?: TellBytes,
  partLength?: number,
): Promise<EncodingGuess> {
  const parts = await partsOf(path, partLength);
  // Large files are nearly always UTF-8, which several threads find out sooner.
  const isLargeUtf8 =
    parts.length > 1 &&
    (await keptScan(path, parts.at(-1)!.from, "utf8", async () =>
      (await onThreads("utf8", parts, tell)) ? true : null,
    ));
  if (isLargeUtf8) return { encodings: ["utf-8"] };
  const utf8 = decoderFor("utf-8");
  let isUtf8 = true;
  let isFirst = true;
  let wasAscii = true;
  let place = 0;
  const others: Buffer[] = [];
  let collected = 0;
  let firstOther = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes = chunk as Buffer;
    if (isFirst) {
      const marked = encodingOfMark(bytes) ?? utf16WithoutMark(bytes);
      if (marked !== null && marked !== "utf-8") return { encodings: [marked] };
      isFirst = false;
    }
    if (bytes.includes(0)) return { binary: true };
    const isAscii = areAscii(bytes);
    // A letter may be cut in two: what follows it belongs to the decoder too.
    if (isUtf8 && !(isAscii && wasAscii)) isUtf8 = succeeds(() => utf8.write(bytes));
    if (!isAscii && collected < evidence) {
      if (collected === 0) firstOther = place;
      others.push(bytes);
      collected += bytes.length;
    }
    wasAscii = isAscii;
    place += bytes.length;
    tell?.(place);
    if (!isUtf8 && collected >= evidence) break;
  }
  if (isUtf8 && succeeds(() => utf8.end())) return { encodings: ["utf-8"] };
  const sample = wholeLines(Buffer.concat(others).subarray(0, 4 * evidence));
  const broken = lineOfBrokenUtf8(sample);
  if (broken !== null) return { brokenUtf8: broken + (await countLines(path, firstOther)) };
  return ranked(sample);
}

/** Line ends in the first bytes of a file. */
async function countLines(path: string, bytes: number): Promise<number> {
  let count = 0;
  if (bytes === 0) return 0;
  for await (const chunk of createReadStream(path, { end: bytes - 1 })) {
    for (const byte of chunk as Buffer) if (byte === 10) count += 1;
  }
  return count;
}

function encodingOfMark(bytes: Buffer): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? "utf-8" : null;
}

/** Text of two bytes a letter has zeros in every second place, nearly all even or all odd: digits, commas, line ends. */
function utf16WithoutMark(bytes: Buffer): string | null {
  const seen = bytes.subarray(0, 4096);
  let even = 0;
  let odd = 0;
  seen.forEach((byte, index) => {
    if (byte !== 0) return;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  });
  const most = seen.length / 5;
  if (odd > most && even < odd / 10) return "utf-16le";
  return even > most && odd < even / 10 ? "utf-16be" : null;
}

function succeeds(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof NotInEncoding) return false;
    throw error;
  }
}

/** Up to the last line end, so that no letter is cut in two. */
function wholeLines(bytes: Buffer): Buffer {
  const end = Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13));
  return end > 0 ? bytes.subarray(0, end + 1) : bytes;
}

/** If most letters beyond ASCII are UTF-8, the file is damaged UTF-8, not another encoding: the line of the first fault. */
function lineOfBrokenUtf8(sample: Buffer): number | null {
  let valid = 0;
  let broken = 0;
  let first: number | null = null;
  let line = 1;
  for (let at = 0; at < sample.length; at += 1) {
    const byte = sample[at]!;
    if (byte === 10) line += 1;
    if (byte < 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
    const rest = sample.subarray(at + 1, at + length);
    const isValid = length > 1 && rest.length === length - 1 && rest.every((next) => next >> 6 === 2);
    if (isValid) {
      valid += 1;
      at += length - 1;
    } else {
      broken += 1;
      first ??= line;
    }
  }
  return valid > 10 * broken ? first : null;
}

/** Every encoding in which the bytes are text, the likeliest first. */
function ranked(sample: Buffer): EncodingGuess {
  const scores = new Map<string, number>();
  const letters = new Map<string, number>();
  for (const each of doubleByteEncodings) {
    const found = doubleByteScore(sample, each);
    if (found === null) continue;
    scores.set(each.encoding, found.score);
    letters.set(each.encoding, found.letters);
  }
  for (const { encoding, letters, weight = 1 } of alphabets) {
    const score = alphabetScore(sample, encoding, letters);
    if (score !== null) scores.set(encoding, Math.max(weight * score, scores.get(encoding) ?? 0));
  }
  if (areUnits(sample)) scores.set("windows-1252", 1.5);
  // What no alphabet explains is left to the statistics of letters.
  chardet.analyse(sample).forEach(({ name, confidence }, place) => {
    const encoding = windowsNames[name] ?? name.toLowerCase();
    const known = scores.get(encoding);
    if (known !== undefined) scores.set(encoding, known + (confidence / 100) * 0.001 - place * 0.0001);
  });
  const sorted = [...scores].sort(([, one], [, other]) => other - one);
  const encodings = sorted.map(([encoding]) => encoding);
  const doubt = doubtOf(sample, sorted, letters);
  return { encodings, ...(doubt && { doubt }) };
}

/** The commonest characters explain a text by two of them or more than another encoding does: then it is hardly that. */
const leastEvidence = 0.7;

/**
 * Whether an East Asian encoding explains a text hardly better, or hardly worse, than another.
 * @param sorted encodings with their scores, the likeliest first
 * @param letters how many different characters each East Asian encoding reads
 */
function doubtOf(
  sample: Buffer,
  [best, next]: readonly (readonly [string, number])[],
  letters: ReadonlyMap<string, number>,
): EncodingDoubt | null {
  if (!best || !next) return null;
  const count = letters.get(best[0]) ?? letters.get(next[0]);
  if (count === undefined || (best[1] - next[1]) * count > leastEvidence) return null;
  const [example, otherExample] = [best[0], next[0]].map((encoding) => firstWord(sample, encoding));
  if (!example || !otherExample || example === otherExample) return null;
  return { other: next[0], example, otherExample };
}

function firstWord(sample: Buffer, encoding: string): string | undefined {
  const word = /[^\s,;|"]*[\u0080-\uffff][^\s,;|"]*/u.exec(decoded(sample, encoding) ?? "")?.[0];
  return word?.slice(0, 24);
}

/** Windows' code pages hold the same letters as these, and more. */
const windowsNames: Readonly<Record<string, string>> = {
  "ISO-8859-1": "windows-1252",
  "ISO-8859-2": "windows-1250",
  "ISO-8859-5": "windows-1251",
  "ISO-8859-6": "windows-1256",
  "ISO-8859-7": "windows-1253",
  "ISO-8859-8": "windows-1255",
  "ISO-8859-9": "windows-1254",
  "EUC-KR": "cp949",
};

function decoded(sample: Buffer, encoding: string): string | null {
  let text: string | null = null;
  const decoder = decoderFor(encoding);
  const fits = succeeds(() => (text = decoder.write(sample) + decoder.end()));
  // Unassigned places are shown as private letters, or as controls.
  return fits && text !== null && !/[\ue000-\uf8ff\u0080-\u009f]/.test(text) ? text : null;
}

/** The mean of how usual the different characters are, and how many these are; null if the bytes are no such text. */
function doubleByteScore(
  sample: Buffer,
  { encoding, usual, soundWords }: DoubleByteEncoding,
): { score: number; letters: number } | null {
  const text = decoded(sample, encoding);
  if (text === null) return null;
  const seen = new Map<string, number>();
  for (let at = 0; at < sample.length; at += 1) {
    const lead = sample[at]!;
    if (lead < 0x80) continue;
    const bytes = sample.subarray(at, at + letterLength(encoding, lead, sample[at + 1] ?? 0));
    const trail = bytes.length === 2 ? bytes[1]! : 0;
    const key = bytes.toString("hex");
    if (!seen.has(key)) {
      const score = bytes.length > 2 ? 0 : usual(lead, trail, decoderFor(encoding).write(bytes));
      // "don稚": a letter, then a pair that ends in one, is a Western word with one special letter.
      const inWord = trail < 0x80 && at > 0 && isLetter(sample[at - 1]!) && isLetter(trail);
      if (score !== null) seen.set(key, inWord ? Math.min(score, 0.1) : score);
    }
    at += bytes.length - 1;
  }
  if (seen.size === 0) return { score: 0.5, letters: 0 };
  const mean = [...seen.values()].reduce((sum, score) => sum + score, 0) / seen.size;
  return { score: mean * (soundWords?.(text) ?? 1), letters: seen.size };
}

/** Bytes of a letter; those of more than two are hardly ever written. */
function letterLength(encoding: string, lead: number, trail: number): number {
  if (encoding === "shift_jis" && (lead === 0x80 || (lead >= 0xa0 && lead <= 0xdf))) return 1;
  if (encoding === "gb18030" && lead === 0x80) return 1;
  if (encoding === "gb18030" && trail >= 0x30 && trail <= 0x39) return 4;
  return encoding === "euc-jp" && lead === 0x8f ? 3 : 2;
}

const isLetter = (byte: number): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;

/** The share of the different words with letters beyond ASCII that the alphabet writes; signs such as ° and € say little. */
function alphabetScore(sample: Buffer, encoding: string, letters: RegExp): number | null {
  const text = decoded(sample, encoding);
  if (text === null) return null;
  const found = text.match(/[^\s\u0020-\u0040[-`{-~]*[\u0080-\uffff][^\s\u0020-\u0040[-`{-~]*/gu);
  const words = [...new Set(found)];
  const scores = words.flatMap((word) => wordScore(word, letters) ?? []);
  if (scores.length === 0) return encoding === "windows-1252" ? 0.6 : 0.1;
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/**
 * Whether all that is beyond ASCII are signs of units, as "£", "m³" and "½" in Western Europe. In other code pages they
 * are letters: Ł, mł and ˝.
 */
function areUnits(sample: Buffer): boolean {
  const text = decoded(sample, "windows-1252");
  const found = text?.match(/[A-Za-z\u0080-\uffff]*[\u0080-\uffff][A-Za-z\u0080-\uffff]*/g);
  return found?.every((word) => unit.test(word)) ?? false;
}

const unit = /^(?:[£€¥¢±½¼¾°µ]|(?:[kdcmµn]?m|in|ft|yd|s|sec)?[²³¹]|°[CFKcf]|µ[A-Za-z]{1,3}|[kmµ]?g·m[²³]|×)$/;

const signs = /[\u00a0£€$°§©®²³µ·«»‘’“”„…–—•™±½¼]+/u;

/** Null of a word without letters beyond ASCII, such as "°C" or "don’t". */
function wordScore(word: string, letters: RegExp): number | null {
  const parts = word.split(signs).filter((part) => /[\u0080-\uffff]/.test(part));
  if (parts.length === 0) return null;
  if (!parts.every((part) => letters.test(part))) return 0;
  // Words have small letters after small ones; signs within a word are mostly halves of other letters.
  if (parts.some((part) => /\p{Ll}\p{Lu}\p{Ll}/u.test(part)) || signs.test(word)) return 0.5;
  // Two letters are as often one of two bytes.
  return word.length === 2 && !/[a-z]/i.test(word) ? 0.98 : 1;
}
