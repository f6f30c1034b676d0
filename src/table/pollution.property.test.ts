import fc from "fast-check";
import iconv from "iconv-lite";
import { expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { temporaryFolder } from "../lab/testing";
import { fuzz, inFull } from "../test-size";
import { errorsOf, readText } from "./testing";

/** A clean table: numbers as texts with a point, and one word for each row's class. */
interface Clean {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What may happen to a table on its way. */
interface Pollution {
  readonly delimiter: "," | ";" | "\t" | "|";
  readonly decimalComma: boolean;
  readonly lineEnds: readonly string[];
  readonly quoteAll: boolean;
  readonly preamble: readonly string[];
  readonly footnote: boolean;
  readonly trailing: boolean;
  readonly emptyRows: boolean;
  readonly lastLineEnds: boolean;
  readonly minus: string;
  readonly encoding: string;
  readonly header: boolean;
  /** Stands between thousands; "" for none. */
  readonly thousands: "" | "other" | " " | "'";
  /** One row has a cell too few, or one too many. */
  readonly ragged: "" | "short" | "long";
  readonly apostropheQuotes: boolean;
}

/** Words that each encoding can write, with what stands in cells only within quotes. */
const vocabularies: Readonly<Record<string, readonly string[]>> = {
  "utf-8": ["left", "größer", "작음", "大きい", "a, b; c", 'say "x"', "two\nlines"],
  "utf-16le": ["left", "größer", "작음", "a, b; c"],
  cp949: ["서울", "부산", "뷁", "a, b; c"],
  shift_jis: ["東京", "大阪", "ひらがな", "カタカナ"],
  gb18030: ["北京", "上海", "深圳", "是"],
  "windows-1252": ["männlich", "weiblich", "größer", "élevé"],
  "windows-1250": ["żółty", "czerwony", "średni"],
  "windows-1251": ["высокий", "низкий", "средний"],
};

const clean = (words: readonly string[]): fc.Arbitrary<Clean> =>
  fc
    .record({
      columns: fc.integer({ min: 1, max: 5 }),
      rows: fc.integer({ min: 12, max: 40 }),
      seed: fc.array(fc.integer({ min: -9_999_999, max: 9_999_999 }), { minLength: 7, maxLength: 31 }),
    })
    .map(({ columns, rows, seed }) => ({
      names: [...Array.from({ length: columns }, (_, column) => `size ${column}`), "kind"],
      rows: Array.from({ length: rows }, (_, row) => [
        ...Array.from({ length: columns }, (_, column) => {
          const value = seed[(row * columns + column) % seed.length]! + ((row * 7 + column) % 5);
          return (value / 100).toFixed(2);
        }),
        words[(row + Math.floor(row / 5) + seed.length) % Math.min(words.length, 2 + (seed.length % 3))]!,
      ]),
    }));

const pollution: fc.Arbitrary<Pollution> = fc.record({
  delimiter: fc.constantFrom(",", ";", "\t", "|"),
  decimalComma: fc.boolean(),
  lineEnds: fc.subarray(["\n", "\r\n", "\r"], { minLength: 1 }),
  quoteAll: fc.boolean(),
  preamble: fc.subarray(["Table 7: sizes", "# unit cm", ""]),
  footnote: fc.boolean(),
  trailing: fc.boolean(),
  emptyRows: fc.boolean(),
  lastLineEnds: fc.boolean(),
  minus: fc.constantFrom("-", "−"),
  encoding: fc.constantFrom(...Object.keys(vocabularies)),
  header: fc.boolean(),
  thousands: fc.constantFrom("", "", "other", " ", "'"),
  ragged: fc.constantFrom("", "", "", "short", "long"),
  apostropheQuotes: fc.boolean(),
});

function pollute({ names, rows }: Clean, how: Pollution): Buffer {
  const { delimiter, encoding } = how;
  const mark =
    how.apostropheQuotes && how.quoteAll && encoding !== "utf-8" && how.thousands !== "'" ? "'" : '"';
  const quote = (cell: string) =>
    how.quoteAll || /["\r\n]/.test(cell) || cell.includes(delimiter)
      ? mark + cell.replaceAll(mark, mark + mark) + mark
      : cell;
  const minus = ["utf-8", "utf-16le"].includes(encoding) ? how.minus : "-";
  const group = how.thousands === "other" ? (how.decimalComma ? "." : ",") : how.thousands;
  const notated = (cell: string, column: number): string => {
    if (column === names.length - 1) return cell;
    const [whole = "", fraction = ""] = cell.split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group).replace("-", minus);
    return grouped + (how.decimalComma ? "," : ".") + fraction;
  };
  const line = (cells: readonly string[]) =>
    cells.map(quote).join(delimiter) + (how.trailing ? delimiter : "");
  const empty = delimiter.repeat(names.length - (how.trailing ? 0 : 1));
  const lines = [
    ...how.preamble,
    ...(how.header ? [line(names)] : []),
    ...rows.flatMap((row, at) => [
      line(at === 7 ? torn(row.map(notated), how) : row.map(notated)),
      ...(how.emptyRows && at % 9 === 4 ? [empty] : []),
    ]),
    ...(how.footnote && names.length > 2 ? ["Source: own measurement"] : []),
  ];
  const text = lines.map((each, at) => {
    const isLast = at === lines.length - 1 && !how.lastLineEnds;
    return each + (isLast ? "" : how.lineEnds[at % how.lineEnds.length]!);
  });
  return iconv.encode(text.join(""), encoding, { addBOM: encoding === "utf-16le" });
}

/** Each opens a database. */
const runs = inFull(2_000, 60);

/** Warnings that say: this may be another table than it was. */
const tellingWarnings = ["numbersWithWords", "ambiguousNumbers", "nearlyEmptyColumns"];

function torn(cells: readonly string[], { ragged }: Pollution): readonly string[] {
  if (ragged === "short") return cells.slice(0, -1);
  return ragged === "long" ? [...cells, "more"] : cells;
}

/** Blanks group the digits, and stand in a name. */
const tabsAndBlanks: { how: Pollution; table: Clean } = {
  how: {
    delimiter: "\t",
    decimalComma: false,
    lineEnds: ["\n", "\r"],
    quoteAll: false,
    preamble: ["# unit cm", ""],
    footnote: false,
    trailing: false,
    emptyRows: false,
    lastLineEnds: false,
    minus: "-",
    encoding: "utf-8",
    header: true,
    thousands: " ",
    ragged: "",
    apostropheQuotes: true,
  },
  table: {
    names: ["size 0", "kind"],
    rows: Array.from({ length: 12 }, (_, row) => [
      `${row % 3 ? "" : "-"}1000.0${row % 5}`,
      ["größer", "작음", "left"][row % 3]!,
    ]),
  },
};

test("a polluted table comes back equal, or the lab says what is wrong", async () => {
  const { path: folder, remove } = temporaryFolder();
  let equal = 0;
  let told = 0;
  try {
    await fc.assert(
      fc.asyncProperty(
        pollution.chain((how) => clean(vocabularies[how.encoding]!).map((table) => ({ how, table }))),
        async ({ how, table }) => {
          const csv = join(folder, "out.csv");
          const read = await readText(pollute(table, how), { csv });
          const isTold = read.problems.some(({ code }) => tellingWarnings.includes(code));
          if (isTold || errorsOf(read).length > 0) {
            if (how.ragged === "") told += 1;
            return;
          }
          expect(how.ragged).toBe("");
          expect(read.header).toBe(how.header);
          const found = parse(readFileSync(csv), { relax_column_count: false }) as string[][];
          const names = how.header ? [table.names] : [];
          expect(found).toEqual([...names, ...table.rows]);
          equal += 1;
        },
      ),
      { seed: fuzz.seed, numRuns: runs, examples: [[tabsAndBlanks]] },
    );
  } finally {
    remove();
  }
  // Telling is the way out, not the rule.
  expect(equal).toBeGreaterThan(9 * told);
});
