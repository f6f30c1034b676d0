import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import iconv from "iconv-lite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openTerminal, type Terminal } from "./testing";

let terminal: Terminal;
beforeEach(() => void (terminal = openTerminal()));
afterEach(() => terminal.close());

function table(name: string, content: string, encoding = "utf-8"): string {
  writeFileSync(join(terminal.folder, name), iconv.encode(content, encoding));
  return name;
}

const rows = (count: number, row: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => `${row(at)}\r\n`).join("");

test("lab data reads a file as it is told to", async () => {
  const file = join(terminal.folder, "told.txt");
  writeFileSync(
    file,
    rows(40, (row) => `${row % 7}~${row % 5},5~${"ab"[row % 2]}`),
  );
  const told = ["--delimiter", "~", "--decimal", ",", "--encoding", "windows-1252", "--no-header", "--json"];
  const { code, output, errors } = await terminal.lab("data", file, ...told);
  expect([code, errors]).toEqual([0, ""]);
  expect(JSON.parse(output)).toMatchObject({
    delimiter: "~",
    decimal: ",",
    encoding: "windows-1252",
    header: false,
    rows: 40,
  });
  const refused = await terminal.lab("data", file, "--delimiter", "no");
  expect([refused.code, refused.errors]).toEqual([
    2,
    expect.stringContaining("one character, tab or spaces"),
  ]);
});

test("lab data --json has the fields that docs/data.md names, and --csv writes the table as read", async () => {
  const file = table(
    "ernte.csv",
    `Ernte 2023\r\nNr;Länge;Sorte\r\n${rows(12, (at) => `${at + 1};${at % 5},5;${at % 2 ? "süß" : "sauer"}`)};;\r\n`,
    "windows-1252",
  );
  const { code, output, errors } = await terminal.lab("data", file, "--json", "--csv", "out.csv");
  expect([code, errors]).toEqual([0, ""]);
  expect(JSON.parse(output)).toEqual({
    format: "text",
    encoding: "windows-1252",
    delimiter: ";",
    decimal: ",",
    header: true,
    skippedLines: 1,
    emptyRows: 1,
    emptyColumns: 0,
    rows: 12,
    columns: [
      { number: 1, name: "Nr", kind: "number", role: "left out", reason: "counts the rows" },
      { number: 2, name: "Länge", kind: "number", role: "feature", reason: "numbers from 0.5 to 4.5" },
      { number: 3, name: "Sorte", kind: "category", role: "target", reason: "the only column of words" },
    ],
    target: "Sorte",
    task: "classification",
    classes: ["sauer", "süß"],
    features: 1,
    gaps: { cells: 0, rows: 0, columns: [] },
    duplicates: 7,
    splits: {
      division: "stratified",
      group: null,
      train: 8,
      validation: 2,
      test: 2,
      classes: [
        { name: "sauer", train: 4, validation: 1, test: 1 },
        { name: "süß", train: 4, validation: 1, test: 1 },
      ],
      majority: { name: "sauer", train: 0.5, validation: 0.5, test: 0.5 },
      duplicates: expect.any(Object),
    },
    problems: [],
  });
  expect(readFileSync(join(terminal.folder, "out.csv"), "utf8")).toMatch(
    /^Nr,Länge,Sorte\n1,0\.5,sauer\n2,1\.5,süß\n/,
  );
});

test("lab data as text tells notation, columns, target, classes and gaps", async () => {
  const file = table(
    "ships.txt",
    `w\th\tside\n${rows(20, (at) => `${at % 7}.5\t${at % 5 || ""}\t${"lr"[at % 2]}`)}`,
  );
  const { code, output } = await terminal.lab("data", file);
  expect(code).toBe(0);
  expect(output).toMatch(/^20 rows, 3 columns; 2 features\nutf-8, tabs, decimal points, with a header$/m);
  expect(output).toMatch(/^2 +h +number +feature +4 +numbers from 1 to 4$/m);
  expect(output).toMatch(
    /^target: side \(classification\)\nclasses: l \(10\), r \(10\); the largest has 50\.0% of the rows$/m,
  );
  expect(output).toMatch(/^gaps: 4 cells in 4 rows$/m);
  // Four of the 20 rows have gaps and are left out.
  expect(output).toMatch(
    /^splits: 12 to train with, 2 to validate with and 2 to test with, stratified by class$/m,
  );
  expect(output).toMatch(/^class +training +validation +test\nl +\d+ +\d+ +\d+\nr /m);
  expect(output).toMatch(/^always "[lr]" +\d+\.\d% +\d+\.\d% +\d+\.\d%$/m);
});

test("lab data tells rows that stand in two splits, a class that a split lacks, and no splits of what cannot be trained on", async () => {
  const row = (at: number) => (at < 20 ? "1.5,2,a" : at < 39 ? `${at * 1.5},${at % 5},b` : "7,7,rare");
  const file = table("twins.csv", `w,h,kind\n${rows(40, row)}`);
  const { output } = await terminal.lab("data", file, "--json", "--target", "kind");
  const { splits } = JSON.parse(output) as { splits: Record<string, unknown> };
  const [a] = splits["classes"] as Record<string, unknown>[];
  expect(splits).toMatchObject({ division: "stratified", train: 28, validation: 6, test: 6 });
  expect(a).toMatchObject({ name: "a", train: 14 });
  // Every row of class a has twins that are trained on.
  expect(splits["duplicates"]).toEqual({ validation: a!["validation"], test: a!["test"] });
  expect(splits["majority"]).toMatchObject({ name: "a", train: 0.5 });
  const text = (await terminal.lab("data", file, "--target", "kind")).output;
  expect(text).toMatch(/^warning: 3 of 6 validation rows are equal to a training row$/m);
  expect(text).toMatch(/^warning: no (?:training|validation|test) samples of class rare$/m);
  const regression = JSON.parse(
    (await terminal.lab("data", file, "--json", "--target", "1")).output,
  ) as object;
  expect(regression).toMatchObject({ task: "regression", splits: { classes: [], majority: null } });
  const broken = table("words.csv", `w,h,kind\n1,2\n${rows(40, row)}`);
  expect(JSON.parse((await terminal.lab("data", broken, "--json")).output)).toMatchObject({ splits: null });
});

test("every problem is told at once, and the exit code says that there is one", async () => {
  const file = table(
    "broken.csv",
    `w,h,side\n1,2\n${rows(30, (at) => `${at === 3 ? "tall" : at * 1.5},${at % 5},l`)}`,
  );
  const { code, output } = await terminal.lab("data", file);
  expect(code).toBe(2);
  expect(output.match(/^problem: /gm)).toHaveLength(3);
  const named = await terminal.lab("data", file, "--target", "heigth");
  expect([named.code, named.output]).toEqual([2, expect.stringContaining("There is no column heigth.")]);
  expect((await terminal.lab("data", "nowhere.csv")).code).toBe(2);
});

test("a file of several parts is read on threads as a whole", async () => {
  const file = join(terminal.folder, "large.csv");
  const words = ["red", "blue", "NA", ""];
  const lines = Array.from({ length: 900_000 }, (_, row) => {
    const value = ((row * 7919) % 1_000_003) / 8;
    return `${row + 1},${value},${words[row % 4]},${row % 256},${row % 3 ? "yes" : "no"}\n`;
  });
  writeFileSync(file, `id,value,word,pixel,kind\n${lines.join("")}`);
  const { code, output, errors } = await terminal.lab("data", file, "--json", "--target", "kind");
  expect([code, errors]).toEqual([0, ""]);
  const told = JSON.parse(output) as { columns: { name: string; kind: string; role: string }[] };
  expect(told).toMatchObject({ rows: 900_000, features: 3, gaps: { cells: 450_000, rows: 450_000 } });
  expect(told).toMatchObject({ duplicates: 0, classes: ["no", "yes"], task: "classification" });
  expect(told.columns.map(({ name, kind, role }) => [name, kind, role])).toEqual([
    // It counts the rows, over all parts.
    ["id", "number", "left out"],
    ["value", "number", "feature"],
    ["word", "category", "feature"],
    ["pixel", "number", "feature"],
    ["kind", "boolean", "target"],
  ]);
  // Its last row is in the last part: it was there before.
  writeFileSync(file, `id,value,word,pixel,kind\n${lines.join("")}900001${lines[0]!.slice(1)}`);
  const again = await terminal.lab("data", file, "--json", "--target", "kind");
  expect(JSON.parse(again.output)).toMatchObject({ rows: 900_001, duplicates: 1 });
});
