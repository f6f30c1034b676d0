import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Pictures } from "./pictures";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "dropout-lab-pictures-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><rect width="1" height="1"/></svg>';
const picture = {
  title: "The network",
  note: "seed 1",
  svg,
  rows: [
    ["node", "value"],
    [1, 0.5],
  ],
};

test("pictures are kept in the order in which they were added, run by run", async () => {
  const pictures = new Pictures(folder);
  await pictures.add("b", picture);
  await pictures.add("a", { ...picture, title: "Masks" });
  await pictures.add("a", picture);
  expect(pictures.of(["a", "b", "c"]).map(({ runId, number, title }) => [runId, number, title])).toEqual([
    ["a", 1, "Masks"],
    ["a", 2, "The network"],
    ["b", 1, "The network"],
  ]);
  await pictures.remove("a", 1);
  await pictures.remove("a", 7);
  expect(pictures.of(["a"])).toEqual([{ ...picture, runId: "a", number: 2 }]);
});

test("what a report must not run is refused, also from a changed file; a damaged file is left out", async () => {
  const pictures = new Pictures(folder);
  const script = { ...picture, svg: svg.replace("<rect", "<script>alert(1)</script><rect") };
  await expect(pictures.add("a", script)).rejects.toMatchObject({ code: "chartRefused" });
  expect(readdirSync(folder)).toEqual([]);
  await pictures.add("a", picture);
  const kept = JSON.parse(readFileSync(join(folder, "a", "1.json"), "utf8")) as object;
  writeFileSync(join(folder, "a", "2.json"), JSON.stringify({ ...kept, ...script }));
  writeFileSync(join(folder, "a", "3.json"), "{");
  expect(pictures.of(["a"]).map(({ number }) => number)).toEqual([1]);
});
