import { expect, test } from "vitest";
import { lines, readText } from "./testing";

/** Rows of which each value of the first column has several. */
async function groupOf(name: string, valueAt: (row: number) => string | number, count = 300) {
  const text = `${name},size,state\n${lines(count, (row) => `${valueAt(row)},${row % 31},${row % 3 ? "well" : "ill"}`)}`;
  const { group, columns } = await readText(text);
  return { group, role: columns[0]!.role, code: columns[0]!.reason.code };
}
const proposed = { group: 0, role: "left out", code: "namesGroups" };

test.each([
  ["patient_id", (row: number) => 4100 + Math.floor(row / 5)],
  ["Patient ID", (row: number) => `P${Math.floor(row / 5)}`],
  ["patient", (row: number) => `p${row % 9}`],
  ["subject", (row: number) => 301 + (row % 18)],
  ["Subject", (row: number) => `S${row % 40}`],
  ["customer_no", (row: number) => `00${10 + (row % 30)}`],
  ["Kunden-Nr", (row: number) => 5000 + (row % 30)],
  ["환자번호", (row: number) => 100200 + Math.floor(row / 4)],
  ["환자", (row: number) => `환자${row % 20}`],
  ["患者番号", (row: number) => row % 12],
])("%s says whose the rows are", async (name, valueAt) => {
  expect(await groupOf(name, valueAt)).toEqual(proposed);
});

test("so do more different numbers than the scan keeps", async () => {
  expect(await groupOf("user_id", (row) => 70_000 + 3 * (row % 1500), 6000)).toEqual(proposed);
});

test.each([
  ["subject", (row: number) => ["maths", "physics", "music", "sport", "art", "latin"][row % 6]!],
  ["patient_id", (row: number) => 4100 + row],
  ["patient", (row: number) => ["new", "known"][row % 2]!],
  ["group", (row: number) => `g${row % 9}`],
  ["product_id", (row: number) => row % 9],
  ["user", (row: number) => row / 7],
])("%s of these values does not", async (name, valueAt) => {
  expect(await groupOf(name, valueAt)).toMatchObject({ group: null });
});

test("what is to be predicted is no group", async () => {
  const text = `speaker,pitch\n${lines(300, (row) => `s${row % 9},${row % 31}`)}`;
  expect(await readText(text, { target: "speaker" })).toMatchObject({ group: null, target: 0 });
});
