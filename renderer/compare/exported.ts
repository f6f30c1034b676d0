import type { Chart, ChartLine } from "../../src/report/chart-model";
import type { AxisName, PlotLine } from "./plot";

/** The texts of an exported plot, and the axes as on the screen. */
export interface ExportedPlotFrame {
  readonly title: string;
  readonly axis: AxisName;
  readonly xTitle: string;
  readonly xRange: readonly [number, number];
  readonly ticks: readonly { readonly at: number; readonly name: string }[];
  readonly yTitle: string;
  readonly yRange: readonly [number, number];
  readonly percent: boolean;
  readonly note: string;
  nameOf(line: PlotLine): string;
  colourOf(line: PlotLine): string;
}

/** The plot on the screen, prepared for export (src/report/chart.ts): the same points, intervals, seeds and axes. */
export function exportedPlot(lines: readonly PlotLine[], frame: ExportedPlotFrame): Chart {
  const { axis } = frame;
  return {
    title: frame.title,
    x: {
      title: frame.xTitle,
      range: frame.xRange,
      ticks: frame.ticks,
      logarithmic: axis === "rows" || axis === "width",
    },
    y: { title: frame.yTitle, range: frame.yRange, percent: frame.percent },
    lines: lines
      .filter(({ points }) => points.length > 0)
      .map((line): ChartLine => ({
        name: frame.nameOf(line),
        colour: frame.colourOf(line),
        points: line.points,
        singles: line.points.flatMap(({ x, seeds }) => seeds.map((y) => ({ x, y }))),
        bars: line.points.flatMap(({ x, low, high }) =>
          low === null || high === null ? [] : [{ x, low, high }],
        ),
        dots: true,
        joined: axis !== "variant",
        // Beside the other mode's, as in the window.
        ...(line.mode === "forgotten" ? { dash: [7, 4], hollow: true, shift: 3 } : { shift: -3 }),
      })),
    note: frame.note,
  };
}
