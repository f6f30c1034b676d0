/** A record of a JSON file, an object or a list, as it stands there. */
export interface JsonText {
  readonly text: string;
  /** Of its first character, from 1. */
  readonly line: number;
}

/** The text is no list of records. */
export class NotRecords extends Error {
  override readonly name = "NotRecords";
  constructor(readonly line: number) {
    super(`line ${line} is no record`);
  }
}

/** More blanks do not stand behind the first bracket. */
const mostBlanks = 10_000;

/** A longer record has a bracket that is never closed. */
const longestRecord = 1 << 24;

/**
 * Cuts text that comes in pieces into the records of a JSON file: one after another (JSON lines, also over several
 * lines each), or in one list. Records are objects, or lists of cells. Only brackets and quotes are looked at; whether a record is JSON, `JSON.parse` tells.
 */
export class RecordReader {
  private rest = "";
  private line = 1;
  /** How far `rest` has been looked at, and what was found on the way. */
  private at = 0;
  private depth = 0;
  private inString = false;
  private state: "begin" | "lines" | "list" | "end" = "begin";

  /** @throws NotRecords */
  *add(piece: string): Generator<JsonText> {
    this.rest += piece;
    for (;;) {
      if (this.depth === 0 && !this.skipToRecord()) break;
      const end = this.endOfRecord();
      if (end < 0) {
        if (this.rest.length > longestRecord) throw new NotRecords(this.line);
        break;
      }
      const text = this.rest.slice(0, end);
      yield { text, line: this.line };
      this.take(end);
      this.depth = 0;
    }
  }

  /** @throws NotRecords */
  end(): void {
    const isWhole = this.state === "lines" || this.state === "end";
    if (this.depth > 0 || this.rest.trim() !== "" || !isWhole) throw new NotRecords(this.line);
  }

  /** @returns whether a record begins here */
  private skipToRecord(): boolean {
    for (let at = 0; at < this.rest.length; at++) {
      const letter = this.rest[at]!;
      if (this.state === "begin" && letter === "[") {
        // What the first bracket opens, the next sign tells: [{ and [[ a list of records, [1 a record that is a list.
        const inside = /\S/.exec(this.rest.slice(at + 1, at + mostBlanks))?.[0];
        if (inside === undefined && this.rest.length - at > mostBlanks) throw new NotRecords(this.line);
        if (inside === undefined) return false;
        this.state = "{[]".includes(inside) ? "list" : "lines";
        if (this.state === "list") continue;
      }
      if ((letter === "{" || letter === "[") && this.state !== "end") {
        if (this.state === "begin") this.state = "lines";
        this.take(at);
        return true;
      }
      if (letter === "]" && this.state === "list") this.state = "end";
      else if (!/[\s,]/.test(letter) || (letter === "," && this.state !== "list")) {
        this.take(at);
        throw new NotRecords(this.line);
      }
    }
    this.take(this.rest.length);
    return false;
  }

  private take(end: number): void {
    // Of a list without line ends, not all of what is left is to be searched for each record.
    const taken = this.rest.slice(0, end);
    for (let at = taken.indexOf("\n"); at >= 0; at = taken.indexOf("\n", at + 1)) this.line += 1;
    this.rest = this.rest.slice(end);
    this.at = 0;
  }

  /** @returns -1 if it is not there yet */
  private endOfRecord(): number {
    const { rest } = this;
    let { at, depth, inString } = this;
    for (; at < rest.length; at++) {
      const code = rest.charCodeAt(at);
      if (inString) {
        if (code === backslash) {
          // What is escaped is not known yet.
          if (at + 1 === rest.length) break;
          at += 1;
        } else if (code === quote) inString = false;
      } else if (code === quote) inString = true;
      else if (code === openBrace || code === openBracket) depth += 1;
      else if (code === closeBrace || code === closeBracket) {
        depth -= 1;
        if (depth === 0) return at + 1;
      }
    }
    this.at = at;
    this.depth = depth;
    this.inString = inString;
    return -1;
  }
}

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = Array.from('"\\{}[]', (letter) =>
  letter.charCodeAt(0),
) as [number, number, number, number, number, number];

/** Texts, and outside of them what JavaScript would not keep as it stands: NaN, Infinity, numbers of many digits. */
const tokens = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN|-?\d[\d.eE+-]*/g;

/** A record's fields in their order, or its cells; null if it is neither. */
export function parseRecord(text: string): [string, unknown][] | CellList | null {
  try {
    return fieldsOf(JSON.parse(longNumber.test(text) ? inWords(text) : text));
  } catch {
    // Python writes NaN and Infinity, which JSON does not know.
    return parsedInWords(text);
  }
}

/** The beginning of a line that is a list of cells. */
const startOfList = /^\[\s*(?:"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|NaN|-?Infinity)\s*[,\]]/;

/** Whether a text begins with lines of JSON lists, and not with other text in brackets. */
export function areLists(text: string): boolean {
  if (!startOfList.test(text)) return false;
  const [line = "", next] = text.split(/\r\n|\r|\n/, 2);
  // Without a second line, the first may not be whole.
  return next === undefined || (parseRecord(line) !== null && /^\s*(?:$|[[{])/.test(next));
}

/** A record without names. */
export interface CellList {
  readonly cells: readonly unknown[];
}

const longNumber = /\d{16}/;

function parsedInWords(text: string): ReturnType<typeof parseRecord> {
  try {
    return fieldsOf(JSON.parse(inWords(text)));
  } catch {
    return null;
  }
}

function inWords(text: string): string {
  return text.replace(tokens, (token) => {
    if (token === "NaN") return "null";
    if (token.endsWith("Infinity")) return `"${token}"`;
    // Beyond 15 digits, two whole numbers may become one.
    return /^-?\d{16,}$/.test(token) ? `"${token}"` : token;
  });
}

function fieldsOf(value: unknown): ReturnType<typeof parseRecord> {
  if (Array.isArray(value)) return { cells: value };
  return typeof value === "object" && value !== null ? Object.entries(value) : null;
}
