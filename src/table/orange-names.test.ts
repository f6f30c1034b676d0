import { expect, test } from "vitest";
import { errorsOf, lines, readText } from "./testing";

test.each(["\t", ","])("Orange's names of one line tell kinds and roles", async (sign) => {
  const head = ["m#note", "D#sex", "C#height", "iC#rest", "cD#group"].join(sign);
  const body = lines(30, (at) => ["n" + (at % 3), "mf"[at % 2], at + 0.5, at % 4, "xyz"[at % 3]].join(sign));
  const table = await readText(`${head}\n${body}`);
  expect(errorsOf(table)).toEqual([]);
  expect(table).toMatchObject({ format: "orange", rows: 30, target: 4, task: "classification" });
  expect(table.columns.map(({ name, kind, role }) => [name, kind, role])).toEqual([
    ["note", "category", "left out"],
    ["sex", "category", "feature"],
    ["height", "number", "feature"],
    ["rest", "number", "left out"],
    ["group", "category", "target"],
  ]);
});

test("names that only look so stay as they are", async () => {
  const table = await readText(`C#1,C#2,y\n${lines(30, (at) => `${at}.5,${at % 7},${at % 2}`)}`);
  expect(table).toMatchObject({ format: "text" });
  expect(table.columns.map(({ name }) => name)).toEqual(["C#1", "C#2", "y"]);
});
