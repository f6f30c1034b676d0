import { expect, test } from "vitest";
import { chartSvg } from "../../src/report/chart";
import { chartThemes } from "../../src/report/chart-theme";
import type { CurveChoice } from "../series/choice";
import { drawingOf } from "../series/lines";
import { choiceOf, storeOf } from "../series/testing";
import { exportedChart, type ExportedFrame } from "./exported";

const frame: ExportedFrame = {
  title: "Loss",
  xTitle: "epoch",
  range: { from: 1, to: 3 },
  yTitle: "Loss",
  extent: { min: 0, max: 8 },
  logarithmicY: false,
  percent: false,
  nameOf: (kind) => kind,
};

function exported(change: Partial<CurveChoice> = {}) {
  const store = storeOf({
    a: [
      [3, 2, 1],
      [5, 4, 3],
    ],
    b: [[7, 6, 5]],
  });
  const choice = { ...choiceOf(store), ...change };
  return exportedChart(drawingOf(store, "loss", choice, frame.range, 400), choice, frame);
}

test("the lines of the window, each group named once, with the band behind its mean", () => {
  const { lines, x, y } = exported({ band: "range" });
  expect(lines.map(({ name, faint }) => [name, faint])).toEqual([
    [undefined, true],
    [undefined, true],
    ["a", false],
    ["b", false],
  ]);
  expect(lines[2]!.points.map((point) => point.y)).toEqual([4, 3, 2]);
  expect(lines[2]!.band![0]).toEqual({ x: 1, low: 3, high: 5 });
  expect(lines[3]!.band).toBeUndefined();
  expect(x).toMatchObject({ range: [1, 3], whole: true, logarithmic: false });
  expect(y.range).toEqual([0, 8]);
});

test("several kinds are told apart by name, single seeds have one name together", () => {
  const names = exported({ kinds: new Set(["correct", "forgotten"]), seeds: "single" }).lines.map(
    ({ name }) => name,
  );
  expect(names.filter((name) => name !== undefined).sort()).toEqual([
    "a, correct",
    "a, forgotten",
    "b, correct",
    "b, forgotten",
  ]);
});

test("epochs beyond 100 are written out", () => {
  const svg = chartSvg(
    { ...exported(), x: { title: "epoch", range: [1, 200], whole: true } },
    chartThemes.light,
  );
  expect(svg).toContain(">120<");
  expect(svg).not.toContain("e+2");
});

test("on a logarithmic axis a band that reaches 0 goes on to the axis' end", () => {
  const store = storeOf({ a: [[0.1], [4], [0.1]] });
  const choice: CurveChoice = { ...choiceOf(store), band: "sd", logY: true };
  const drawing = drawingOf(store, "loss", choice, frame.range, 400);
  const logarithmic = { ...frame, logarithmicY: true, extent: { min: 0.05, max: 10 } };
  expect(exportedChart(drawing, choice, logarithmic).lines.at(-1)!.band![0]!.low).toBe(0.05);
});

test("a picture can be made of it", () => {
  const svg = chartSvg(exported({ band: "sd", smoothing: 0.5 }), chartThemes.light);
  expect(svg).toMatch(/^<svg /);
  expect(svg).not.toContain("NaN");
});
