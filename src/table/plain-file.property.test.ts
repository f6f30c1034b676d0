import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { fuzz, inFull } from "../test-size";
import { type Engine, loadCells, loadPlainCells, openEngine } from "./duckdb";
import { normalise, notationOf } from "./normalise";
import { plainFile } from "./plain-file";

const folder = mkdtempSync(join(tmpdir(), "dropout-lab-plain-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "table.csv");

async function rowsOf(load: (engine: Engine) => Promise<unknown>): Promise<unknown> {
  const engine = await openEngine(folder);
  try {
    if ((await load(engine)) === null) return null;
    return await engine.rows("SELECT * REPLACE (n::DOUBLE AS n) FROM cells ORDER BY n");
  } finally {
    engine.close();
  }
}

/** The rows as DuckDB reads the file itself; null where the lab leaves that. */
async function asItStands(): Promise<unknown> {
  const { dialect, layout } = await notationOf(path, "utf-8");
  const plain = await plainFile(path, dialect);
  if (!plain) return null;
  const { columns, leading } = layout;
  const { delimiter } = dialect;
  return rowsOf(async (engine) => {
    const rows = await loadPlainCells(engine, path, { ...plain, delimiter, columns, leading });
    return rows === plain.lines - leading ? rows : null;
  });
}

async function inOneNotation(): Promise<unknown> {
  const notation = await notationOf(path, "utf-8");
  const normal = join(folder, "normal.csv");
  const { longest } = await normalise(path, "utf-8", notation, normal);
  return rowsOf((engine) => loadCells(engine, normal, { columns: notation.layout.columns, longest }));
}

const cell = fc.oneof(
  fc.constantFrom("1", "2.5", "-3", "red", "파랑", "", "'", "\\", "a#b", "NULL", "0x1", "1_0"),
  fc.string({ maxLength: 3 }).filter((text) => !/[\ud800-\udfff]/.test(text)),
  fc.constantFrom(" ", "\u00a0", "\u3000", '"', "\t", "x y", "#", "%", "\n", "\r", "\0", "\ufeff", "//"),
);
const table = fc.record({
  delimiter: fc.constantFrom(",", ";", "\t", "|"),
  lineEnd: fc.constantFrom("\n", "\n", "\r\n", "\r"),
  rows: fc.array(fc.tuple(fc.constantFrom("1", "2", "3.5"), cell, fc.constantFrom("a", "b", "7")), {
    minLength: 2,
    maxLength: 12,
  }),
  // Most tables are plain.
  isPlain: fc.constantFrom(true, true, false),
  titles: fc.constantFrom("", "", "Export of today"),
  mark: fc.constantFrom("", "", "\ufeff"),
  end: fc.constantFrom(true, false),
});

test("where the lab lets DuckDB read a file as it stands, the rows are those of the lab's own reader", async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(table, async ({ delimiter, lineEnd, rows, isPlain, titles, mark, end }) => {
      const cells = rows.map(([one, odd, last]) => [one, isPlain ? "word" : odd, last]);
      const lines = [
        ...(titles ? [titles] : []),
        ...[["x", "y", "z"], ...cells].map((row) => row.join(delimiter)),
      ];
      writeFileSync(path, mark + lines.join(lineEnd) + (end ? lineEnd : ""));
      const standing = await asItStands();
      if (standing === null) return;
      taken += 1;
      expect(standing).toEqual(await inOneNotation());
    }),
    { ...fuzz, numRuns: inFull(3000, 150) },
  );
  expect(taken).toBeGreaterThan(inFull(600, 30));
});

test.each([
  ["plain", "a,b\n1,2\n3,4\n", true],
  ["Windows' line ends", "a,b\r\n1,2\r\n3,4", true],
  ["a mark", "\ufeffa,b\n1,2\n", true],
  ["a quote", 'a,b\n1,"2"\n', false],
  ["a blank behind a delimiter", "a,b\n1, 2\n", false],
  ["a blank at a line's end", "a,b\n1,2 \n", false],
  ["a blank at the file's end", "a,b\n1,2 ", false],
  ["a blank of another kind", "a,b\n1,2\u3000\n", false],
  ["an empty line", "a,b\n\n1,2\n", false],
  ["an empty first line", "\na,b\n1,2\n", false],
  ["a comment", "a,b\n# no row\n1,2\n", false],
  ["mixed line ends", "a,b\r\n1,2\n3,4\r\n", false],
  ["a lone return", "a,b\n1,2\r3,4\n", false],
  ["a zero", "a,b\n1,\0\n", false],
])("%s: the file is read as it stands or not", async (_, text, plain) => {
  writeFileSync(path, text);
  const { dialect } = await notationOf(path, "utf-8");
  expect((await plainFile(path, dialect)) !== null).toBe(plain);
});
