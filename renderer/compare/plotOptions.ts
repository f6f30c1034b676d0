import type { ChartOptions } from "chart.js";
import { chartColours } from "../charts/colours";
import type { AxisName, Limits, PlotLine, PlotPoint } from "./plot";

export interface PlotLook {
  readonly dark: boolean;
  readonly fontSize: number;
  readonly axis: AxisName;
  readonly axisTitle: string;
  readonly limits: Limits;
  formatX(value: number): string;
  /** A tick's label among all labels of its axis. */
  formatY(value: number, ticks: readonly number[]): string;
  /** The lines of a point's tooltip. */
  describe(point: PlotPoint, line: PlotLine): string[];
}

/** From left to right. */
export function placesOf(lines: readonly PlotLine[]): number[] {
  const all = lines.flatMap(({ points }) => points.map(({ x }) => x));
  return [...new Set(all)].sort((one, other) => one - other);
}

/** With more positions than this, their names would overlap. */
const mostTicks = 14;

/** Options of a plot of results: a tick for each position, and room for every interval and every seed. */
export function plotOptions(lines: readonly PlotLine[], look: PlotLook): ChartOptions<"line"> {
  const { text, grid } = chartColours(look.dark);
  const font = { size: look.fontSize };
  const points = lines.flatMap((line) => line.points);
  const places = placesOf(lines);
  const heights = points.flatMap(({ y, low, high, seeds }) => [y, low ?? y, high ?? y, ...seeds]);
  const named = places.length <= mostTicks;
  return {
    animation: false,
    parsing: false,
    normalized: true,
    maintainAspectRatio: false,
    layout: { padding: { top: 8, right: 12 } },
    interaction: { mode: "nearest", intersect: false },
    scales: {
      x: {
        type: look.axis === "rows" || look.axis === "width" ? "logarithmic" : "linear",
        ...rangeOf(places, look.axis),
        title: { display: true, text: look.axisTitle, color: text, font, padding: 0 },
        ticks: {
          color: text,
          font,
          autoSkip: !named,
          maxRotation: look.axis === "variant" ? 25 : 0,
          callback: (value) => look.formatX(Number(value)),
        },
        afterBuildTicks: (scale) => {
          if (named) scale.ticks = places.map((value) => ({ value }));
        },
        grid: { color: grid },
        border: { color: grid },
      },
      y: {
        suggestedMin: Math.min(...heights),
        suggestedMax: Math.max(...heights),
        ...(heights.some((height) => height < look.limits.least) && { min: look.limits.least }),
        ...(heights.some((height) => height > look.limits.greatest) && { max: look.limits.greatest }),
        ticks: {
          color: text,
          font,
          maxTicksLimit: 7,
          callback: (value, _place, ticks) =>
            look.formatY(
              Number(value),
              ticks.map((tick) => tick.value),
            ),
        },
        grid: { color: grid },
        border: { color: grid },
        afterFit: (scale) => (scale.width = look.fontSize > 12 ? 76 : 52),
      },
    },
    plugins: {
      tooltip: {
        displayColors: false,
        callbacks: {
          title: () => "",
          label: ({ datasetIndex, dataIndex }) => {
            const line = lines[datasetIndex];
            const point = line?.points[dataIndex];
            return line && point ? look.describe(point, line) : "";
          },
        },
      },
    },
  };
}

/** All positions with a margin on both sides. */
function rangeOf(places: readonly number[], axis: AxisName): { min: number; max: number } {
  const [least = 0, greatest = 1] = [places[0], places.at(-1)];
  if (axis === "variant") return { min: -0.5, max: greatest + 0.5 };
  if (axis === "rate") {
    const room = 0.06 * (greatest - least || 0.5);
    return { min: least - room, max: greatest + room };
  }
  const room = (greatest / least || 2) ** 0.06;
  return { min: least / room, max: greatest * room };
}
