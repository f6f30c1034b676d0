import type { ChartOptions } from "chart.js";
import type { XRange } from "./chartView";
import { chartColours } from "./colours";

export interface CurveLook {
  readonly dark: boolean;
  readonly logarithmic: boolean;
  /** Epochs in view. */
  readonly range: XRange;
  /** The last epoch that can come into view. */
  readonly epochs: number;
  readonly epochName: string;
  formatY(value: number): string;
}

/**
 * Options of a chart of curves. Nothing is animated and Chart.js listens to no pointer: the values under it are read
 * from the series (series/readout.ts), not searched among thousands of points.
 */
export function curveOptions(look: CurveLook, onRange: (range: XRange) => void): ChartOptions<"line"> {
  const { text, grid } = chartColours(look.dark);
  const font = { size: 11 };
  const tellRange = ({ chart }: { chart: { scales: Record<string, { min: number; max: number }> } }) => {
    const { min, max } = chart.scales["x"]!;
    // Whole epochs: there is nothing between them.
    onRange({ from: Math.floor(min), to: Math.ceil(max) });
  };
  return {
    animation: false,
    parsing: false,
    normalized: true,
    events: [],
    maintainAspectRatio: false,
    layout: { padding: { top: 6, right: 8 } },
    datasets: { line: { pointRadius: 0, pointHitRadius: 0, borderJoinStyle: "round", tension: 0 } },
    scales: {
      x: {
        type: "linear",
        min: look.range.from,
        max: look.range.to,
        title: { display: true, text: look.epochName, color: text, font, padding: 0 },
        ticks: { color: text, font, maxRotation: 0, maxTicksLimit: 9, precision: 0 },
        grid: { color: grid },
        border: { color: grid },
      },
      y: {
        type: look.logarithmic ? "logarithmic" : "linear",
        ticks: { color: text, font, maxTicksLimit: 7, callback: (value) => look.formatY(Number(value)) },
        grid: { color: grid },
        border: { color: grid },
        // The same width on every chart, so that their epochs stand below each other.
        afterFit: (scale) => (scale.width = 52),
      },
    },
    plugins: {
      zoom: {
        limits: {
          x: { min: 1, max: Math.max(2, look.epochs), minRange: Math.min(4, Math.max(1, look.epochs - 1)) },
        },
        zoom: {
          mode: "x",
          drag: { enabled: true, threshold: 6, backgroundColor: "#6b80ff33" },
          wheel: { enabled: true, modifierKey: "ctrl" },
          onZoomComplete: tellRange,
        },
        pan: { enabled: true, mode: "x", modifierKey: "shift", onPanComplete: tellRange },
      },
    },
  };
}
