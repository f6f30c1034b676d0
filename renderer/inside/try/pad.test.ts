import { expect, test } from "vitest";
import { centred, emptyPad, stroked } from "./pad";

const massOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

test("a stroke has soft edges, is about two pixels wide in 28 × 28, and only adds ink", () => {
  const line = stroked(emptyPad(28, 28), { x: 14, y: 4 }, { x: 14, y: 24 });
  const row = line.values.slice(14 * 28, 15 * 28);
  expect(row.filter((value) => value > 0 && value < 1).length).toBeGreaterThan(0);
  expect(massOf(row)).toBeGreaterThan(2);
  expect(massOf(row)).toBeLessThan(3.5);
  expect(Math.max(...line.values)).toBe(1);
  // It ends where it ends.
  expect(massOf(line.values.slice(0, 28))).toBe(0);
  const crossed = stroked(line, { x: 4, y: 14 }, { x: 24, y: 14 });
  crossed.values.forEach((value, place) => expect(value).toBeGreaterThanOrEqual(line.values[place]!));
});

test("a centred digit keeps its ink, and its centre of mass is in the middle to half a pixel", () => {
  const drawn = stroked(emptyPad(20, 15), { x: 3, y: 4 }, { x: 5, y: 9 });
  const { values } = centred(drawn);
  const mass = massOf(values);
  expect(mass).toBeCloseTo(massOf(drawn.values), 12);
  const x = massOf(values.map((value, place) => value * ((place % 15) + 0.5))) / mass;
  const y = massOf(values.map((value, place) => value * (Math.floor(place / 15) + 0.5))) / mass;
  expect(Math.abs(x - 7.5)).toBeLessThanOrEqual(0.5);
  expect(Math.abs(y - 10)).toBeLessThanOrEqual(0.5);
  expect(centred(emptyPad(2, 2))).toEqual(emptyPad(2, 2));
});
