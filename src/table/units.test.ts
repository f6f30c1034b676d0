import { expect, test } from "vitest";
import { lines, readText } from "./testing";

const rows = lines(
  30,
  (row) =>
    `${((row * 13) % 30) / 7},${row * 1.5},2024-01-0${1 + (row % 9)},${"xy"[row % 2]},${(row * 37) % 11}`,
);

test.each([
  "s,m/s,,,kg",
  "[s],[m/s],[UTC],[-],[kg]",
  "(°C),(hPa),-,-,(l/min)",
  "s,-,-,-,-",
  "mg dL^-1,W·m⁻²,,,%",
  "kWh,USD,,,1",
  "µmol/L,Ω,date,,ppm",
  "원,명,,,개",
  "float64,int64,date,str,float32",
])("a row of units below the header is none of the table: %s", async (units) => {
  const table = await readText(`t,v,day,kind,m\n${units}\n${rows}`);
  const plain = await readText(`t,v,day,kind,m\n${rows}`);
  const { problems, ...others } = table;
  expect(problems).toMatchObject([{ level: "warning", code: "unitsLeftOut" }]);
  expect({ ...others, skippedLines: others.skippedLines - 1, problems: [] }).toEqual(plain);
});

test("it is left out in each notation", async () => {
  const units = "s;m/s;;;kg";
  for (const end of ["\n", "\r\n", "\n\n"]) {
    const table = await readText(
      `t;v;day;kind;m\n${units}\n${rows.replaceAll(",", ";")}`.replaceAll("\n", end),
    );
    expect(table).toMatchObject({ rows: 30, skippedLines: 1 });
  }
});

test("it is left out below a header that a person tells of, and stays where there is none", async () => {
  const text = `t,v,day,kind,m\ns,m/s,,,kg\n${rows}`;
  expect(await readText(text, { header: true })).toMatchObject({ rows: 30, header: true });
  expect(await readText(text, { header: false })).toMatchObject({ rows: 32, header: false });
});

test.each([
  ["words where numbers belong", "unknown,3,2024-01-01,x,1"],
  ["a row with gaps", "NA,-,2024-01-01,x,-"],
  ["a row without gaps", "3,4,2024-01-01,x,2"],
  ["a unit beside a number", "s,4,2024-01-01,x,2"],
  ["a unit in a row of the table", "s,,2024-01-01,x,"],
])("%s is a row of the table", async (_, row) => {
  const table = await readText(`t,v,day,kind,m\n${row}\n${rows}`);
  expect(table.rows).toBe(31);
  expect(table.problems).not.toContainEqual(expect.objectContaining({ code: "unitsLeftOut" }));
});

test("a table of letters has no units", async () => {
  const table = await readText(
    `a,b,kind\n${lines(30, (row) => `${"smA"[row % 3]},${"hdg"[row % 3]},${"mK"[row % 2]}`)}`,
  );
  expect(table).toMatchObject({ rows: 30, skippedLines: 0, problems: [] });
});
