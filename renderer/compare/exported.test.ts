import { expect, test } from "vitest";
import { chartSvg } from "../../src/report/chart";
import { chartThemes } from "../../src/report/chart-theme";
import { exportedPlot, type ExportedPlotFrame } from "./exported";
import { type AxisName, plotLines } from "./plot";
import { comparedExperiment, rowsOf } from "./testing";

const rates = [0, 0.2].map((rate) => ({ name: `p = ${rate}`, rate }));
const rows = rowsOf([comparedExperiment("e", rates)], (_variant, seed) => [9, seed]);

function exported(axis: AxisName, changes: Partial<ExportedPlotFrame> = {}) {
  const lines = plotLines(rows, axis, "loss");
  return exportedPlot(lines, {
    title: "Validation loss",
    axis,
    xTitle: axis,
    xRange: [-0.5, 1.5],
    ticks: [],
    yTitle: "Loss",
    yRange: [0, 6],
    percent: false,
    note: "Bars: intervals.",
    nameOf: ({ mode }) => mode,
    colourOf: ({ mode }) => (mode === "correct" ? "#0b6b5e" : "#a84300"),
    ...changes,
  });
}

test("points, intervals and single seeds of both modes, in the window's colours", () => {
  const { lines, x, y } = exported("rate");
  expect(lines.map(({ name, colour, hollow = false }) => [name, colour, hollow])).toEqual([
    ["correct", "#0b6b5e", false],
    ["forgotten", "#a84300", true],
  ]);
  const [correct] = lines;
  expect(correct!.points.map((point) => point.y)).toEqual([2, 2]);
  expect(correct!.singles!.filter((single) => single.x === 0.2).map((single) => single.y)).toEqual([1, 2, 3]);
  // t(0.975, 2) · 1 / √3
  expect(correct!.bars![0]!.high).toBeCloseTo(2 + 4.302652729911275 / Math.sqrt(3), 9);
  expect(x).toMatchObject({ range: [-0.5, 1.5], logarithmic: false });
  expect(y.range).toEqual([0, 6]);
});

test("variants have no order: their points are not joined, and their places are named", () => {
  const ticks = rates.map(({ name }, at) => ({ at, name }));
  const chart = exported("variant", { ticks });
  expect(chart.lines.every(({ joined }) => joined === false)).toBe(true);
  const svg = chartSvg(chart, chartThemes.light);
  for (const { name } of rates) expect(svg).toContain(`>${name}<`);
  expect(svg).not.toContain("NaN");
});
