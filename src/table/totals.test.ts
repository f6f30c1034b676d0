import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { errorsOf, lines, readText } from "./testing";

const names = "region,units,price";
const body = lines(40, (row) => `${["N", "S"][row % 2]},${row % 7},${row * 0.5}`);
const told = { code: "totalsLeftOut", level: "warning" };

describe("sums below a table are no rows", () => {
  test.each([
    ["Total,120,390.0", 1],
    ["Total:,120,", 1],
    ['"Grand total",120,390.0', 1],
    ["Summe,120,390.0", 1],
    ["합계,120,390", 1],
    ["合計,120,390", 1],
    [",Total,390", 1],
    ["Total,120,390\nMean,3,9.75\n", 2],
    ["\nTotal,120,390\n\nSource: ministry\n", 1],
  ])("%j", async (below, count) => {
    const table = await readText(`${names}\n${body}${below}`);
    expect(errorsOf(table)).toEqual([]);
    expect(table).toMatchObject({ rows: 40, problems: [told] });
    expect(table.problems[0]!.parameters).toMatchObject({ count });
    expect(table.columns.map(({ kind }) => kind)).toEqual(["category", "number", "number"]);
  });

  test("in another encoding, with decimal commas", async () => {
    const text = `Maß;Menge;Preis\n${lines(40, (row) => `groß;${row % 7};${row % 9},5`)}Summe;120;390,0\n`;
    expect(await readText(iconv.encode(text, "windows-1252"))).toMatchObject({ rows: 40, problems: [told] });
  });
});

test.each([
  ["rows that others follow", `${body}Total,120,390.0\nN,3,4.5\n`, 42],
  ["many of them", `${body}${lines(9, (row) => `total,${row},${row}.5`)}`, 49],
  ["the last of several", `${body}${lines(9, (row) => `total,${row},${row}.5\nN,1,2.5`)}total,3,4.5\n`, 59],
  ["longer words", `${body}Totally,120,390.0`, 41],
])("%s stay rows", async (_, content, rows) => {
  const table = await readText(`${names}\n${content}`);
  expect(table.rows).toBe(rows);
  expect(table.problems).not.toContainEqual(expect.objectContaining({ code: told.code }));
});
