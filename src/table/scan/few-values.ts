import type { ValueCount } from "../values";
import { smallDigits } from "./number-cell";
import { textOf } from "./number-range";

/** Values in few arrays, which thread tells thread at once. */
export interface PackedValues {
  /** All bytes one after another, and where each value ends. */
  readonly bytes: Uint8Array;
  readonly ends: readonly number[];
  /** In how many cells each stands, and in which row first. */
  readonly counts: readonly number[];
  readonly firsts: readonly number[];
  /** Of numbers of up to three digits, by their value; `smallCounts` of what is not there is 0. */
  readonly smallCounts: Uint32Array;
  readonly smallFirsts: Uint32Array;
}

/** More different values are not kept. */
export const mostValues = 1000;
/** Of all columns of a table together, about so many. */
const mostInTable = 2_000_000;
/** Of one column, enough to tell whether its numbers are classes: see `target.ts`. */
const fewestKept = 128;

/** How many different values are kept of each column, if there are so many columns. */
export function keptValues(columns: number): number {
  return Math.min(mostValues, Math.max(fewestKept, Math.floor(mostInTable / columns)));
}

const smallCount = 10 ** smallDigits;
const noBytes = new Uint8Array(0);
const noNumbers = new Uint32Array(0);

/** Counts the different values of a column as long as they are few. */
export class FewValues {
  /** How many there are. */
  size = 0;
  /** The bytes of all long values, with room for more; the other arrays are by their places. */
  private bytes = noBytes;
  private readonly ends: number[] = [];
  private readonly counts: number[] = [];
  private readonly firsts: number[] = [];
  private readonly hashes: number[] = [];
  /** The place of a long value plus 1, by the lowest bits of its hash. */
  private slots = new Uint16Array(64);
  /** The value that stood in the row before, which often comes again. */
  private last = 0;
  private smallCounts = noNumbers;
  private smallFirsts = noNumbers;

  /** @param most more different values are not kept */
  constructor(private readonly most = mostValues) {}

  /** In how many cells each small number stands, by its value; until another one is added. */
  get small(): Uint32Array {
    return this.smallCounts;
  }

  /** Those of small numbers last. */
  get values(): ValueCount[] {
    const { bytes, ends, counts, firsts, smallFirsts } = this;
    const long = ends.map((end, place) => {
      const text = textOf(bytes, this.startOf(place), end);
      return { text, count: counts[place]!, first: firsts[place]! };
    });
    const small: ValueCount[] = [];
    this.smallCounts.forEach((count, value) => {
      if (count > 0) small.push({ text: String(value), count, first: smallFirsts[value]! });
    });
    return [...long, ...small];
  }

  get packed(): PackedValues {
    const { ends, counts, firsts, smallCounts, smallFirsts } = this;
    return { bytes: this.bytes.slice(0, ends.at(-1) ?? 0), ends, counts, firsts, smallCounts, smallFirsts };
  }

  /** Counts those of other rows. @param row the number of their first row @returns false if there are too many values by now */
  addAll({ bytes, ends, counts, firsts, smallCounts, smallFirsts }: PackedValues, row: number): boolean {
    let start = 0;
    for (const [place, end] of ends.entries()) {
      if (!this.addLong(bytes, start, end, row + firsts[place]!, counts[place]!)) return false;
      start = end;
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
    if (value >= this.smallCounts.length) this.growSmall(value);
    const count = this.smallCounts[value]!;
    if (count === 0) {
      if (this.size === this.most) return false;
      this.size += 1;
      this.smallFirsts[value] = row;
    }
    this.smallCounts[value] = count + times;
    return true;
  }

  /** Counts any other value. */
  addLong(bytes: Uint8Array, start: number, end: number, row: number, times = 1): boolean {
    const { counts, hashes } = this;
    if (counts.length > 0 && this.isAt(this.last, bytes, start, end)) {
      counts[this.last]! += times;
      return true;
    }
    let hash = end - start;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (; this.slots[slot] !== 0; slot = (slot + 1) & mask) {
      const place = this.slots[slot]! - 1;
      if (hashes[place] !== hash || !this.isAt(place, bytes, start, end)) continue;
      counts[place]! += times;
      this.last = place;
      return true;
    }
    if (this.size === this.most) return false;
    this.size += 1;
    this.last = counts.length;
    this.keep(bytes, start, end);
    counts.push(times);
    this.firsts.push(row);
    hashes.push(hash);
    this.slots[slot] = counts.length;
    if (2 * counts.length > this.slots.length) this.grow();
    return true;
  }

  private startOf(place: number): number {
    return place === 0 ? 0 : this.ends[place - 1]!;
  }

  private isAt(place: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.startOf(place);
    if (this.ends[place]! - from !== end - start) return false;
    for (let at = start; at < end; at++) if (bytes[at] !== this.bytes[from + at - start]) return false;
    return true;
  }

  private keep(bytes: Uint8Array, start: number, end: number): void {
    const from = this.startOf(this.ends.length);
    const to = from + end - start;
    if (to > this.bytes.length) {
      const larger = new Uint8Array(Math.max(2 * to, 64));
      larger.set(this.bytes);
      this.bytes = larger;
    }
    for (let at = start; at < end; at++) this.bytes[from + at - start] = bytes[at]!;
    this.ends.push(to);
  }

  /** Most columns of a wide table have zeros and ones, or pixels. */
  private growSmall(value: number): void {
    const length = value < 16 ? 16 : value < 256 ? 256 : smallCount;
    const [counts, firsts] = [new Uint32Array(length), new Uint32Array(length)];
    counts.set(this.smallCounts);
    firsts.set(this.smallFirsts);
    this.smallCounts = counts;
    this.smallFirsts = firsts;
  }

  private grow(): void {
    this.slots = new Uint16Array(4 * this.slots.length);
    const mask = this.slots.length - 1;
    for (let place = 0; place < this.hashes.length; place++) {
      let slot = this.hashes[place]! & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = place + 1;
    }
  }
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
