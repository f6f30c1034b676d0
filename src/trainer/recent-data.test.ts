import { expect, test } from "vitest";
import type { Dataset } from "../data/dataset";
import { RecentData } from "./recent-data";

/** Of 8 bytes a row: an input and a target. */
function dataOf(rows: number): Dataset {
  const empty = { inputs: new Float32Array(), targets: new Float32Array(), rows: 0 };
  const train = { inputs: new Float32Array(rows), targets: new Float32Array(rows), rows };
  const preparation = { target: { task: "classification" as const, classes: [] } };
  return {
    task: "classification",
    features: 1,
    outputs: 2,
    preparation,
    train,
    validation: empty,
    test: empty,
  };
}

async function loadsOf(limit: number, rows: number, keys: string): Promise<string> {
  const recent = new RecentData(limit);
  let loaded = "";
  for (const key of keys) {
    await recent.get(key, async () => {
      loaded += key;
      return dataOf(rows);
    });
  }
  return loaded;
}

test("what fits is loaded once, in whatever order it is asked for", async () => {
  expect(await loadsOf(8 * 10 * 3, 10, "abcabccba")).toBe("abc");
});

test("beyond the limit the least recently used one goes", async () => {
  expect(await loadsOf(8 * 10 * 3, 10, "abcadab")).toBe("abcdb");
});

test("without room only the newest is kept", async () => {
  expect(await loadsOf(0, 10, "aabba")).toBe("aba");
});

test("once nothing is to be kept, it is loaded again", async () => {
  const recent = new RecentData(8 * 10 * 3);
  let loads = 0;
  const get = () => recent.get("a", async () => (loads++, dataOf(10)));
  await get();
  recent.clear();
  await get();
  expect(loads).toBe(2);
});
