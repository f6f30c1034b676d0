/** How a file divides its text into rows and cells. */
export interface Dialect {
  /** One character, or `spaces` for runs of blanks and tabs. */
  readonly delimiter: string;
  readonly quote: '"' | "'";
  /** Whether a backslash stands before quotes within quotes, as in exports of databases. */
  readonly backslash: boolean;
  /** Whether \n ends all lines, as far as is known; only the speed depends on it. */
  readonly byLineFeeds: boolean;
}

export interface Row {
  readonly cells: readonly string[];
  /** Where the next row begins. */
  readonly next: number;
  /** Line ends within quotes. */
  readonly lineEnds: number;
  /** Quotes that do not stand where a cell begins or ends; they are part of the text. */
  readonly misplaced: number;
}

export const spaces = "spaces";

/** A row with a longer text has a quotation mark that is never closed. */
export const longestRow = 1 << 24;

/**
 * The row that begins at a place of a text. Line ends are \n, \r\n and \r, also mixed. A quote opens a cell only at its
 * beginning, and closes it only where the cell may end; all others are letters like any other.
 * @param isWhole whether the text is known to its end
 * @returns null if more text is needed to tell where the row ends
 */
export function rowAt(text: string, start: number, dialect: Dialect, isWhole: boolean): Row | null {
  return plainRow(text, start, dialect) ?? rowByLetters(text, start, dialect, isWhole);
}

/** Most rows have no quotes. @returns null if this one must be read letter by letter */
function plainRow(text: string, start: number, { delimiter, quote, byLineFeeds }: Dialect): Row | null {
  if (!byLineFeeds || delimiter === spaces) return null;
  const lineFeed = text.indexOf("\n", start);
  if (lineFeed < 0) return null;
  const line = text.slice(start, text[lineFeed - 1] === "\r" && lineFeed > start ? lineFeed - 1 : lineFeed);
  if (line.includes(quote) || line.includes("\r")) return null;
  const cells = line.split(delimiter).map((cell) => cell.trim());
  return { cells, next: lineFeed + 1, lineEnds: 0, misplaced: 0 };
}

function rowByLetters(text: string, start: number, dialect: Dialect, isWhole: boolean): Row | null {
  const cells: string[] = [];
  let at = start;
  let lineEnds = 0;
  let misplaced = 0;
  const bySpaces = dialect.delimiter === spaces;
  if (bySpaces) at = skipBlanks(text, at, dialect);
  for (;;) {
    const quotedAt = skipBlanks(text, at, dialect);
    if (quotedAt >= text.length && !isWhole) return null;
    const quoted = text[quotedAt] === dialect.quote ? quotedCell(text, quotedAt, dialect, isWhole) : "none";
    if (quoted === "more") return null;
    if (quoted === "none") {
      const end = endOfCell(text, at, dialect);
      const cell = text.slice(at, end).trim();
      if (cell.includes(dialect.quote)) misplaced += 1;
      cells.push(cell);
      at = end;
    } else {
      cells.push(quoted.cell.trim() === "" ? "" : quoted.cell);
      lineEnds += quoted.lineEnds;
      misplaced += quoted.misplaced;
      at = quoted.end;
    }
    if (bySpaces) at = skipBlanks(text, at, dialect);
    if (at >= text.length) return isWhole ? { cells, next: at, lineEnds, misplaced } : null;
    if (isLineEnd(text, at)) {
      // Whether \n follows is not known yet.
      if (text[at] === "\r" && at + 1 === text.length && !isWhole) return null;
      const next = at + (text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1);
      return { cells, next, lineEnds, misplaced };
    }
    if (!bySpaces) at += 1;
  }
}

interface QuotedCell {
  readonly cell: string;
  readonly end: number;
  readonly lineEnds: number;
  readonly misplaced: number;
}

/** @returns "none" if the quote is a letter of a text without quotes around it */
function quotedCell(
  text: string,
  start: number,
  dialect: Dialect,
  isWhole: boolean,
): QuotedCell | "more" | "none" {
  const { quote } = dialect;
  let cell = "";
  let from = start + 1;
  let misplaced = 0;
  for (;;) {
    const mark = text.indexOf(quote, from);
    if (mark < 0) {
      if (misplaced > 0 && /[\r\n]/.test(text.slice(from))) return "none";
      return isWhole || text.length - start > longestRow ? "none" : "more";
    }
    cell += text.slice(from, mark);
    // "a "quoted" word: what closes beyond the line's end belongs to another row.
    if (misplaced > 0 && /[\r\n]/.test(text.slice(from, mark))) return "none";
    if (dialect.backslash && /(?:^|[^\\])(?:\\\\)*\\$/.test(text.slice(Math.max(start, mark - 64), mark))) {
      cell = cell.slice(0, -1) + quote;
      from = mark + 1;
      continue;
    }
    if (mark + 1 >= text.length && !isWhole) return "more";
    if (text[mark + 1] === quote) {
      cell += quote;
      from = mark + 2;
      continue;
    }
    const end = skipBlanks(text, mark + 1, dialect);
    if (end >= text.length && !isWhole) return "more";
    if (end >= text.length || isLineEnd(text, end) || isCellEnd(text, mark + 1, end, dialect)) {
      const unescaped = dialect.backslash ? cell.replaceAll("\\\\", "\\") : cell;
      return { cell: unescaped, end, lineEnds: cell.match(/\r\n|\r|\n/g)?.length ?? 0, misplaced };
    }
    misplaced += 1;
    cell += quote;
    from = mark + 1;
  }
}

function isCellEnd(text: string, behindQuote: number, end: number, { delimiter }: Dialect): boolean {
  return delimiter === spaces ? end > behindQuote : text[end] === delimiter;
}

function isLineEnd(text: string, at: number): boolean {
  return text[at] === "\n" || text[at] === "\r";
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 0xa0;
}

function skipBlanks(text: string, start: number, { delimiter }: Dialect): number {
  let at = start;
  while (at < text.length && isBlank(text.charCodeAt(at)) && text[at] !== delimiter) at += 1;
  return at;
}

function endOfCell(text: string, start: number, { delimiter }: Dialect): number {
  const bySpaces = delimiter === spaces;
  const code = delimiter.charCodeAt(0);
  let at = start;
  for (; at < text.length; at += 1) {
    const here = text.charCodeAt(at);
    if (here === 10 || here === 13 || (bySpaces ? isBlank(here) : here === code)) break;
  }
  return at;
}

/** The rows of a text that is known to its end. @param most rows */
export function rowsOf(text: string, dialect: Dialect, most = Infinity): Row[] {
  const rows: Row[] = [];
  for (let at = 0; at < text.length && rows.length < most;) {
    const row = rowAt(text, at, dialect, true)!;
    rows.push(row);
    at = row.next;
  }
  return rows;
}

/** A line drawn between rows, as Markdown, databases' terminals and printed tables have it: `|---|:--:|`, `-----+----`. */
export function isRule(cells: readonly string[]): boolean {
  return cells.every((cell) => /^[-=+:|]*$/.test(cell)) && /[-=]{3}|:-+:?|-:/.test(cells.join(" "));
}
