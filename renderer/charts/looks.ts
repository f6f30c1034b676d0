import { mostWithoutNames } from "../../src/report/looks";
import { inkIn, withOpacity } from "../../src/report/palette";
import { type CurveChoice, shownKinds, stepsBack } from "../series/choice";
import type { Band, Line } from "../series/lines";
import { strokes } from "./strokes";

/** How a line is stroked, both on the canvas and in an exported picture. */
export interface LineLook {
  readonly colour: string;
  readonly opacity: number;
  readonly width: number;
  readonly dash: readonly number[];
}

const faint = 0.26;
const behind = 0.5;
const band = 0.13;

/** If many lines overlap, each is fainter, so that together they do not hide those behind. */
function thinned(opacity: number, count: number, usual: number): number {
  return opacity * Math.max(0.4, Math.min(1, Math.sqrt(usual / count)));
}

export function lookOf(line: Line, choice: CurveChoice, dark: boolean, lines: number): LineLook {
  const colour = inkIn(line.group.look.ink, dark);
  const { width, dash } = strokes[line.kind];
  if (line.faint) return { colour, opacity: thinned(faint, lines, 12), width: 1, dash: [] };
  if (stepsBack(line.kind, choice)) return { colour, opacity: behind, width: width - 0.8, dash };
  // Many single seeds as thick as means would be a tangle.
  return { colour, opacity: 1, width: line.seed === null ? width : Math.min(width, 1.2), dash };
}

/**
 * Whether a line's end is labelled with its group's name: for the means in front, if there are too many for colours
 * alone.
 */
export function isLabelled({ kind, faint, seed }: Line, choice: CurveChoice): boolean {
  return (
    hasLabels(choice) &&
    !faint &&
    seed === null &&
    kind === (shownKinds(choice).includes(choice.front) ? choice.front : shownKinds(choice)[0])
  );
}

export function hasLabels({ groups, seeds }: CurveChoice): boolean {
  return groups.length > mostWithoutNames && seeds !== "single";
}

export function bandColour({ group }: Band, dark: boolean, bands: number): string {
  return withOpacity(inkIn(group.look.ink, dark), thinned(band, bands, 3));
}
