import { colourOf } from "../../src/report/palette";
import type { PlotLine } from "./plot";

/** The values of styles/theme.css: a canvas cannot read them. */
const modeColours = {
  light: { correct: "#0b6b5e", forgotten: "#a84300" },
  dark: { correct: "#56cbb5", forgotten: "#ffa05c" },
} as const;

/** One pair of lines has the colours of the two modes; of several pairs each has its own, and dashes tell the mode. */
export function lineColour({ number, mode }: PlotLine, several: boolean, dark: boolean): string {
  return several ? colourOf(number, dark) : modeColours[dark ? "dark" : "light"][mode];
}
