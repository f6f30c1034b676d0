import type { ChartDataset } from "chart.js";
import type { Kind } from "../series/kinds";
import type { Line } from "../series/lines";
import type { Point } from "../series/decimate";
import { colourOf, withOpacity } from "../../src/report/palette";

export type CurveDataset = ChartDataset<"line", Point[]>;

interface Stroke {
  readonly width: number;
  readonly dash: readonly number[];
}

/** Solid is correct, dashed is eval forgotten, thin is training; the legend draws the same strokes. */
export const strokes: Record<Kind, Stroke> = {
  correct: { width: 2.2, dash: [] },
  forgotten: { width: 2.2, dash: [7, 4] },
  training: { width: 1, dash: [] },
  trainCorrect: { width: 1, dash: [2, 3] },
  gap: { width: 1.4, dash: [10, 3, 2, 3] },
};

const faint = 0.22;
const behind = 0.5;

export function datasetOf(line: Line, front: "correct" | "forgotten", dark: boolean): CurveDataset {
  const { width, dash } = strokes[line.kind];
  const stepsBack = line.kind !== front && (line.kind === "correct" || line.kind === "forgotten");
  const opacity = line.faint ? faint : stepsBack ? behind : 1;
  return {
    data: line.points,
    borderColor: withOpacity(colourOf(line.group.colour, dark), opacity),
    borderWidth: line.faint ? 1 : stepsBack ? width - 0.8 : width,
    borderDash: line.faint ? [] : [...dash],
  };
}
