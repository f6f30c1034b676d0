import type { TellBytes } from "../reading";
import { type ColumnPart, ColumnScan } from "./column";
import {
  cellKinds,
  cellOf,
  kindBits,
  kindsOfBytes,
  numberOfKind,
  numberOfState,
  transitions,
  turns,
} from "./grammar";
import { NumberCell } from "./number-cell";
import { textOf } from "./number-range";
import { type PartOfFile, readPart, type Take } from "./pieces";

/** How the rows of a file are written. */
export interface ScanOptions {
  /** One byte. */
  readonly delimiter: string;
  readonly columns: number;
  /** Lines before the first row. */
  readonly leading: number;
  /** Whether it is a file that `normalise` wrote: numbered rows, cells of several lines. */
  readonly isNormal: boolean;
  /** Different values of a column that are kept, at most. */
  readonly kept: number;
  /** Numbers in the sample of a column of a part, at most. */
  readonly sampled: number;
}

/** What some rows tell; plain data, which a thread can tell another. */
export interface ScannedPart {
  readonly rows: number;
  /** Ended lines, and how many of them end with a carriage return and a line feed. */
  readonly lines: number;
  readonly returns: number;
  readonly hasQuotes: boolean;
  /** Bytes of the longest row. */
  readonly longest: number;
  readonly columns: readonly ColumnPart[];
}

const [lineFeed, zero] = [10, 48];

/**
 * Looks once at every byte of some rows of a file.
 * @returns null as `scan`
 * @throws the system's errors
 */
export async function scanPart(
  part: PartOfFile & ScanOptions,
  tell?: TellBytes,
): Promise<ScannedPart | null> {
  const scanner = new Scanner(part.from === 0 ? part : { ...part, leading: 0 });
  const take: Take = (bytes, from, end) => {
    if (from > 0) scanner.beginAt(from);
    return scanner.take(bytes, from, end, false);
  };
  const rest = await readPart(part, take, tell);
  return rest && scanner.end(rest.bytes, rest.end);
}

const [lineState, startState, returnState, wordState, numberState] = [
  "lineStart",
  "cellStart",
  "return",
  "word",
  "one",
].map(numberOfState) as [number, number, number, number, number];

// Names of other files are looked up each time while tests run.
const firstTurn = turns.cell;
const bits = kindBits;

class Scanner {
  private readonly table: Uint8Array;
  private readonly kinds: Uint8Array;
  private readonly columns: ColumnScan[];
  private readonly number = new NumberCell();
  private readonly delimiter: number;
  /** Whether a digit, a sign or a point is never a delimiter. */
  private readonly mayBeNumbers: boolean;
  /** The first column's place: the rows' numbers are not looked at. */
  private readonly firstPlace: number;
  private readonly leading: number;
  private place: number;
  private state = lineState;
  private isRowEmpty = true;
  private lines = 0;
  private returns = 0;
  private longest = 0;
  /** Before the bytes at hand it is negative. */
  private rowStart = 0;
  private hasQuotes = false;

  constructor({ delimiter, columns, leading, isNormal, kept, sampled }: ScanOptions) {
    this.table = transitions(isNormal);
    this.kinds = kindsOfBytes(delimiter.charCodeAt(0));
    this.delimiter = delimiter.charCodeAt(0);
    this.mayBeNumbers = !/[\d.+-]/.test(delimiter);
    this.columns = Array.from({ length: columns }, () => new ColumnScan(kept, sampled));
    this.firstPlace = isNormal ? -1 : 0;
    this.place = this.firstPlace;
    this.leading = leading;
  }

  /** The first row begins there in the next bytes. */
  beginAt(start: number): void {
    this.rowStart = start;
  }

  /**
   * @param isWhole whether nothing follows
   * @returns where the cell begins that is not known to its end; -1 if the file is refused
   */
  take(bytes: Uint8Array, from: number, end: number, isWhole: boolean): number {
    const { table, kinds, number, mayBeNumbers, delimiter } = this;
    let { state } = this;
    let start = from;
    /** The state in which the cell began: it is read again with what follows. */
    let startedIn = state;
    let at = from;
    while (at < end) {
      let turn = 0;
      let isNumber = false;
      let small = -1;
      if (mayBeNumbers && (state === startState || state === lineState)) {
        // Pixels and classes are most cells of large tables.
        const first = bytes[start]! - zero;
        if (first >>> 0 < 10) {
          let to = start + 1;
          let value = first;
          for (let digit = bytes[to]! - zero; value !== 0 && value < 100 && digit >>> 0 < 10;) {
            value = 10 * value + digit;
            to += 1;
            digit = bytes[to]! - zero;
          }
          const byte = bytes[to]!;
          if (to < end && (byte === delimiter || byte === lineFeed)) {
            turn = byte === delimiter ? turns.cell : turns.line;
            small = value;
            isNumber = true;
            at = to;
          }
        }
      }
      if (!isNumber && mayBeNumbers && (state === startState || state === lineState)) {
        const to = number.read(bytes, start);
        turn = to < 0 || to >= end ? 0 : table[(numberState << bits) | kinds[bytes[to]!]!]!;
        isNumber = turn === turns.cell || turn === turns.line || turn === turns.return;
        if (isNumber) at = to;
      }
      if (!isNumber) {
        for (turn = 0; at < end; at++) {
          const next = table[(state << bits) | kinds[bytes[at]!]!]!;
          if (next < firstTurn) state = next;
          else if (next !== turns.letter) {
            turn = next;
            break;
          } else {
            if (at + letterLength >= end && !isWhole) break;
            if (isBlankAtEdge(bytes, start, at, kinds)) return -1;
            state = wordState;
          }
        }
        if (turn === 0) break;
        if (turn === turns.odd) return -1;
      }
      if (state !== returnState) {
        const isAdded =
          small >= 0
            ? this.addSmall(small)
            : isNumber
              ? this.addNumber(bytes, start, at)
              : this.addCell(cellOf[state]!, bytes, start, at);
        if (!isAdded) return -1;
      }
      at += 1;
      start = at;
      state = startState;
      if (turn === turns.line) {
        if (!this.endRow(start)) return -1;
        state = lineState;
      } else if (turn === turns.return) {
        this.returns += 1;
        state = returnState;
      }
      startedIn = state;
    }
    this.state = startedIn;
    this.rowStart -= start;
    return start;
  }

  /** The last line may lack its end. @param bytes with room behind `end` @returns null if the file is refused */
  end(bytes: Uint8Array, end: number): ScannedPart | null {
    const rest = this.take(bytes, 0, end, true);
    const { lines, returns } = this;
    if (rest < 0 || this.state === returnState || (returns > 0 && returns !== lines)) return null;
    bytes[end] = lineFeed;
    const isEnded = rest === end && this.state === lineState;
    if (!isEnded && this.take(bytes, rest, end + 1, true) < 0) return null;
    const { row: rows, hasQuotes, longest } = this;
    const columns = this.columns.map((column) => column.part);
    return { ...{ rows, lines, returns, hasQuotes, longest }, columns };
  }

  private get row(): number {
    return Math.max(0, this.lines - this.leading);
  }

  /** @returns whether the row has no cell too many */
  private addSmall(value: number): boolean {
    if (this.lines < this.leading) return true;
    const { place } = this;
    this.place = place + 1;
    if (place < 0) return true;
    const column = this.columns[place];
    if (!column) return false;
    this.isRowEmpty = false;
    column.addSmall(value, this.row);
    return true;
  }

  /** Adds what `number` has read. @returns whether the row has no cell too many */
  private addNumber(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.lines < this.leading) return true;
    const { place } = this;
    this.place = place + 1;
    if (place < 0) return true;
    const column = this.columns[place];
    if (!column) return false;
    this.isRowEmpty = false;
    column.addNumber(this.number, bytes, start, end, this.row);
    return true;
  }

  /** @returns whether the row has no cell too many */
  private addCell(kind: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (kind >= cellKinds.quoted) this.hasQuotes = true;
    if (this.lines < this.leading) return true;
    const { place } = this;
    this.place += 1;
    if (place < 0) return true;
    const column = this.columns[place];
    if (!column) return false;
    if (kind === cellKinds.empty) return true;
    if (kind >= cellKinds.quoted) return this.addQuoted(column, kind, bytes, start + 1, end - 1);
    this.isRowEmpty = false;
    column.add(kind, bytes, start, end, this.row);
    return true;
  }

  /** @returns false if the cell holds nothing but blanks: DuckDB keeps them */
  private addQuoted(
    column: ColumnScan,
    kind: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): boolean {
    if (start === end) return true;
    const isBlank = bytes[start]! <= 32 || bytes[start]! >= 0x80;
    if (isBlank && textOf(bytes, start, end).trim() === "") return false;
    this.isRowEmpty = false;
    if (kind === cellKinds.escaped) {
      const content = Buffer.from(textOf(bytes, start, end).replaceAll('""', '"'));
      column.add(cellKinds.word, content, 0, content.length, this.row);
    } else column.add(this.kindOf(bytes, start, end), bytes, start, end, this.row);
    return true;
  }

  private kindOf(bytes: Uint8Array, start: number, end: number): number {
    let state = startState;
    for (let at = start; at < end && state !== wordState; at++) {
      const next = this.table[(state << kindBits) | this.kinds[bytes[at]!]!]!;
      state = next < turns.cell ? next : wordState;
    }
    return cellOf[state]!;
  }

  /** @returns whether the row has all cells, and something in one */
  private endRow(end: number): boolean {
    const { place, isRowEmpty } = this;
    const isInTable = this.lines >= this.leading;
    this.longest = Math.max(this.longest, end - this.rowStart);
    this.rowStart = end;
    this.place = this.firstPlace;
    this.isRowEmpty = true;
    this.lines += 1;
    return !isInTable || (place === this.columns.length && !isRowEmpty);
  }
}

/** Bytes of the longest letter that may be a blank, and of what follows. */
const letterLength = 4;

/** Whether a blank that only JavaScript cuts off stands at a cell's edge, or next to another blank that may. */
function isBlankAtEdge(bytes: Uint8Array, start: number, at: number, kinds: Uint8Array): boolean {
  const length = blankLength(bytes[at]!, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0);
  return length > 0 && (at === start || edges.has(kinds[bytes[at + length] ?? lineFeed]!));
}

const edges: ReadonlySet<number> = new Set(
  (["delimiter", "lineFeed", "return", "blank", "letter"] as const).map(numberOfKind),
);

/** Of U+00A0, U+1680, U+2000 to U+205F, U+3000 and U+FEFF in UTF-8. @returns 0 of any other letter */
function blankLength(one: number, two: number, three: number): number {
  if (one === 0xc2) return two === 0xa0 ? 2 : 0;
  const isBlank =
    (one === 0xe1 && two === 0x9a && three === 0x80) ||
    (one === 0xe2 && two === 0x80 && (three <= 0x8a || (three >= 0xa8 && three <= 0xaf))) ||
    (one === 0xe2 && two === 0x81 && three === 0x9f) ||
    (one === 0xe3 && two === 0x80 && three === 0x80) ||
    (one === 0xef && two === 0xbb && three === 0xbf);
  return isBlank ? 3 : 0;
}
