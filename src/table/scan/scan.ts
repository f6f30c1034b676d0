import { open } from "node:fs/promises";
import type { TellBytes } from "../reading";
import { ColumnScan, type KnownColumn } from "./column";
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

/** Rows of a UTF-8 file that DuckDB reads as the lab does. */
export interface Scan {
  readonly rows: number;
  readonly lineEnd: "\n" | "\r\n";
  readonly hasQuotes: boolean;
  /** Bytes of the longest row, or a little more. */
  readonly longest: number;
  /** By place; those whose values have to be looked at are missing. */
  readonly known: ReadonlyMap<number, KnownColumn>;
}

export interface ScanOptions {
  /** One byte. */
  readonly delimiter: string;
  readonly columns: number;
  /** Lines before the first row. */
  readonly leading: number;
  /** Whether it is a file that `normalise` wrote: numbered rows, cells of several lines. */
  readonly isNormal?: boolean;
  readonly tell?: TellBytes;
}

const pieceLength = 1 << 20;
/** A longer cell has a quote that is never closed. */
const longestCell = 1 << 24;
const lineFeed = 10;
const mark = [0xef, 0xbb, 0xbf];

/**
 * Looks once at every byte of a file, and tells what is in its columns.
 * @returns null if the lab and DuckDB might read it in two ways: blanks around cells, quotes within, empty lines,
 * comments, rows of another length, mixed line ends
 * @throws the system's errors
 */
export async function scan(path: string, options: ScanOptions): Promise<Scan | null> {
  const scanner = new Scanner(options);
  const file = await open(path);
  try {
    // Behind the last byte there is always a 0, which ends a number.
    let buffer = new Uint8Array(2 * pieceLength);
    // Bytes of the cell that goes on.
    let kept = 0;
    let done = 0;
    for (let isFirst = true; ; isFirst = false) {
      if (kept + pieceLength >= buffer.length) {
        if (kept > longestCell) return null;
        const larger = new Uint8Array(2 * buffer.length);
        larger.set(buffer.subarray(0, kept));
        buffer = larger;
      }
      const { bytesRead } = await file.read(buffer, kept, pieceLength);
      const isMarked = isFirst && bytesRead >= 3 && mark.every((byte, at) => buffer[at] === byte);
      const end = kept + bytesRead;
      if (bytesRead === 0) return scanner.end(buffer, end);
      const next = scanner.take(buffer, isMarked ? mark.length : 0, end, false);
      if (next < 0) return null;
      buffer.copyWithin(0, next, end);
      kept = end - next;
      done += bytesRead;
      options.tell?.(done);
    }
  } finally {
    await file.close();
  }
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

  constructor({ delimiter, columns, leading, isNormal = false }: ScanOptions) {
    this.table = transitions(isNormal);
    this.kinds = kindsOfBytes(delimiter.charCodeAt(0));
    this.mayBeNumbers = !/[\d.+-]/.test(delimiter);
    this.columns = Array.from({ length: columns }, () => new ColumnScan());
    this.firstPlace = isNormal ? -1 : 0;
    this.place = this.firstPlace;
    this.leading = leading;
  }

  /**
   * @param isWhole whether nothing follows
   * @returns where the cell begins that is not known to its end; -1 if the file is refused
   */
  take(bytes: Uint8Array, from: number, end: number, isWhole: boolean): number {
    const { table, kinds, number, mayBeNumbers } = this;
    let { state } = this;
    let start = from;
    /** The state in which the cell began: it is read again with what follows. */
    let startedIn = state;
    let at = from;
    while (at < end) {
      let turn = 0;
      let isNumber = false;
      if (mayBeNumbers && (state === startState || state === lineState)) {
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
        const isAdded = isNumber
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
  end(bytes: Uint8Array, end: number): Scan | null {
    const rest = this.take(bytes, 0, end, true);
    const { lines, returns } = this;
    if (rest < 0 || this.state === returnState || (returns > 0 && returns !== lines)) return null;
    bytes[end] = lineFeed;
    const isEnded = rest === end && this.state === lineState;
    if (!isEnded && this.take(bytes, rest, end + 1, true) < 0) return null;
    const known = this.columns.map((column) => column.known());
    return {
      rows: this.row,
      lineEnd: returns > 0 ? "\r\n" : "\n",
      hasQuotes: this.hasQuotes,
      longest: this.longest,
      known: new Map(known.flatMap((column, place) => (column ? [[place, column] as const] : []))),
    };
  }

  private get row(): number {
    return Math.max(0, this.lines - this.leading);
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
