import { expect, test } from "vitest";
import { lines, readText } from "./testing";

test.each<[string, string]>([
  ["as it stands", `a,b,kind\n${lines(200_000, (row) => `${row},${row % 7},${row % 3}`)}`],
  ["in another notation", `a, b, kind\n${lines(200_000, (row) => `${row}, ${row % 7}, ${row % 3}`)}`],
  ["of JSON records", lines(60_000, (row) => JSON.stringify({ a: row, b: row % 7, kind: row % 3 }))],
])("%s: the share that is read grows to the end", async (_, text) => {
  const shares: number[] = [];
  await readText(text, { progress: (share) => shares.push(share) });
  expect(shares.length).toBeGreaterThan(3);
  expect(shares).toEqual([...shares].sort((one, other) => one - other));
  expect(shares[0]).toBeGreaterThan(0);
  expect(shares[0]).toBeLessThan(0.5);
  expect(shares.at(-1)).toBeGreaterThan(0.8);
  expect(shares.at(-1)).toBeLessThanOrEqual(1);
});
