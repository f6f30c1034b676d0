import { scaleLinear, scaleLog } from "d3-scale";
import { area, line } from "d3-shape";
import type { ChartTheme } from "./chart-theme";
import { legendOf } from "./legend";
import type { attributes } from "./markup";
import { element, escapeText } from "./markup";
import { thinned } from "./thinned";

export interface ChartPoint {
  readonly x: number;
  /** NaN leaves a gap. */
  readonly y: number;
}

export interface ChartSpan {
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

export interface ChartLine {
  /** In the legend; a line without a name (a single seed behind the mean) is not there. */
  readonly name?: string;
  /** Place in the palette. */
  readonly colour: number;
  readonly points: readonly ChartPoint[];
  /** Lengths of strokes and gaps; left out, the line is solid. */
  readonly dash?: readonly number[];
  /** 2 unless told. */
  readonly width?: number;
  readonly faint?: boolean;
  /** A disc on each point. */
  readonly dots?: boolean;
  /** A shade behind the line: a spread over seeds. */
  readonly band?: readonly ChartSpan[];
  /** Pixels by which all of it stands to the right of its places, so that lines of equal places do not hide each other. */
  readonly shift?: number;
  /** A bar at each place: intervals. */
  readonly bars?: readonly ChartSpan[];
}

export interface ChartAxis {
  readonly title: string;
  readonly logarithmic?: boolean;
  /** From and to, also where values lie outside; all values and a little more unless told. */
  readonly range?: readonly [number, number];
  /** Shares from 0 to 1, told in percent. */
  readonly percent?: boolean;
  /** Whole numbers only, such as epochs. */
  readonly whole?: boolean;
}

export interface Chart {
  readonly title: string;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  /** Those behind first. */
  readonly lines: readonly ChartLine[];
  /** Under the chart, such as what is smoothed or out of sight. */
  readonly note?: string;
}

const width = 760;
const plot = { left: 64, right: 16, height: 300 } as const;
const plotWidth = width - plot.left - plot.right;
const font =
  "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Noto Sans KR, Noto Sans CJK KR, Malgun Gothic, sans-serif";

/** A chart as an SVG document: shapes and texts only, nothing to load or to run. */
export function chartSvg(chart: Chart, theme: ChartTheme): string {
  const legend = legendOf(chart.lines, theme, width - plot.left - plot.right);
  const top = 40 + legend.height;
  const bottom = top + plot.height;
  const height = bottom + (chart.note === undefined ? 48 : 70);
  const x = scaleOf(chart.x, xValues(chart.lines), [0, plotWidth]);
  const y = scaleOf(chart.y, yValues(chart.lines), [plot.height, 0]);
  const text = (content: string, values: Parameters<typeof attributes>[0]) =>
    element("text", { fill: theme.quiet, ...values }, escapeText(content));
  const ticksOf = (axis: ChartAxis, { scale, label }: Scale, count: number) =>
    scale.ticks(count).flatMap((value) => {
      const name = label(value);
      const hidden = name === "" || (axis.whole && !Number.isInteger(value));
      return hidden ? [] : [{ place: scale(value), name }];
    });

  const parts = [
    theme.background === null ? "" : element("rect", { width, height, fill: theme.background }),
    text(chart.title, { x: plot.left, y: 24, fill: theme.text, "font-size": 15, "font-weight": 600 }),
    `<g transform="translate(${plot.left} 36)">${legend.markup}</g>`,
    ...ticksOf(chart.y, y, 6).map(
      ({ place, name }) =>
        element("line", {
          x1: plot.left,
          x2: width - plot.right,
          y1: top + place,
          y2: top + place,
          stroke: theme.grid,
        }) + text(name, { x: plot.left - 8, y: top + place + 4, "text-anchor": "end" }),
    ),
    ...ticksOf(chart.x, x, 9).map(
      ({ place, name }) =>
        element("line", {
          x1: plot.left + place,
          x2: plot.left + place,
          y1: bottom,
          y2: bottom + 5,
          stroke: theme.quiet,
        }) + text(name, { x: plot.left + place, y: bottom + 18, "text-anchor": "middle" }),
    ),
    element("line", { x1: plot.left, x2: width - plot.right, y1: bottom, y2: bottom, stroke: theme.quiet }),
    // An inner svg cuts off what is outside the axes.
    element(
      "svg",
      { x: plot.left, y: top, width: plotWidth, height: plot.height },
      chart.lines.map((each) => lineMarkup(each, x.scale, y.scale, theme)).join(""),
    ),
    text(chart.x.title, { x: plot.left + plotWidth / 2, y: bottom + 38, "text-anchor": "middle" }),
    text(chart.y.title, {
      transform: `translate(16 ${top + plot.height / 2}) rotate(-90)`,
      "text-anchor": "middle",
    }),
    chart.note === undefined ? "" : text(chart.note, { x: plot.left, y: bottom + 60, "font-size": 11 }),
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
  readonly label: (value: number) => string;
}

function scaleOf(
  { range, logarithmic = false, percent = false }: ChartAxis,
  values: readonly number[],
  pixels: [number, number],
): Scale {
  const shown = values.filter((value) => Number.isFinite(value) && (!logarithmic || value > 0));
  const [from, to] = range ?? spanOf(shown, logarithmic);
  const scale = (logarithmic ? scaleLog() : scaleLinear()).domain([from, to]).range(pixels);
  // D3 would write the epochs 100 and 120 as 1e+2 and 1.2e+2, by the digits that tell them apart.
  const plain = (value: number) => String(Number(value.toPrecision(6)));
  return { scale, label: percent || logarithmic ? scale.tickFormat(8, percent ? "~%" : "~g") : plain };
}

/** All values with a little room, so that no line lies on the frame. */
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
  return lines.flatMap(({ points, band = [], bars = [] }) => [
    ...points.map(({ y }) => y),
    ...[...band, ...bars].flatMap(({ low, high }) => [low, high]),
  ]);
}

function lineMarkup(
  {
    points,
    colour,
    dash,
    faint = false,
    dots = false,
    shift = 0,
    width: lineWidth = 2,
    band = [],
    bars = [],
  }: ChartLine,
  placeX: (value: number) => number,
  y: (value: number) => number,
  theme: ChartTheme,
): string {
  const stroke = theme.colour(colour);
  const x = (value: number) => placeX(value) + shift;
  const shade = area<ChartSpan>(
    (span) => x(span.x),
    (span) => y(span.low),
    (span) => y(span.high),
  )
    .defined(({ low, high }) => Number.isFinite(y(low)) && Number.isFinite(y(high)))
    .digits(2);
  const curve = line()
    .defined(([, at]) => Number.isFinite(at))
    .digits(2);
  const places = points.map((point): [number, number] => [x(point.x), y(point.y)]);
  return [
    band.length > 0 ? element("path", { d: shade([...band]) ?? "", fill: stroke, "fill-opacity": 0.15 }) : "",
    element("path", {
      d: curve(thinned(places)) ?? "",
      fill: "none",
      stroke,
      "stroke-width": faint ? 1 : lineWidth,
      "stroke-opacity": faint ? 0.3 : undefined,
      "stroke-dasharray": dash?.join(" "),
      "stroke-linejoin": "round",
    }),
    ...bars.map(({ x: at, low, high }) =>
      element("path", {
        d: `M${round(x(at))},${round(y(low))}V${round(y(high))}m-4,0h8M${round(x(at) - 4)},${round(y(low))}h8`,
        fill: "none",
        stroke,
        "stroke-width": 1.5,
      }),
    ),
    ...(dots
      ? places.map(([cx, cy]) => element("circle", { cx: round(cx), cy: round(cy), r: 3.5, fill: stroke }))
      : []),
  ].join("");
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
