import type { TellBytes } from "../reading";
import { textOf } from "./number-range";
import { asBuffer, type PartOfFile, readPart } from "./pieces";

/** What is asked of the rows of a file that was scanned; columns are named by their places. */
export interface MarkOptions {
  readonly delimiter: string;
  readonly columns: number;
  readonly hasQuotes: boolean;
  /** Lines before the first row. */
  readonly leading: number;
  /** A row without a value in one of them is left out: the texts that stand for none, beside the empty one. */
  readonly needed: readonly { readonly place: number; readonly gaps: readonly string[] }[];
  /** Columns that make two rows equal. */
  readonly compared: readonly number[];
  /** The column of the classes, and their names in the order of their numbers. */
  readonly classes: { readonly place: number; readonly names: readonly string[] } | null;
}

/** Of the rows that are not left out, in their order. */
export interface RowMarks {
  /** Of 53 bits; equal rows have equal ones. */
  readonly hashes: Float64Array;
  /** -1 of what has no such name. */
  readonly classes: Int32Array;
}

/** @returns null if a row has another number of cells: the file has changed @throws the system's errors */
export async function markPart(part: PartOfFile & MarkOptions, tell?: TellBytes): Promise<RowMarks | null> {
  const marker = new Marker(part.from === 0 ? part : { ...part, leading: 0 });
  const rest = await readPart(part, (bytes, from, end) => marker.take(bytes, from, end), tell);
  if (!rest) return null;
  const { bytes, end } = rest;
  bytes[end] = lineFeed;
  return end > 0 && marker.take(bytes, 0, end + 1) < 0 ? null : marker.marks;
}

const [lineFeed, carriageReturn, quote] = [10, 13, 34];
const [isCompared, isNeeded, isClass] = [1, 2, 4];
const lowerBits = 0x7f7f7f7f;
/** Bytes of a text that make a number with a 1 in front. */
const mostShort = 3;

class Marker {
  private readonly delimiter: number;
  private readonly columns: number;
  private readonly hasQuotes: boolean;
  /** What is asked of each column, in bits. */
  private readonly asked: Uint8Array;
  private readonly gaps: ReadonlyMap<number, ReadonlySet<string>>;
  /** By a text's first byte. */
  private readonly mayBeGap = new Uint8Array(256);
  private readonly names: ReadonlyMap<string, number>;
  /** The classes of short texts, by the number that their bytes make: a text for each row would take most of the time. */
  private readonly shortNames = new Map<number, number>();
  /** Whether the bytes of a row are all that makes it equal to another, and none is left out. */
  private readonly isWhole: boolean;
  private readonly classPlace: number;
  private leading: number;
  private readonly hashes: number[] = [];
  private readonly classes: number[] = [];

  constructor({ delimiter, columns, hasQuotes, leading, needed, compared, classes }: MarkOptions) {
    this.delimiter = delimiter.charCodeAt(0);
    this.columns = columns;
    this.hasQuotes = hasQuotes;
    this.leading = leading;
    this.asked = new Uint8Array(columns);
    for (const place of compared) this.asked[place]! |= isCompared;
    for (const { place } of needed) this.asked[place]! |= isNeeded;
    if (classes) this.asked[classes.place]! |= isClass;
    this.gaps = new Map(needed.map(({ place, gaps }) => [place, new Set(gaps)]));
    for (const gap of needed.flatMap(({ gaps }) => gaps)) this.mayBeGap[Buffer.from(gap)[0]!] = 1;
    this.isWhole = !hasQuotes && needed.length === 0 && this.asked.every((ask) => (ask & isCompared) !== 0);
    this.classPlace = classes?.place ?? -1;
    this.names = new Map(classes?.names.map((name, number) => [name, number]));
  }

  get marks(): RowMarks {
    return { hashes: Float64Array.from(this.hashes), classes: Int32Array.from(this.classes) };
  }

  /** Takes whole rows. */
  take(bytes: Uint8Array, from: number, end: number): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const buffer = asBuffer(bytes);
    let start = from;
    for (;;) {
      const lineEnd = this.hasQuotes ? endOfRow(bytes, start, end) : buffer.indexOf(lineFeed, start);
      if (lineEnd < 0 || lineEnd >= end) return start;
      if (this.leading > 0) this.leading -= 1;
      else {
        const isReturned = lineEnd > start && bytes[lineEnd - 1] === carriageReturn;
        const rowEnd = isReturned ? lineEnd - 1 : lineEnd;
        const isTaken = this.isWhole
          ? this.takeWhole(bytes, view, start, rowEnd)
          : this.takeRow(bytes, view, start, rowEnd);
        if (!isTaken) return -1;
      }
      start = lineEnd + 1;
    }
  }

  /** As `takeRow`, cell by cell no more: four bytes at a time. @returns whether the row has all cells */
  private takeWhole(bytes: Uint8Array, view: DataView, from: number, end: number): boolean {
    const { delimiter } = this;
    const fourDelimiters = Math.imul(delimiter, 0x01010101);
    let high = 0x9e3779b9 | 0;
    let low = 0x85ebca6b | 0;
    let cells = 1;
    let at = from;
    for (; at + 4 <= end; at += 4) {
      const word = view.getInt32(at, true);
      // The upper bit of each byte that is a delimiter, and no other.
      const others = word ^ fourDelimiters;
      const found = ~(((others & lowerBits) + lowerBits) | others | lowerBits);
      if (found !== 0) cells += Math.imul(found >>> 7, 0x01010101) >>> 24;
      high = Math.imul(high ^ word, 0x2c1b3c6d);
      high ^= high >>> 15;
      low = Math.imul(low ^ word, 0x297a2d39);
      low ^= low >>> 13;
    }
    for (let last = at; last < end; last++) if (bytes[last] === delimiter) cells += 1;
    const rest = wordOf(bytes, at, end) ^ Math.imul(end - from, 0x9e3779b1);
    high = Math.imul(high ^ rest, 0x2c1b3c6d);
    high ^= high >>> 13;
    low = Math.imul(low ^ rest, 0x297a2d39);
    low ^= low >>> 16;
    if (cells !== this.columns) return false;
    this.hashes.push((high >>> 0) * 2 ** 21 + (low >>> 11));
    this.classes.push(this.classPlace < 0 ? -1 : this.classIn(bytes, from, end));
    return true;
  }

  /** The class of a row without quotes; the last column is found from the end. */
  private classIn(bytes: Uint8Array, from: number, end: number): number {
    const { delimiter, columns, classPlace } = this;
    let [start, last] = [from, end];
    if (classPlace === columns - 1) {
      for (start = end; start > from && bytes[start - 1] !== delimiter;) start -= 1;
    } else {
      for (let place = 0; place < classPlace; start++) if (bytes[start] === delimiter) place += 1;
      for (last = start; bytes[last] !== delimiter;) last += 1;
    }
    return this.classOf(bytes, start, last);
  }

  private classOf(bytes: Uint8Array, start: number, end: number): number {
    const isShort = end - start <= mostShort;
    let key = 1;
    for (let at = start; isShort && at < end; at++) key = (key << 8) | bytes[at]!;
    const known = isShort ? this.shortNames.get(key) : undefined;
    if (known !== undefined) return known;
    const number = this.names.get(textOf(bytes, start, end)) ?? -1;
    if (isShort) this.shortNames.set(key, number);
    return number;
  }

  private isGap(place: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (start === end) return true;
    return this.mayBeGap[bytes[start]!] === 1 && this.gaps.get(place)!.has(textOf(bytes, start, end));
  }

  /** @returns whether it has all cells */
  private takeRow(bytes: Uint8Array, view: DataView, from: number, end: number): boolean {
    const { delimiter, columns, asked, hasQuotes } = this;
    let high = 0x9e3779b9 | 0;
    let low = 0x85ebca6b | 0;
    let isLeftOut = false;
    let number = -1;
    let start = from;
    for (let place = 0; place < columns; place++) {
      const ask = asked[place]!;
      let at = start;
      let [inside, words] = [bytes, view];
      let last: number;
      if (hasQuotes && bytes[start] === quote && start < end) {
        start += 1;
        last = closingQuote(bytes, start, end);
        at = last + 1;
        if (bytes.subarray(start, last).includes(quote)) {
          inside = Buffer.from(textOf(bytes, start, last).replaceAll('""', '"'));
          words = new DataView(inside.buffer, inside.byteOffset);
          start = 0;
          last = inside.length;
        }
      } else {
        while (at < end && bytes[at] !== delimiter) at++;
        last = at;
      }
      // Each cell but the last is followed by a delimiter.
      if (place + 1 < columns === at >= end) return false;
      if ((ask & isCompared) !== 0) {
        const length = last - start;
        // Four bytes at a time; the last four may overlap those before, since the length is told too.
        for (let step = start; step < last; step += 4) {
          const word =
            length < 4
              ? wordOf(inside, start, last)
              : words.getInt32(step + 4 > last ? last - 4 : step, true);
          high = Math.imul(high ^ word, 0x2c1b3c6d);
          high ^= high >>> 15;
          low = Math.imul(low ^ word, 0x297a2d39);
          low ^= low >>> 13;
        }
        high = Math.imul(high ^ length, 0x2c1b3c6d);
        low = Math.imul(low ^ ~length, 0x297a2d39);
        high ^= high >>> 13;
        low ^= low >>> 16;
      }
      if ((ask & isNeeded) !== 0 && this.isGap(place, inside, start, last)) isLeftOut = true;
      if ((ask & isClass) !== 0) number = this.classOf(inside, start, last);
      start = at + 1;
    }
    if (isLeftOut) return true;
    this.hashes.push((high >>> 0) * 2 ** 21 + (low >>> 11));
    this.classes.push(number);
    return true;
  }
}

function wordOf(bytes: Uint8Array, start: number, end: number): number {
  let word = 0;
  for (let at = start; at < end; at++) word = (word << 8) | bytes[at]!;
  return word;
}

/** The line feed that ends a row: within quotes there may be others. @returns -1 if it is not there yet */
function endOfRow(bytes: Uint8Array, start: number, end: number): number {
  let isQuoted = false;
  for (let at = start; at < end; at++) {
    if (bytes[at] === quote) isQuoted = !isQuoted;
    else if (bytes[at] === lineFeed && !isQuoted) return at;
  }
  return -1;
}

/** @param start behind the opening quote */
function closingQuote(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  for (; at < end; at++) {
    if (bytes[at] !== quote) continue;
    if (at + 1 >= end || bytes[at + 1] !== quote) break;
    // Two quotes stand for one.
    at += 1;
  }
  return at;
}
