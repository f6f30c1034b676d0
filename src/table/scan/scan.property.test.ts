import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { fuzz, inFull } from "../../test-size";
import { describeCells, type DescribedCells } from "../describe";
import { type Engine, loadCells, openEngine, showCells } from "../duckdb";
import { normalise, notationOf } from "../normalise";
import { mostValues } from "./few-values";
import { scan } from "./scan";

const folder = mkdtempSync(join(tmpdir(), "dropout-lab-scan-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "table.csv");
const normal = join(folder, "normal.csv");

interface Read {
  readonly rows: unknown;
  readonly described: DescribedCells;
}

/** The rows, and what the lab makes of them. */
async function read(
  delimiter: string,
  header: readonly string[] | null,
  columns: number,
  load: (engine: Engine) => Promise<{ rows: number; known?: Parameters<typeof describeCells>[1]["known"] }>,
): Promise<Read> {
  const engine = await openEngine(folder);
  try {
    const { rows, known = new Map() } = await load(engine);
    const described = await describeCells(engine, {
      header,
      columns,
      rows,
      delimiter,
      known,
      told: new Map(),
      wishes: {},
    });
    return { rows: await engine.rows("SELECT * REPLACE (n::DOUBLE AS n) FROM cells ORDER BY n"), described };
  } finally {
    engine.close();
  }
}

/**
 * As DuckDB reads the file itself and the scan describes it; null where the lab leaves that.
 * @param more bytes of a part of the file, but for the lines before its rows
 */
async function asItStands(more: number): Promise<Read | null> {
  const { dialect, layout } = await notationOf(path, "utf-8");
  const { delimiter } = dialect;
  if (dialect.quote !== '"' || dialect.backslash || !dialect.isDivided || delimiter.length > 1) return null;
  const { columns, leading, header } = layout;
  const found = await scan(path, { delimiter, columns, leading, partLength: beforeRows(leading) + more });
  if (!found) return null;
  return read(delimiter, header, columns, async (engine) => {
    await showCells(engine, { path, delimiter, columns, leading, isNumbered: false, ...found });
    return found;
  });
}

/** Bytes of the lines before the rows. */
function beforeRows(leading: number): number {
  const lines = readFileSync(path, "utf8").split("\n").slice(0, leading);
  return Buffer.byteLength(lines.map((line) => `${line}\n`).join(""));
}

/** As the lab reads it, and describes it from all its values; or from a scan of its own notation. */
async function inOneNotation(scanned: boolean): Promise<Read> {
  const notation = await notationOf(path, "utf-8");
  const { columns, header } = notation.layout;
  const { longest, rows } = await normalise(path, "utf-8", notation, normal);
  return read(notation.dialect.delimiter, header, columns, async (engine) => {
    if (!scanned) {
      await loadCells(engine, normal, { columns, longest });
      return { rows };
    }
    const found = (await scan(normal, { delimiter: ",", columns, leading: 0, isNormal: true }))!;
    const file = { path: normal, delimiter: ",", columns, leading: 0, isNumbered: true } as const;
    await showCells(engine, { ...file, ...found });
    return found;
  });
}

const cell = fc.oneof(
  fc.constantFrom(
    "1",
    "2.5",
    "-3",
    "red",
    "파랑",
    "",
    "'",
    "\\",
    "a#b",
    "NULL",
    "0x1",
    "1_0",
    '"a"',
    '"1.5"',
  ),
  fc.string({ maxLength: 3 }).filter((text) => !/[\ud800-\udfff]/.test(text)),
  fc.constantFrom(" ", "\u00a0", "\u3000", '"', "\t", "x y", "#", "%", "\n", "\r", "\0", "\ufeff", "//"),
  fc.constantFrom(
    '"a""b"',
    '""',
    '" "',
    '"a\nb"',
    '"x" ',
    '"a,b;c|d"',
    "“a”",
    "a\u00a0b",
    "あ、い",
    "\v",
    '" 5"',
  ),
);
/** Numbers of all forms, and what is nearly one. */
const number = fc.oneof(
  fc.constantFrom(
    "1.250",
    "01067",
    "0",
    "00",
    "007.5",
    "-0",
    "+5",
    ".5",
    "5.",
    "5.e3",
    "1e5",
    "1E-7",
    "1e400",
    "-01",
  ),
  fc.constantFrom(
    "1,250",
    "1,5",
    "1.234.567",
    "1_000",
    "1e1234",
    "0.250",
    "1.250e3",
    "$5",
    "12%",
    "1 234",
    "inf",
  ),
  fc.constantFrom(
    "NA",
    "nan",
    "?",
    "-",
    ".",
    "null",
    "None",
    "",
    "2024-01-05",
    "12:30",
    "true",
    "1.7976931348623159e308",
  ),
  fc.integer({ min: -300, max: 300 }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.double({ noNaN: true, min: -1000, max: 1000 }).map((value) => value.toFixed(3)),
);
const column = fc.oneof(
  { weight: 3, arbitrary: fc.constant(fc.constantFrom("word", "other", "third")) },
  { weight: 2, arbitrary: fc.constant(cell) },
  { weight: 3, arbitrary: fc.constant(number) },
  { weight: 2, arbitrary: fc.constant(fc.constantFrom("1.5", "2.25", "NA", "7")) },
  { weight: 1, arbitrary: fc.constant(fc.constantFrom("1.250", "3.500", "2")) },
  { weight: 1, arbitrary: fc.constant(fc.integer({ min: 0, max: 255 }).map(String)) },
);
const table = fc
  .tuple(fc.array(column, { minLength: 2, maxLength: 4 }), fc.integer({ min: 2, max: 14 }))
  .chain(([columns, rows]) =>
    fc.record({
      delimiter: fc.constantFrom(",", ",", ";", "\t", "|"),
      lineEnd: fc.constantFrom("\n", "\n", "\n", "\r\n", "\r"),
      rows: fc.array(fc.tuple(...columns), { minLength: rows, maxLength: rows }),
      counts: fc.constantFrom(null, null, 0, 1, 17),
      titles: fc.constantFrom("", "", "", "Export of today"),
      mark: fc.constantFrom("", "", "\ufeff"),
      end: fc.constantFrom(true, false),
      part: fc.constantFrom(1, 2, 3, 5, 10, 30, 100, 1000),
    }),
  );

/** Of both signs, in a column that ends at zero. */
const zeros = {
  delimiter: "," as const,
  lineEnd: "\n" as const,
  rows: ["0.000", "-0.000", "-2.25e-314", "0.000"].map((cell): [string, string] => [cell, "1.5"]),
  counts: null,
  titles: "" as const,
  mark: "" as const,
  end: true,
  part: 10 as const,
};

test("the scan and DuckDB tell of a file what the lab's own reader and a look at each value tell", async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(table, async ({ delimiter, lineEnd, rows, counts, titles, mark, end, part }) => {
      const names = rows[0]!.map((_, place) => `name${place}`);
      const cells = counts === null ? rows : rows.map((row, index) => [String(index + counts), ...row]);
      const lines = [
        ...(titles ? [titles] : []),
        ...[counts === null ? names : ["id", ...names], ...cells].map((row) => row.join(delimiter)),
      ];
      writeFileSync(path, mark + lines.join(lineEnd) + (end ? lineEnd : ""));
      const thorough = await inOneNotation(false);
      expect(await inOneNotation(true)).toEqual(thorough);
      const standing = await asItStands(part);
      if (standing === null) return;
      taken += 1;
      expect(standing).toEqual(thorough);
    }),
    { ...fuzz, numRuns: inFull(3000, 60), examples: [[zeros]] },
  );
  expect(taken).toBeGreaterThan(inFull(600, 12));
});

const many = 3000;
const manyRows = (row: (index: number) => string): string =>
  `a,b,kind\n${Array.from({ length: many }, (_, index) => `${row(index)}\n`).join("")}`;

test.each<[string, string]>([
  ["fractions", manyRows((row) => `${row / 7},${(row * 7919) % 1009},${row % 3}`)],
  ["gaps", manyRows((row) => `${row % 7 ? row / 7 : "NA"},${row % 11 ? row : ""},${["x", "y"][row % 2]}`)],
  ["a few words", manyRows((row) => `${row % 500 ? row / 7 : "broken"},${row % 9 ? row : "?"},${row % 3}`)],
  ["codes", manyRows((row) => `${String(row).padStart(5, "0")},${row % 40},${row % 3}`)],
  [
    "thousands",
    manyRows((row) => `${row % 9}.${String(row % 1000).padStart(3, "0")},${row % 40},${row % 3}`),
  ],
  ["thousands and one that is clear", manyRows((row) => `${row ? "1.234" : "1.2"},${row % 40},${row % 3}`)],
  ["different texts", manyRows((row) => `text ${row},${row % 40},${row % 3}`)],
  ["dates", manyRows((row) => `2024-01-${(row % 28) + 1} ${row % 24}:${row % 60},${row % 40},${row % 3}`)],
  ["texts and numbers", manyRows((row) => `${row % 2 ? row : `x${row}`},${row % 40},${row % 3}`)],
  ["ids", manyRows((row) => `${row % 40},${row * 7},${row % 3}`).replace("a,b", "a,customer_id")],
  [
    "ids, one of them twice",
    manyRows((row) => `${row % 40},${Math.max(1, row) * 7},${row % 3}`).replace("b", "b_id"),
  ],
  ["counted rows", manyRows((row) => `${row + 1},${row % 40},${row % 3}`)],
  ["rows counted but for one", manyRows((row) => `${row === 2000 ? 7 : row},${row % 40},${row % 3}`)],
  ["nearly constant", manyRows((row) => `${row === 2999 ? 2 : 1},${row % 40},${row % 3}`)],
  ["words that are many", manyRows((row) => `w${row % 1001},${row % 40},${row % 3}`)],
  ["words that are nearly many", manyRows((row) => `w${row % 1000},${row % 40},${row % 3}`)],
  ["long numbers", manyRows((row) => `${row}.123456789012345678,${row}12345678901234567,${row % 3}`)],
  ["beyond a double", manyRows((row) => `${row}e306,${row % 40},${row % 3}`)],
  ["in quotes", manyRows((row) => `"${row / 7}","a, ""b"" ${row % 5}","${row % 3}"`)],
])("%s: so it is for more values than the scan keeps", async (_, text) => {
  writeFileSync(path, text);
  const few = ({ rows, described }: Read): unknown => ({
    rows,
    described: {
      ...described,
      columns: described.columns.map((each) => ({ ...each, values: Math.min(each.values, mostValues + 1) })),
    },
  });
  const thorough = few(await inOneNotation(false));
  expect(few(await inOneNotation(true))).toEqual(thorough);
  for (const part of [999, 10_000, Infinity]) expect(few((await asItStands(part))!)).toEqual(thorough);
});

test.each([
  ["plain", "a,b\n1,2\n3,4\n", true],
  ["Windows' line ends", "a,b\r\n1,2\r\n3,4", true],
  ["a mark", "\ufeffa,b\n1,2\n", true],
  ["a cell in quotes", 'a,b\n1,"2"\n', true],
  ["a doubled quote", 'a,b\n1,"a ""b"" c"\n', true],
  ["a comma in quotes", '"a","b"\n1,"a, b"\n', true],
  ["a line end in quotes", 'a,b\n1,"a\nb"\n', false],
  ["a quote that stays open", 'a,b\n1,"2\n3,4\n', false],
  ["a quote within", 'a,b\n1,2"\n', false],
  ["a blank behind quotes", 'a,b\n1,"2" \n', false],
  ["a blank in quotes", 'a,b\n1," "\n', false],
  ["a blank behind a delimiter", "a,b\n1, 2\n", false],
  ["a blank at a line's end", "a,b\n1,2 \n", false],
  ["a blank at the file's end", "a,b\n1,2 ", false],
  ["a blank of another kind", "a,b\n1,2\u3000\n", false],
  ["a blank of another kind at the file's end", "a,b\n1,2\u00a0", false],
  ["a blank of another kind within", "a,b\n1,2\u3000x\n", true],
  ["an empty line", "a,b\n\n1,2\n", false],
  ["an empty first line", "\na,b\n1,2\n", false],
  ["an empty row", "a,b\n,\n1,2\n", false],
  ["a row that is longer", "a,b\n1,2,3\n1,2\n", false],
  ["a row that is shorter", "a,b\n1\n1,2\n", false],
  ["a comment", "a,b\n# no row\n1,2\n", false],
  ["mixed line ends", "a,b\r\n1,2\n3,4\r\n", false],
  ["a lone return", "a,b\n1,2\r3,4\n", false],
  ["a return at the end", "a,b\r\n1,2\r\n3,4\r", false],
  ["a zero", "a,b\n1,\0\n", false],
])("%s: the file is read as it stands or not", async (_, text, plain) => {
  writeFileSync(path, text);
  const { dialect, layout } = await notationOf(path, "utf-8");
  const { delimiter } = dialect;
  const { columns, leading } = layout;
  const first = beforeRows(leading);
  for (let partLength = first; partLength < first + 12; partLength++) {
    const found = await scan(path, { delimiter, columns, leading, partLength });
    expect(found !== null).toBe(plain);
  }
});

test("pieces of a file may end anywhere", async () => {
  const rows = Array.from(
    { length: 150_000 },
    (_, row) => `${row},"w ${row % 7}","é${row % 5}",${row / 8}\r\n`,
  );
  writeFileSync(path, `id,a,b,c\r\n${rows.join("")}`);
  const found = (await scan(path, { delimiter: ",", columns: 4, leading: 1, partLength: Infinity }))!;
  expect(found).toMatchObject({ rows: 150_000, lineEnd: "\r\n", hasQuotes: true });
  expect(found.known.get(0)!.numbers).toMatchObject({ least: 0, most: 149_999, countsFrom: 0 });
  expect(found.known.get(1)!.words.map(({ text }) => text)).toEqual(
    Array.from({ length: 7 }, (_, n) => `w ${n}`),
  );
  expect(found.known.get(2)!.words.map(({ count }) => count)).toEqual(Array(5).fill(30_000));
  expect(found.known.get(3)!.numbers).toMatchObject({ least: 0, most: 149_999 / 8, areWhole: false });

  const inParts = (await scan(path, { delimiter: ",", columns: 4, leading: 1, partLength: 777_777 }))!;
  const { sample, ...numbers } = inParts.known.get(3)!;
  const { sample: other, ...rest } = found.known.get(3)!;
  expect(numbers).toEqual(rest);
  for (const few of [sample, other]) {
    expect(few.length).toBeGreaterThan(2000);
    expect(few.length).toBeLessThanOrEqual(4096);
    // Numbers of evenly spread rows: a tenth of them is in each tenth of the range.
    const tenths = Array.from({ length: 10 }, (_, tenth) => {
      const [from, to] = [tenth, tenth + 1].map((end) => (end * 150_000) / 80) as [number, number];
      return few.filter((value) => value >= from && value < to).length / few.length;
    });
    for (const share of tenths) expect(Math.abs(share - 0.1)).toBeLessThan(0.02);
  }
  for (const place of [0, 1, 2])
    expect(inParts.known.get(place)!.facts).toEqual(found.known.get(place)!.facts);
});
