import fc from "fast-check";
import { expect, test } from "vitest";
import { logTicks, tickNotation } from "./ticks";

/** The tick labels of an axis with this range and length. */
function named(from: number, to: number, length = 250, room = 18): string[] {
  const ticks = logTicks(from, to, length, room);
  return ticks.map(tickNotation(ticks));
}

test.each([
  [0.0001, 2, ["0.0001", "0.001", "0.01", "0.1", "1"]],
  [0.00001, 2, ["10⁻⁵", "10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "10⁰"]],
  [0.01, 2, ["0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "2"]],
  [1, 100_000, ["1", "10", "100", "1,000", "10,000", "100,000"]],
  [1, 2_000_000, ["10⁰", "10¹", "10²", "10³", "10⁴", "10⁵", "10⁶"]],
  [
    1e-12,
    1,
    [
      "10⁻¹²",
      "10⁻¹¹",
      "10⁻¹⁰",
      "10⁻⁹",
      "10⁻⁸",
      "10⁻⁷",
      "10⁻⁶",
      "10⁻⁵",
      "10⁻⁴",
      "10⁻³",
      "10⁻²",
      "10⁻¹",
      "10⁰",
    ],
  ],
  [1e-30, 1, ["10⁻³⁰", "10⁻²⁷", "10⁻²⁴", "10⁻²¹", "10⁻¹⁸", "10⁻¹⁵", "10⁻¹²", "10⁻⁹", "10⁻⁶", "10⁻³", "10⁰"]],
  [0.3, 0.9, ["0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9"]],
  [0.31, 0.35, ["0.31", "0.32", "0.33", "0.34", "0.35"]],
  [0.3101, 0.3104, ["0.3101", "0.3102", "0.3103", "0.3104"]],
  [2, 70, ["2", "5", "10", "20", "50"]],
  [3e-7, 5e-7, ["3·10⁻⁷", "3.5·10⁻⁷", "4·10⁻⁷", "4.5·10⁻⁷", "5·10⁻⁷"]],
])("a logarithmic axis from %s to %s", (from, to, expected) => {
  expect(named(from, to)).toEqual(expected);
});

test("the only power of ten of a short axis keeps its tick", () => {
  expect(named(1.000001, 57, 60)).toEqual(["2", "10", "50"]);
});

test("one notation on an axis, every power of ten where all fit, and room between any two", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -20, max: 8, noNaN: true }),
      fc.double({ min: 0.01, max: 20, noNaN: true }),
      fc.integer({ min: 60, max: 1200 }),
      (start, decades, length) => {
        const [from, to] = [10 ** start, 10 ** (start + decades)];
        const ticks = logTicks(from, to, length, 18);
        const names = ticks.map(tickNotation(ticks));
        const isPower = (name: string) => name.includes("10⁻") || /10[⁰¹²³⁴⁵⁶⁷⁸⁹]/.test(name);
        expect(new Set(names.map(isPower)).size).toBeLessThanOrEqual(1);
        expect(new Set(names).size).toBe(names.length);
        const powers = Array.from({ length: 60 }, (_, index) => Number(`1e${index - 30}`));
        const inside = powers.filter((power) => power >= from && power <= to);
        if (decades <= 1) return;
        if (length / decades >= 18) expect(ticks).toEqual(expect.arrayContaining(inside));
        const gaps = ticks.slice(1).map((tick, index) => Math.log10(tick / ticks[index]!));
        for (const gap of gaps) expect((gap * length) / decades).toBeGreaterThanOrEqual(18 - 1e-6);
      },
    ),
    {
      // Just above a power of ten, and short: 10 is the only one in view.
      examples: [
        [4.35e-10, 1.76, 60],
        [0.01, 1.76, 60],
      ],
      seed: 29,
      numRuns: 2000,
    },
  );
});

test("a linear axis of small numbers has one notation too", () => {
  expect([0, 0.0005, 0.001].map(tickNotation([0, 0.0005, 0.001]))).toEqual(["0", "0.0005", "0.001"]);
  expect([0, 5e-6, 1e-5].map(tickNotation([0, 5e-6, 1e-5]))).toEqual(["0", "5·10⁻⁶", "10⁻⁵"]);
  expect([-2e-5, 0].map(tickNotation([-2e-5, 0]))).toEqual(["−2·10⁻⁵", "0"]);
});
