import { scaleLinear, scaleLog } from "d3-scale";
import { lineMarkup } from "./chart-line";
import { inkOf } from "./chart-theme";
import type { Chart, ChartAxis, ChartLine, ChartTheme } from "./chart-model";
import { legendOf } from "./legend";
import { type Attributes, element, escapeText } from "./markup";
import { logTicks, tickNotation } from "./ticks";
import { labelText, labelWidth, placedLabels } from "./end-labels";
import { shortenedTo, textWidth, wrappedTo } from "./text-width";

const width = 760;
const plot = { left: 64, height: 300 } as const;
/** Long names under the axis, in pixels; the longest one determines the height. */
const slant = { degrees: 50, longest: 132, height: 92 } as const;
const font =
  "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Noto Sans KR, Noto Sans CJK KR, Malgun Gothic, sans-serif";

/** A chart as an SVG document: shapes and texts only, nothing to load or to run. */
export function chartSvg(chart: Chart, theme: ChartTheme): string {
  const labelled = chart.lines.filter(({ label }) => label !== undefined);
  const right = labelled.length > 0 ? labelWidth + 14 : 16;
  const plotWidth = width - plot.left - right;
  const legend = legendOf(chart.lines, theme, width - plot.left - 16);
  const top = 40 + legend.height;
  const bottom = top + plot.height;
  const x = scaleOf(chart.x, xValues(chart.lines), [0, plotWidth]);
  const y = scaleOf(chart.y, yValues(chart.lines), [plot.height, 0]);
  const text = (content: string, values: Attributes) =>
    element("text", { fill: theme.quiet, ...values }, escapeText(content));
  const xTicks = ticksOf(chart.x, x, plotWidth, 75);
  const slanted = standOnEachOther(xTicks);
  const under = bottom + (slanted ? slant.height : 0);
  const notes = chart.note === undefined ? [] : wrappedTo(plotWidth * 1.05, chart.note);
  const height = under + 48 + (notes.length > 0 ? 7 + notes.length * 15 : 0);

  const parts = [
    theme.background === null ? "" : element("rect", { width, height, fill: theme.background }),
    text(chart.title, { x: plot.left, y: 24, fill: theme.text, "font-size": 15, "font-weight": 600 }),
    `<g transform="translate(${plot.left} 36)">${legend.markup}</g>`,
    ...ticksOf(chart.y, y, plot.height, 48).map(
      ({ place, name }) =>
        element("line", {
          x1: plot.left,
          x2: width - right,
          y1: top + place,
          y2: top + place,
          stroke: theme.grid,
        }) + text(name, { x: plot.left - 8, y: top + place + 4, "text-anchor": "end" }),
    ),
    ...xTicks.map(
      ({ place, name }) =>
        element("line", {
          x1: plot.left + place,
          x2: plot.left + place,
          y1: bottom,
          y2: bottom + 5,
          stroke: theme.quiet,
        }) +
        (slanted
          ? text(shortenedTo(slant.longest, name), {
              transform: `translate(${plot.left + place + 4} ${bottom + 14}) rotate(-${slant.degrees})`,
              "text-anchor": "end",
            })
          : text(name, { x: plot.left + place, y: bottom + 18, "text-anchor": "middle" })),
    ),
    element("line", { x1: plot.left, x2: width - right, y1: bottom, y2: bottom, stroke: theme.quiet }),
    // An inner svg cuts off what is outside the axes.
    element(
      "svg",
      { x: plot.left, y: top, width: plotWidth, height: plot.height },
      chart.lines.map((each) => lineMarkup(each, x.scale, y.scale, theme)).join(""),
    ),
    ...placedLabels(
      labelled.flatMap(({ label = "", colour, points, shift = 0 }) => {
        const last = points.filter((point) => Number.isFinite(point.y)).at(-1);
        return last ? [{ name: label, colour, x: x.scale(last.x) + shift, y: y.scale(last.y) }] : [];
      }),
      0,
      plot.height,
    ).map(({ label, at }) =>
      text(labelText(label.name), {
        x: plot.left + Math.min(plotWidth, label.x) + 8,
        y: top + at + 4,
        fill: inkOf(theme, label.colour),
        "font-size": 11,
      }),
    ),
    text(chart.x.title, { x: plot.left + plotWidth / 2, y: under + 38, "text-anchor": "middle" }),
    text(chart.y.title, {
      transform: `translate(16 ${top + plot.height / 2}) rotate(-90)`,
      "text-anchor": "middle",
    }),
    ...notes.map((note, index) => text(note, { x: plot.left, y: under + 60 + index * 15, "font-size": 11 })),
  ];
  const frame = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "img",
    "aria-label": chart.title,
    "font-family": font,
    "font-size": 12,
  };
  return element("svg", frame, parts.join(""));
}

interface Scale {
  readonly scale: { (value: number): number; ticks(count: number): number[] };
  readonly domain: readonly [number, number];
}

interface Tick {
  /** In pixels along the axis. */
  readonly place: number;
  readonly name: string;
}

/** @param room pixels for one tick along the axis */
function ticksOf(
  axis: ChartAxis,
  { scale, domain: [from, to] }: Scale,
  length: number,
  room: number,
): Tick[] {
  const { ticks, whole, percent, logarithmic } = axis;
  if (ticks) return ticks.map(({ at, name }) => ({ place: scale(at), name }));
  const values = logarithmic
    ? logTicks(from, to, length, 0.7 * room)
    : scale.ticks(Math.max(2, Math.floor(length / room)));
  const shown = whole ? values.filter(Number.isInteger) : values;
  const label = percent ? percentTick : tickNotation(shown);
  return shown.map((value) => ({ place: scale(value), name: label(value) }));
}

function percentTick(share: number): string {
  return `${Number((100 * share).toPrecision(6))}%`;
}

/** Whether neighbouring names would overlap. */
function standOnEachOther(ticks: readonly Tick[]): boolean {
  return ticks.some(({ place, name }, index) => {
    const next = ticks[index + 1];
    return next && (textWidth(name) + textWidth(next.name)) / 2 + 6 > next.place - place;
  });
}

function scaleOf(
  { range, logarithmic = false }: ChartAxis,
  values: readonly number[],
  pixels: [number, number],
): Scale {
  const shown = values.filter((value) => Number.isFinite(value) && (!logarithmic || value > 0));
  const [from, to] = range ?? spanOf(shown, logarithmic);
  const scale = (logarithmic ? scaleLog() : scaleLinear()).domain([from, to]).range(pixels);
  return { scale, domain: [from, to] };
}

/** All values with a small margin, so that no line lies on the frame. */
function spanOf(values: readonly number[], logarithmic: boolean): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return logarithmic ? [0.1, 1] : [0, 1];
  if (logarithmic) return [low / 1.1, high * 1.1];
  const room = (high - low || Math.abs(high) || 1) * 0.04;
  return [low - room, high + room];
}

function xValues(lines: readonly ChartLine[]): number[] {
  return lines.flatMap(({ points, bars = [] }) => [...points, ...bars].map(({ x }) => x));
}

function yValues(lines: readonly ChartLine[]): number[] {
  return lines.flatMap(({ points, singles = [], band = [], bars = [] }) => [
    ...[...points, ...singles].map(({ y }) => y),
    ...[...band, ...bars].flatMap(({ low, high }) => [low, high]),
  ]);
}
