import type { ChartOptions, Scale, Tick } from "chart.js";
import { labelWidth } from "../../src/report/end-labels";
import { logTicks } from "../../src/report/ticks";
import type { XRange } from "../series/axis";
import type { Extent } from "../series/extent";
import { chartColours } from "./colours";
import { timeStep } from "./ticks";
import { narrowest, type ZoomedAxis } from "../series/zoom";

export interface CurveLook {
  readonly dark: boolean;
  readonly fontSize: number;
  /** Whether there is room for names at the ends of curves. */
  readonly named: boolean;
  /** The part in view, and the whole axis. */
  readonly range: XRange;
  readonly whole: XRange;
  readonly x: ZoomedAxis & { readonly title: string; readonly time: boolean; format(value: number): string };
  readonly y: {
    readonly logarithmic: boolean;
    /** null if there is nothing to show yet. */
    readonly extent: Extent | null;
    /** Whether the axis ends exactly at the extent; otherwise it ends at the next round numbers. */
    readonly exact: boolean;
    /** A tick's label among all labels of its axis. */
    format(value: number, ticks: readonly number[]): string;
  };
}

/**
 * Options of a chart of curves. Nothing is animated and Chart.js listens to no pointer: series/readout.ts reads the
 * values under it, which is faster than a search among thousands of points.
 */
export function curveOptions(look: CurveLook, onRange: (range: XRange) => void): ChartOptions<"line"> {
  const { x, y, range, whole } = look;
  const { text, grid } = chartColours(look.dark);
  const font = { size: look.fontSize };
  const tellRange = ({ chart }: { chart: { scales: Record<string, { min: number; max: number }> } }) => {
    const { min, max } = chart.scales["x"]!;
    onRange(x.whole ? { from: Math.floor(min), to: Math.ceil(max) } : { from: min, to: max });
  };
  const extent = y.extent ?? { min: 0.1, max: 1 };
  const limits = y.exact ? extent : { suggestedMin: extent.min, suggestedMax: extent.max };
  const lines = { grid: { color: grid }, border: { color: grid } };
  return {
    animation: false,
    events: [],
    maintainAspectRatio: false,
    layout: { padding: { top: 6, right: look.named ? labelWidth + 12 : 10 } },
    scales: {
      x: {
        type: x.logarithmic ? "logarithmic" : "linear",
        min: range.from,
        max: range.to,
        title: { display: true, text: x.title, color: text, font, padding: 0 },
        ticks: {
          color: text,
          font,
          maxRotation: 0,
          callback: (value: number | string) => x.format(Number(value)),
          ...(x.logarithmic
            ? { autoSkip: false }
            : {
                maxTicksLimit: 9,
                includeBounds: x.whole,
                ...(x.whole ? { precision: 0 } : {}),
                ...(x.time ? { stepSize: timeStep(range) } : {}),
              }),
        },
        ...(x.logarithmic && {
          afterBuildTicks: (scale: Scale) => {
            const ticks = logTicks(scale.min, scale.max, scale.width, widestTick);
            scale.ticks = ticks.filter((value) => !x.whole || Number.isInteger(value)).map(asTick);
          },
        }),
        ...lines,
      },
      y: {
        type: y.logarithmic ? "logarithmic" : "linear",
        ...limits,
        ticks: {
          color: text,
          font,
          callback: (value: number | string, _place: number, ticks: Tick[]) =>
            y.format(
              Number(value),
              ticks.map((tick) => tick.value),
            ),
          ...(y.logarithmic ? { autoSkip: false } : { maxTicksLimit: 7, includeBounds: !y.exact }),
        },
        ...(y.logarithmic && {
          afterBuildTicks: (scale: Scale) => {
            scale.ticks = logTicks(scale.min, scale.max, scale.height, tickHeight).map(asTick);
          },
        }),
        ...lines,
        // The same width on every chart, so that their epochs stand below each other.
        afterFit: (scale) => (scale.width = look.fontSize > 12 ? 76 : 52),
      },
    },
    plugins: {
      zoom: {
        limits: { x: { min: whole.from, max: whole.to, minRange: narrowest(whole, x) } },
        zoom: {
          mode: "x",
          drag: { enabled: true, threshold: dragThreshold, backgroundColor: "#6b80ff33" },
          wheel: { enabled: true, modifierKey: "ctrl" },
          onZoomComplete: tellRange,
        },
        pan: { enabled: true, mode: "x", modifierKey: "shift", onPanComplete: tellRange },
      },
    },
  };
}

/** Pixels from one tick of a logarithmic axis to the next. */
const widestTick = 44;
const tickHeight = 18;
const asTick = (value: number): Tick => ({ value });

/** Pixels that a pointer must move for a drag; less is a click. */
export const dragThreshold = 6;
