import { expect, test } from "vitest";
import { rateLines } from "./rates";
import { SeriesStore } from "./store";
import { group, record } from "./testing";

test("runs with the same course share a line, also one that has not come as far, and another has its own", () => {
  const series = new SeriesStore([group("a", 4)]);
  const add = (seed: number, ...rates: number[]) =>
    rates.forEach((learningRate, index) => {
      series.add(`a${seed}`, { ...record(index + 1, 1), learningRate });
    });
  add(1, 0.4);
  add(2, 0.4, 0.2, 0.1);
  add(3, 0.4, 0.4, 0.2);
  const lines = rateLines(series, "learningRate");
  expect(lines.map(({ points }) => points.map(({ value }) => value))).toEqual([
    [0.4, 0.2, 0.1],
    [0.4, 0.4, 0.2],
  ]);
  expect(lines.map(({ runs }) => runs.map(({ seed }) => seed))).toEqual([[2, 1], [3]]);
  expect(rateLines(series, "rateFactor")).toEqual([]);
});
