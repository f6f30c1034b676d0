import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const text = readFileSync("docs/security.md", "utf8");

test("docs/security.md answers all twenty points, and every place that it names is there", () => {
  const points = [...text.matchAll(/^(\d+)\. \*\*/gm)].map((match) => Number(match[1]));
  expect(points).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  const places = [
    ...text.replace(/\s*\n\s*/g, " ").matchAll(/`([\w./-]+\.(?:ts|mjs|yml|html|json|md)):([^`]+)`/g),
  ];
  expect(places.length).toBeGreaterThan(40);
  const missing = places.filter(
    ([, file, what]) => !existsSync(file!) || !readFileSync(file!, "utf8").includes(what!),
  );
  expect(missing.map(([place]) => place)).toEqual([]);
});

test("nothing is opened in other programs", () => {
  const sources = ["electron", "src", "renderer"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  );
  const opening = sources.filter(
    (file) =>
      /(?<!\.test)\.(ts|vue)$/.test(file) &&
      /\bopenExternal\b|\bshell\b[^;]*\bfrom "electron"|\belectron\.shell\b/.test(readFileSync(file, "utf8")),
  );
  expect(opening).toEqual([]);
});
