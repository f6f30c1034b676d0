/**
 * What a cell is, byte by byte: a table tells the next state from a state and the kind of a byte. Numbers are those of
 * `numberPattern["."]` without units, blanks and groups of thousands; all else is a word.
 */

/** What a cell has been when it ends. */
export const cellKinds = {
  empty: 0,
  /** The same number by either decimal mark. */
  integer: 1,
  /** Digits behind a 0, which a number would lose. */
  code: 2,
  /** 1.250: perhaps thousands. */
  doubtful: 3,
  /** A point that can only be decimal. */
  pointed: 4,
  word: 5,
  quoted: 6,
  /** With doubled quotes in it. */
  escaped: 7,
} as const;
export const cellKindCount = 8;

/** What the table tells in place of a state. */
export const turns = {
  cell: 64,
  line: 65,
  /** A carriage return that ends a cell. */
  return: 66,
  /** The first byte of a letter that may be a blank. */
  letter: 67,
  /** What DuckDB and the lab might read in two ways. */
  odd: 68,
} as const;

const { empty, integer, code, doubtful, pointed, word, quoted, escaped } = cellKinds;

type Steps = Readonly<Partial<Record<"digit" | "zero" | "sign" | "point" | "e", string>>>;
const digits = (state: string): Steps => ({ digit: state, zero: state });
const begin: Steps = { digit: "one", zero: "zero", sign: "sign", point: "pointFirst" };

/** The states, what a cell is that ends in them, and where the parts of a number lead. */
const states: readonly (readonly [name: string, cell: number, steps: Steps])[] = [
  ["lineStart", empty, begin],
  ["cellStart", empty, begin],
  ["return", word, {}],
  ["word", word, {}],
  ["blank", word, {}],
  ["quoted", word, {}],
  ["quotedEnd", quoted, {}],
  ["escaped", word, {}],
  ["escapedEnd", escaped, {}],
  ["sign", word, { digit: "one", zero: "more", point: "pointFirst" }],
  ["zero", integer, { ...digits("code"), point: "fraction", e: "e" }],
  ["code", code, { ...digits("code"), point: "fraction", e: "e" }],
  ["one", integer, { ...digits("two"), point: "point", e: "e" }],
  ["two", integer, { ...digits("three"), point: "point", e: "e" }],
  ["three", integer, { ...digits("more"), point: "point", e: "e" }],
  ["more", integer, { ...digits("more"), point: "fraction", e: "e" }],
  ["point", pointed, { ...digits("tenths"), e: "pointedE" }],
  ["pointFirst", word, digits("fraction")],
  ["tenths", pointed, { ...digits("hundredths"), e: "pointedE" }],
  ["hundredths", pointed, { ...digits("thousandths"), e: "pointedE" }],
  ["thousandths", doubtful, digits("fraction")],
  ["fraction", pointed, { ...digits("fraction"), e: "pointedE" }],
  ["e", word, { ...digits("e1"), sign: "eSign" }],
  ["eSign", word, digits("e1")],
  ["e1", integer, digits("e2")],
  ["e2", integer, digits("e3")],
  ["e3", integer, {}],
  ["pointedE", word, { ...digits("pointedE1"), sign: "pointedESign" }],
  ["pointedESign", word, digits("pointedE1")],
  ["pointedE1", pointed, digits("pointedE2")],
  ["pointedE2", pointed, digits("pointedE3")],
  ["pointedE3", pointed, {}],
];

const names = states.map(([name]) => name);
export const numberOfState = (name: string): number => names.indexOf(name);

/** What a cell is that ends in a state. */
export const cellOf = Uint8Array.from(states, ([, cell]) => cell);

const byteKinds = [
  "other",
  "digit",
  "zero",
  "sign",
  "point",
  "e",
  "delimiter",
  "lineFeed",
  "return",
  "quote",
  "blank",
  "forbidden",
  "comment",
  "letter",
] as const;
export type ByteKind = (typeof byteKinds)[number];
export const numberOfKind = (kind: ByteKind): number => byteKinds.indexOf(kind);

/** Of a byte's kind in the table: `table[(state << kindBits) | kind]`. */
export const kindBits = 4;

/** The kind of each byte. @param delimiter one byte */
export function kindsOfBytes(delimiter: number): Uint8Array {
  const kinds = new Uint8Array(256);
  const set = (bytes: Iterable<number>, kind: ByteKind): void => {
    for (const byte of bytes) kinds[byte] = numberOfKind(kind);
  };
  set(Buffer.from("123456789"), "digit");
  set(Buffer.from("0"), "zero");
  set(Buffer.from("+-"), "sign");
  set(Buffer.from("."), "point");
  set(Buffer.from("eE"), "e");
  set(Buffer.from("\n"), "lineFeed");
  set(Buffer.from("\r"), "return");
  set(Buffer.from('"'), "quote");
  set(Buffer.from(" \t"), "blank");
  set(Buffer.from("\0\v\f"), "forbidden");
  set(Buffer.from("#%/"), "comment");
  // Of U+00A0, U+1680, U+2000 to U+205F, U+3000, U+FEFF.
  set([0xc2, 0xe1, 0xe2, 0xe3, 0xef], "letter");
  set([delimiter], "delimiter");
  return kinds;
}

/** @param isNormal whether `normalise` wrote the cells: there, quoted ones may hold line ends, and any may hold any sign */
export function transitions(isNormal: boolean): Uint8Array {
  const table = new Uint8Array(states.length << kindBits);
  for (const [state, [name, , steps]] of states.entries()) {
    for (const [number, kind] of byteKinds.entries()) {
      table[(state << kindBits) | number] = next(name, steps, kind, isNormal);
    }
  }
  return table;
}

function next(state: string, steps: Steps, kind: ByteKind, isNormal: boolean): number {
  if (state === "return") return kind === "lineFeed" ? turns.line : turns.odd;
  if (kind === "forbidden" && !isNormal) return turns.odd;
  if (state === "quoted" || state === "escaped") {
    if (kind === "quote") return numberOfState(`${state}End`);
    const isLineEnd = kind === "lineFeed" || kind === "return";
    return isLineEnd && !isNormal ? turns.odd : numberOfState(state);
  }
  if (kind === "quote" && (state === "quotedEnd" || state === "escapedEnd")) return numberOfState("escaped");
  const isStart = state === "lineStart" || state === "cellStart";
  switch (kind) {
    case "delimiter":
      return state === "blank" ? turns.odd : turns.cell;
    case "lineFeed":
    case "return":
      // An empty line, or a blank at the end of one.
      if (state === "blank" || state === "lineStart") return turns.odd;
      return kind === "return" ? turns.return : turns.line;
    case "quote":
      return isStart ? numberOfState("quoted") : turns.odd;
  }
  if (state === "quotedEnd" || state === "escapedEnd") return turns.odd;
  switch (kind) {
    case "blank":
      return isStart ? turns.odd : numberOfState("blank");
    case "comment":
      return state === "lineStart" ? turns.odd : numberOfState("word");
    case "letter":
      return turns.letter;
    case "other":
    case "forbidden":
      return numberOfState("word");
    default:
      return numberOfState(steps[kind] ?? "word");
  }
}
