import type { ColumnPart } from "./column";
import { FewValues } from "./few-values";
import { cellKindCount, cellKinds } from "./grammar";
import { NumberRange } from "./number-range";
import { foursOf, type NumbersOfRows } from "./numbers-of-rows";

/** How its file writes a number that is no small whole one. */
export type TextOf = (value: number) => string;

/** What is a number of up to three digits is counted by its value. */
const mostSmall = 999;
const none = new Uint32Array(0);
/** From here on, whole numbers that differ may be the same double. */
const mostExact = 2 ** 53;

/** Collects what the numbers of a column of a type tell, as `ColumnScan` does of texts. */
export class TypedColumn {
  private filled = 0;
  private readonly range = new NumberRange();
  private readonly few: FewValues;
  /** Values that are no small whole numbers: where they stand in `counts`. */
  private places: Map<number, number> | null = new Map();
  private readonly counts: number[] = [];
  private readonly firsts: number[] = [];
  private last = NaN;
  private lastPlace = 0;
  /** NaN, Infinity and -Infinity. */
  private readonly words: { count: number; first: number }[] = [];
  private sample: number[] = [];
  private every = 1;
  /** Of two values that differ in their texts, one may be taken for the other. */
  private isDoubtful = false;

  /**
   * @param isWhole whether its type holds whole numbers only, which are written without a point
   * @param kept the most different values that are kept
   * @param mostSampled the most numbers in the sample
   */
  constructor(
    private readonly isWhole: boolean,
    private readonly kept: number,
    private readonly mostSampled: number,
  ) {
    this.few = new FewValues(kept);
  }

  /** @param first the number of the first of these rows */
  add(numbers: NumbersOfRows, rows: number, first: number): void {
    const { items, filled } = numbers;
    const fours = foursOf(numbers);
    let known = this.knownSmall;
    for (let row = 0; row < rows; row++) {
      if ((row & 3) === 0 && row >> 2 < fours.length && fours[row >> 2] === 0 && known[0]! > 0) {
        known[0]! += 4;
        this.filled += 4;
        row += 3;
        continue;
      }
      if (filled !== null && ((filled[row >>> 5]! >>> (row & 31)) & 1) === 0) continue;
      const value = items[row]!;
      // Most pixels and classes have been there before.
      if (value >= 0 && value < known.length) {
        const count = known[value]!;
        if (count > 0) {
          known[value] = count + 1;
          this.filled += 1;
          continue;
        }
      }
      this.addValue(value, first + row);
      known = this.knownSmall;
    }
  }

  /** In how many cells each small whole number stands, where nothing else is to be noted of those that have been there; else empty. */
  private get knownSmall(): Uint32Array {
    return this.isWhole && this.places !== null && !this.range.counts ? this.few.small : none;
  }

  private addValue(value: number, row: number): void {
    if (value - value !== 0) return this.addWord(value, row);
    // A zero with a sign is another text, and a whole number may be another one.
    if (value === 0 ? 1 / value < 0 : this.isWhole && Math.abs(value) >= mostExact) this.isDoubtful = true;
    this.filled += 1;
    this.range.add(value, row);
    if (this.places !== null && this.count(value, row)) return;
    this.places = null;
    if ((row & (this.every - 1)) === 0) this.pick(value);
  }

  /** @returns false if there are too many values */
  private count(value: number, row: number): boolean {
    const { few, range, counts } = this;
    // In two rows the same: the numbers do not count the rows.
    if (this.isWhole && value >= 0 && value <= mostSmall) {
      const { size } = few;
      const isAdded = few.addSmall(value, row);
      if (few.size === size) range.counts = false;
      return isAdded && this.isFew;
    }
    const place = value === this.last ? this.lastPlace : (this.places!.get(value) ?? counts.length);
    this.last = value;
    this.lastPlace = place;
    if (place < counts.length) {
      counts[place]! += 1;
      range.counts = false;
      return true;
    }
    this.places!.set(value, place);
    counts.push(1);
    this.firsts.push(row);
    return this.isFew;
  }

  private get isFew(): boolean {
    return this.few.size + this.counts.length <= this.kept;
  }

  private addWord(value: number, row: number): void {
    const place = Number.isNaN(value) ? 0 : value > 0 ? 1 : 2;
    this.words[place] ??= { count: 0, first: row };
    this.words[place].count += 1;
  }

  private pick(value: number): void {
    if (this.sample.push(value) < this.mostSampled) return;
    this.sample = this.sample.filter((_, place) => place % 2 === 0);
    this.every *= 2;
  }

  /** Whether numbers that differ in their texts are different doubles. */
  get areExact(): boolean {
    return !(this.isWhole && this.isDoubtful);
  }

  /** The numbers of which `part` needs the texts. */
  get asked(): readonly number[] {
    const { least, most, isFirst } = this.range;
    return [...(isFirst ? [] : [least, most]), ...(this.places?.keys() ?? [])];
  }

  part(textOf: TextOf): ColumnPart {
    const counts = new Uint32Array(cellKindCount);
    counts[this.isWhole ? cellKinds.integer : cellKinds.pointed] = this.filled;
    const words = new FewValues();
    ["nan", "inf", "-inf"].forEach((text, place) => {
      const found = this.words[place];
      if (found) addText(words, text, found);
    });
    const { sample, every, places, isDoubtful } = this;
    return {
      ...{ counts, range: this.rangeBy(textOf), sample, every },
      isUnknown: isDoubtful && places !== null,
      words: words.packed,
      numbers: this.numbers(textOf),
    };
  }

  private numbers(textOf: TextOf): ColumnPart["numbers"] {
    if (this.places === null) return null;
    for (const [value, place] of this.places) {
      addText(this.few, textOf(value), { count: this.counts[place]!, first: this.firsts[place]! });
    }
    return this.few.packed;
  }

  /** Numbers that are read from their texts. */
  private rangeBy(textOf: TextOf): NumberRange {
    const { range } = this;
    if (range.isFirst) return range;
    range.least = Number(textOf(range.least));
    range.most = Number(textOf(range.most));
    return range;
  }
}

function addText(
  values: FewValues,
  text: string,
  { count, first }: { readonly count: number; readonly first: number },
): void {
  const bytes = Buffer.from(text);
  values.addLong(bytes, 0, bytes.length, first, count);
}
