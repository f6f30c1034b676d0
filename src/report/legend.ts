import type { ChartLine, ChartTheme } from "./chart-model";
import { inkOf } from "./chart-theme";
import { element, escapeText } from "./markup";
import { textWidth } from "./text-width";
import { discMarkup, markerMarkup } from "./chart-line";

const rowHeight = 18;
const sample = 26;
const gap = 18;

/** The named lines, each with a piece of its stroke, in as many rows as needed; the upper left corner is (0, 0). */
export function legendOf(
  lines: readonly ChartLine[],
  theme: ChartTheme,
  width: number,
): { markup: string; height: number } {
  let x = 0;
  let row = 0;
  const entries = lines.flatMap((line) => {
    const { name, colour, dash, dots = false, joined = true, width: strokeWidth = 2 } = line;
    if (name === undefined) return [];
    const shown = shortened(name);
    const length = sample + 6 + textWidth(shown);
    if (x > 0 && x + length > width) {
      x = 0;
      row += 1;
    }
    const middle = row * rowHeight + rowHeight / 2;
    const stroke = {
      stroke: inkOf(theme, colour),
      "stroke-width": strokeWidth,
      "stroke-dasharray": dash?.join(" "),
    };
    const markup =
      (joined ? element("line", { x1: x, x2: x + sample, y1: middle, y2: middle, ...stroke }) : "") +
      (dots ? discMarkup(line, [x + sample / 2, middle], theme) : "") +
      (line.marker ? markerMarkup(line.marker, [x + sample / 2, middle], inkOf(theme, colour), theme) : "") +
      element("text", { x: x + sample + 6, y: middle + 4, fill: theme.text }, escapeText(shown));
    x += length + gap;
    return [markup];
  });
  return { markup: entries.join(""), height: entries.length === 0 ? 0 : (row + 1) * rowHeight };
}

const longest = 60;

function shortened(name: string): string {
  const characters = [...name];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join("")}…` : name;
}
