import { expect, test } from "vitest";
import { dataSources, kindOfSource } from "../data/kinds";
import { foldsOf, resampled, resamplingFor, resamplings, resamplingsFor } from "./resampling";

const data = { seed: 7, train: 100, validation: 25, test: 10 };

test("without resampling all seeds have the data of the document", () => {
  for (const seed of [0, 1, 2, 0xffffffff]) expect(resampled(data, "none", seed)).toBe(data);
});

test.each(["draws", "splits"] as const)(
  "%s: seed 1 has the document's data, and no two have the same",
  (kind) => {
    expect(resampled(data, kind, 1)).toEqual(data);
    const seeds = [0, ...Array.from({ length: 2000 }, (_, index) => index + 1), 0xffffffff];
    const drawn = seeds.map((seed) => resampled(data, kind, seed));
    expect(new Set(drawn.map(({ seed }) => seed)).size).toBe(seeds.length);
    for (const { seed, ...others } of drawn) {
      expect(Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff).toBe(true);
      expect({ ...others, seed: 7 }).toEqual(data);
    }
  },
);

test("neighbouring seeds of the data share no draw among 1000 seeds of runs", () => {
  const drawn = [1, 2, 3, 4].flatMap((own) =>
    Array.from({ length: 1000 }, (_, seed) => resampled({ ...data, seed: own }, "draws", seed).seed),
  );
  expect(new Set(drawn).size).toBe(4000);
});

test("folds: k seeds in a row go through all folds of one order, the next k through those of another", () => {
  expect(foldsOf(data)).toBe(5);
  const all = Array.from({ length: 12 }, (_, index) => resampled(data, "folds", index + 1));
  expect(all.map(({ fold }) => fold)).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1]);
  const orders = all.map(({ seed }) => seed);
  expect(orders.slice(0, 5)).toEqual([7, 7, 7, 7, 7]);
  expect(new Set(orders.slice(5, 10)).size).toBe(1);
  expect(new Set(orders).size).toBe(3);
});

test("every source has a way of resampling, and a choice moves along to another source", () => {
  for (const source of dataSources) {
    const allowed = resamplingsFor(source);
    expect(allowed[0]).toBe("none");
    expect(allowed.includes("draws")).toBe(
      kindOfSource(source).shape({ source }) !== null || !allowed.includes("splits"),
    );
    for (const current of resamplings) expect(allowed).toContain(resamplingFor(source, current));
    expect(resamplingFor(source, "none")).toBe("none");
  }
  expect(resamplingFor("csv", "draws")).toBe("splits");
  expect(resamplingFor("moons", "folds")).toBe("draws");
});
