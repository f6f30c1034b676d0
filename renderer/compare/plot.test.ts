import { expect, test } from "vitest";
import { coordinatesOf, cutIntervals, limitsOf, plotLines, possibleAxes, usualAxis } from "./plot";
import { comparedExperiment, rowsOf } from "./testing";

const rates = [0, 0.2].map((rate) => ({ name: `p = ${rate}`, rate }));
const sizes = [50, 100].flatMap((train) =>
  rates.map(({ name, rate }) => ({ name: `${name}, ${train}`, rate, train })),
);

test("rates alone: one pair of lines along the rate, with interval and seeds", () => {
  const rows = rowsOf([comparedExperiment("e", rates)], (variant, seed) => [
    9,
    variant === "p = 0" ? seed : 2,
  ]);
  expect(usualAxis(rows)).toBe("rate");
  const [correct, forgotten] = plotLines(rows, "rate", "loss");
  expect(correct).toMatchObject({ mode: "correct", number: 0, parts: {} });
  expect(correct!.points.map(({ x, y, seeds }) => [x, y, seeds])).toEqual([
    [0, 2, [1, 2, 3]],
    [0.2, 2, [2, 2, 2]],
  ]);
  // t(0.975, 2) · 1 / √3
  expect(correct!.points[0]!.high).toBeCloseTo(2 + 4.302652729911275 / Math.sqrt(3), 9);
  expect(forgotten!.points[0]).toMatchObject({ y: 3, seeds: [2, 3, 4] });
});

test("sizes are the axis where they are swept, with a line for each rate", () => {
  const rows = rowsOf([comparedExperiment("e", sizes)], () => [1]);
  expect(usualAxis(rows)).toBe("rows");
  const lines = plotLines(rows, "rows", "accuracy");
  expect(
    lines.map(({ mode, number, parts, points }) => [mode, number, parts, points.map(({ x }) => x)]),
  ).toEqual([
    ["correct", 0, { rate: 0 }, [50, 100]],
    ["forgotten", 0, { rate: 0 }, [50, 100]],
    ["correct", 1, { rate: 0.2 }, [50, 100]],
    ["forgotten", 1, { rate: 0.2 }, [50, 100]],
  ]);
});

test("what does not differ is no axis, and layers of different rates have no place on the axis of rates", () => {
  const { experiment } = comparedExperiment("e", [{ name: "own" }, { name: "none", rate: 0 }]);
  const layers = [...experiment.network.layers];
  layers.splice(3, 0, { type: "dropout", scaling: "inverted", rate: 0.5 });
  const mixed = { ...experiment, network: { layers } };
  const places = mixed.variants.map((variant) => coordinatesOf(mixed, variant));
  expect(places.map(({ rate }) => rate)).toEqual([null, 0]);
  expect(possibleAxes(places)).toEqual(["variant"]);
  expect(usualAxis(places)).toBe("variant");
});

test("experiments have lines of their own, named after them", () => {
  const rows = rowsOf([comparedExperiment("one", rates), comparedExperiment("two", rates)], () => [1]);
  const lines = plotLines(rows, "rate", "loss");
  expect(lines.map(({ parts }) => parts.experiment)).toEqual(["one", "one", "two", "two"]);
});

test("intervals beyond what the measure can be are counted, limit by limit", () => {
  const rows = rowsOf([comparedExperiment("e", rates)], (_variant, seed) => [seed / 4]);
  // Losses of 0.25, 0.5, 0.75: 0.5 ± 0.62; accuracies of 0.975, 0.95, 0.925: 0.95 ± 0.062.
  const [correctLoss] = plotLines(rows, "rate", "loss");
  expect(cutIntervals([correctLoss!], limitsOf.loss)).toEqual([{ limit: 0, count: 2 }]);
  const [correctAccuracy] = plotLines(rows, "rate", "accuracy");
  expect(cutIntervals([correctAccuracy!], limitsOf.accuracy)).toEqual([{ limit: 1, count: 2 }]);
  const far = rowsOf([comparedExperiment("e", rates)], (_variant, seed) => [5 + seed / 10]);
  expect(cutIntervals(plotLines(far, "rate", "loss"), limitsOf.loss)).toEqual([]);
});

test("what is not measured yet has no point", () => {
  const rows = rowsOf([comparedExperiment("e", rates)], (variant) => (variant === "p = 0" ? [1] : []));
  expect(plotLines(rows, "rate", "loss").map(({ points }) => points.length)).toEqual([1, 1]);
});
