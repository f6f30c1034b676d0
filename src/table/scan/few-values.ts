import type { ValueCount } from "../values";
import { smallDigits } from "./number-cell";
import { textOf } from "./number-range";

/** A value of a column, as its bytes. */
interface CountedValue {
  readonly bytes: Uint8Array;
  /** In how many cells it stands, and in which row first. */
  count: number;
  readonly first: number;
}

/** Values in few arrays, which thread tells thread at once. */
export interface PackedValues {
  /** All bytes one after another, and where each value ends. */
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
  readonly counts: Uint32Array;
  readonly firsts: Uint32Array;
  /** Of numbers of up to three digits, by their value; `smallCounts` of what is not there is 0. */
  readonly smallCounts: Uint32Array;
  readonly smallFirsts: Uint32Array;
}

/** More different values are not kept. */
export const mostValues = 1000;

const smallCount = 10 ** smallDigits;
const none = new Uint32Array(0);

/** Counts the different values of a column as long as they are few. */
export class FewValues {
  private readonly long: CountedValue[] = [];
  private readonly hashes: number[] = [];
  /** The place in `long` plus 1, by the lowest bits of the hash. */
  private slots = new Uint16Array(64);
  /** The value that stood in the row before, which often comes again. */
  private last = 0;
  private smallCounts: Uint32Array | null = null;
  private smallFirst: Uint32Array | null = null;
  private size = 0;

  /** Those of small numbers last. */
  get values(): ValueCount[] {
    const long = this.long.map(({ bytes, count, first }) => ({ text: textOf(bytes), count, first }));
    const small = [...(this.smallCounts ?? [])].flatMap((count, value) =>
      count > 0 ? [{ text: String(value), count, first: this.smallFirst![value]! }] : [],
    );
    return [...long, ...small];
  }

  get packed(): PackedValues {
    const { long, smallCounts, smallFirst } = this;
    const ends = new Uint32Array(long.length);
    long.forEach(({ bytes }, place) => (ends[place] = (ends[place - 1] ?? 0) + bytes.length));
    const bytes = new Uint8Array(ends.at(-1) ?? 0);
    long.forEach((value, place) => bytes.set(value.bytes, ends[place - 1] ?? 0));
    let smallLength = smallCounts?.length ?? 0;
    while (smallLength > 0 && smallCounts![smallLength - 1] === 0) smallLength -= 1;
    return {
      bytes,
      ends,
      counts: Uint32Array.from(long, ({ count }) => count),
      firsts: Uint32Array.from(long, ({ first }) => first),
      smallCounts: (smallCounts ?? none).slice(0, smallLength),
      smallFirsts: (smallFirst ?? none).slice(0, smallLength),
    };
  }

  /** Counts those of other rows. @param row the number of their first row @returns false if there are too many values by now */
  addAll({ bytes, ends, counts, firsts, smallCounts, smallFirsts }: PackedValues, row: number): boolean {
    for (let place = 0; place < ends.length; place++) {
      const start = place === 0 ? 0 : ends[place - 1]!;
      if (!this.addLong(bytes, start, ends[place]!, row + firsts[place]!, counts[place]!)) return false;
    }
    for (let value = 0; value < smallCounts.length; value++) {
      const count = smallCounts[value]!;
      if (count > 0 && !this.addSmall(value, row + smallFirsts[value]!, count)) return false;
    }
    return true;
  }

  /** Counts what stands from `start` to `end`. @returns false if there are too many values by now */
  add(bytes: Uint8Array, start: number, end: number, row: number): boolean {
    const small = end - start <= smallDigits ? smallNumber(bytes, start, end) : -1;
    return small >= 0 ? this.addSmall(small, row) : this.addLong(bytes, start, end, row);
  }

  /** Counts a number of up to three digits. */
  addSmall(value: number, row: number, times = 1): boolean {
    this.smallCounts ??= new Uint32Array(smallCount);
    const count = this.smallCounts[value]!;
    if (count === 0) {
      if (this.size === mostValues) return false;
      this.size += 1;
      this.smallFirst ??= new Uint32Array(smallCount);
      this.smallFirst[value] = row;
    }
    this.smallCounts[value] = count + times;
    return true;
  }

  /** Counts any other value. */
  addLong(bytes: Uint8Array, start: number, end: number, row: number, times = 1): boolean {
    const { long, hashes } = this;
    const last = long[this.last];
    if (last !== undefined && isSame(last.bytes, bytes, start, end)) {
      last.count += times;
      return true;
    }
    let hash = end - start;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (; this.slots[slot] !== 0; slot = (slot + 1) & mask) {
      const place = this.slots[slot]! - 1;
      const value = long[place]!;
      if (hashes[place] !== hash || !isSame(value.bytes, bytes, start, end)) continue;
      value.count += times;
      this.last = place;
      return true;
    }
    if (this.size === mostValues) return false;
    this.size += 1;
    this.last = long.length;
    long.push({ bytes: bytes.slice(start, end), count: times, first: row });
    hashes.push(hash);
    this.slots[slot] = long.length;
    if (2 * long.length > this.slots.length) this.grow();
    return true;
  }

  private grow(): void {
    this.slots = new Uint16Array(4 * this.slots.length);
    const mask = this.slots.length - 1;
    for (const [place, hash] of this.hashes.entries()) {
      let slot = hash & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = place + 1;
    }
  }
}

function isSame(value: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (value.length !== end - start) return false;
  for (let at = start; at < end; at++) if (bytes[at] !== value[at - start]) return false;
  return true;
}

/** @returns -1 if it is anything but the usual notation of a number without a sign */
function smallNumber(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - 48;
    if (digit < 0 || digit > 9 || (value === 0 && at > start)) return -1;
    value = value * 10 + digit;
  }
  return value;
}
