import { area, line } from "d3-shape";
import type { ChartLine, ChartSpan, ChartTheme } from "./chart-model";
import { inkOf } from "./chart-theme";
import { element } from "./markup";
import { markedPoints, type Marker, markerPath } from "./markers";
import { thinned } from "./thinned";

/** Pixels from a point to its single results. */
const singlesBeside = 8;

/** A line with its parts, on axes whose functions `placeX` and `y` map values to pixels. */
export function lineMarkup(
  chartLine: ChartLine,
  placeX: (value: number) => number,
  y: (value: number) => number,
  theme: ChartTheme,
): string {
  const { points, colour, dash, faint = false, dots = false, joined = true } = chartLine;
  const { marker = null, index = 0 } = chartLine;
  const { shift = 0, width: lineWidth = 2, band = [], bars = [], singles = [] } = chartLine;
  const stroke = inkOf(theme, colour);
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
    ...singles.map((single) =>
      element("circle", {
        cx: round(x(single.x) + singlesBeside * Math.sign(shift)),
        cy: round(y(single.y)),
        r: 2.2,
        fill: stroke,
        "fill-opacity": 0.35,
      }),
    ),
    joined
      ? element("path", {
          d: curve(thinned(places)) ?? "",
          fill: "none",
          stroke,
          "stroke-width": faint ? 1 : lineWidth,
          "stroke-opacity": faint ? 0.3 : undefined,
          "stroke-dasharray": dash?.join(" "),
          "stroke-linejoin": "round",
        })
      : "",
    ...bars.map(({ x: at, low, high }) =>
      element("path", {
        d: `M${round(x(at))},${round(y(low))}V${round(y(high))}m-4,0h8M${round(x(at) - 4)},${round(y(low))}h8`,
        fill: "none",
        stroke,
        "stroke-width": 1.5,
      }),
    ),
    ...(marker ? markedPoints(places, index) : []).map((at) => markerMarkup(marker!, at, stroke, theme)),
    ...(dots ? places.map((at) => discMarkup(chartLine, at, theme)) : []),
  ].join("");
}

/** The marker at one point of a line. */
export function markerMarkup(
  marker: Marker,
  [x, y]: readonly [number, number],
  ink: string,
  theme: ChartTheme,
): string {
  const fill = marker.hollow ? (theme.background ?? "var(--background)") : ink;
  return element("path", { d: markerPath(marker, x, y, 4), fill, stroke: ink, "stroke-width": 1.4 });
}

/** The disc or ring that marks a point of the line. */
export function discMarkup(
  { colour, hollow = false }: ChartLine,
  [cx, cy]: readonly [number, number],
  theme: ChartTheme,
): string {
  const ink = inkOf(theme, colour);
  const look = hollow
    ? { fill: theme.background ?? "var(--background)", stroke: ink, "stroke-width": 2 }
    : { fill: ink };
  return element("circle", { cx: round(cx), cy: round(cy), r: 3.5, ...look });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
