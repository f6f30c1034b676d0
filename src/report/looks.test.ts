import fc from "fast-check";
import { expect, test } from "vitest";
import { placedLabels } from "./end-labels";
import { looksOf, togetherLooks } from "./looks";
import { markedPoints, markerPath, markers } from "./markers";
import { neutral } from "./palette";

const keys = (rates: readonly number[]) =>
  looksOf(rates).map(({ ink, marker }) => `${ink.light} ${marker?.shape} ${marker?.hollow}`);
const sweep = (rates: readonly number[], times: number) => Array.from({ length: times }, () => rates).flat();

test.each([
  ["6 rates", [0, 0.1, 0.2, 0.3, 0.4, 0.5]],
  ["19 rates", Array.from({ length: 20 }, (_, index) => index / 20)],
  ["100 rates", Array.from({ length: 100 }, (_, index) => index / 100)],
  ["4 rates × 3 sizes", sweep([0, 0.1, 0.3, 0.5], 3)],
  ["2 rates × 3 sizes", sweep([0, 0.3], 3)],
  ["9 variants of one rate", sweep([0.3], 9)],
  ["100 variants of one rate", sweep([0.3], 100)],
])("no two variants look the same: %s", (_, rates) => {
  expect(new Set(keys(rates)).size).toBe(rates.length);
});

test("up to eight variants of one experiment without sizes need no marker", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 8 }),
      (percents) => {
        const dropping = percents.filter((percent) => percent > 0);
        const looks = looksOf(percents.map((percent) => percent / 100));
        if (dropping.length <= 7) expect(looks.every(({ marker }) => marker === null)).toBe(true);
        expect(looks[percents.indexOf(0)]?.ink ?? neutral).toBe(neutral);
      },
    ),
  );
});

test("colours follow the rate, wherever it stands in the list", () => {
  const [high, none, low] = looksOf([0.5, 0, 0.1]);
  expect([none, low, high].map((look) => look!.ink)).toEqual(looksOf([0, 0.1, 0.5]).map(({ ink }) => ink));
});

test("what has the same rate has the same colour and another marker", () => {
  const looks = looksOf(sweep([0, 0.1, 0.3, 0.5], 2));
  for (const index of [0, 1, 2, 3]) {
    expect(looks[index]!.ink).toEqual(looks[index + 4]!.ink);
    expect(looks[index]!.marker).not.toEqual(looks[index + 4]!.marker);
  }
});

test("experiments that are shown together keep their looks, and none looks like another's", () => {
  const rates = [0, 0.1, 0.3, 0.5];
  const one = looksOf(rates);
  const [first, second, ...others] = togetherLooks([one, looksOf([0, 0.3]), looksOf(rates), looksOf(rates)]);
  expect(first).toEqual(one);
  expect(second!.map(({ ink }) => ink)).toEqual(looksOf([0, 0.3]).map(({ ink }) => ink));
  const all = [first!, second!, ...others].flat();
  const looks = all.map(({ ink, marker }) => `${ink.light} ${marker?.shape} ${marker?.hollow}`);
  expect(new Set(looks).size).toBe(all.length);
  expect(new Set(all.map(({ index }) => index)).size).toBe(all.length);
});

test("two experiments that nothing makes alike keep every look", () => {
  const [categories, scale] = [looksOf([0.3, 0.3]), looksOf([0, 0.1])];
  const together = togetherLooks([categories, scale]).flat();
  expect(together.map(({ ink, marker }) => ({ ink, marker }))).toEqual(
    [...categories, ...scale].map(({ ink, marker }) => ({ ink, marker })),
  );
});

test("thirty experiments of the same rates are told apart", () => {
  const together = togetherLooks(Array.from({ length: 30 }, () => looksOf([0, 0.3]))).flat();
  const looks = together.map(({ ink, marker }) => `${ink.light} ${marker?.shape} ${marker?.hollow}`);
  expect(new Set(looks).size).toBe(60);
});

test("markers are shapes without a number that is none, each another", () => {
  const paths = markers.map((marker) => markerPath(marker, 10, 20, 4));
  for (const path of paths) expect(path).not.toMatch(/NaN|undefined/);
  expect(new Set(markers.map(({ shape, hollow }) => `${shape} ${hollow}`)).size).toBe(markers.length);
});

test("markers stand apart, and never in a gap", () => {
  const points = Array.from({ length: 500 }, (_, x): [number, number] => [x, x % 7 === 0 ? NaN : 1]);
  const marked = markedPoints(points, 3);
  expect(marked.length).toBeGreaterThan(5);
  marked.slice(1).forEach(([x], index) => expect(x - marked[index]![0]).toBeGreaterThanOrEqual(64));
  expect(marked.every(([, y]) => y === 1)).toBe(true);
});

test("names at the ends of curves stay in the chart and off each other", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -50, max: 350, noNaN: true }), { maxLength: 120 }), (ends) => {
      const placed = placedLabels(
        ends.map((y, index) => ({ y, name: String(index) })),
        0,
        300,
      );
      if (ends.length <= 23) expect(placed).toHaveLength(ends.length);
      placed.forEach(({ at }, index) => {
        expect(at).toBeLessThanOrEqual(300);
        expect(at).toBeGreaterThanOrEqual(-1e-9);
        if (index > 0) expect(at - placed[index - 1]!.at).toBeGreaterThanOrEqual(13 - 1e-9);
      });
    }),
  );
});
