import { inkIn, modeInks } from "../../src/report/palette";
import type { PointStyle } from "chart.js";
import type { Look } from "../../src/report/looks";
import type { Marker } from "../../src/report/markers";
import type { PlotLine } from "./plot";

/**
 * A single pair of lines has the colours of the two modes. With several pairs, each pair has its own colour and
 * dashes show the mode.
 */
export function lineColour({ look, mode }: PlotLine, several: boolean, dark: boolean): string {
  return inkIn(several ? look.ink : modeInks[mode], dark);
}

const pointStyles = {
  ring: "circle",
  triangle: "triangle",
  wedge: "triangle",
  square: "rect",
  diamond: "rectRot",
  hourglass: "crossRot",
  bowtie: "star",
} as const satisfies Record<Marker["shape"], PointStyle>;

/** Lines that share a colour have points of different shapes. */
export function pointStyleOf({ marker }: Look): PointStyle {
  return marker ? pointStyles[marker.shape] : "circle";
}
