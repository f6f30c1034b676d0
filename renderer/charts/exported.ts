import type { Chart, ChartLine } from "../../src/report/chart-model";
import type { XRange } from "../series/axis";
import { type CurveChoice, shownKinds } from "../series/choice";
import type { Extent } from "../series/extent";
import type { Kind } from "../series/kinds";
import type { Drawing, Line } from "../series/lines";
import { isLabelled, lookOf } from "./looks";

/** The texts of an exported chart, and the axes as on the screen. */
export interface ExportedFrame {
  readonly title: string;
  readonly xTitle: string;
  readonly range: XRange;
  readonly yTitle: string;
  readonly extent: Extent;
  readonly logarithmicY: boolean;
  readonly percent: boolean;
  readonly note?: string;
  nameOf(kind: Kind): string;
}

/** The chart on the screen, prepared for export (src/report/chart.ts): the same lines, bands, axes and view. */
export function exportedChart(drawing: Drawing, choice: CurveChoice, frame: ExportedFrame): Chart {
  const severalKinds = shownKinds(choice).length > 1;
  const named = new Set<string>();
  const lines = drawing.lines.map((line): ChartLine => {
    const { group, kind, seed, faint } = line;
    const { width, dash } = lookOf(line, choice, false, drawing.lines.length);
    const key = `${group.key}\n${kind}`;
    const isFirst = !faint && !named.has(key);
    if (isFirst) named.add(key);
    const isMarked = isFirst && kind === choice.front && drawing.marks.length > 0;
    const band = seed === null && !faint ? bandOf(drawing, line, frame) : undefined;
    return {
      ...(isFirst ? { name: severalKinds ? `${group.name}, ${frame.nameOf(kind)}` : group.name } : {}),
      colour: group.look.ink,
      ...(faint ? {} : { marker: group.look.marker, index: group.look.index }),
      ...(isLabelled(line, choice) && { label: group.name }),
      points: line.points,
      width,
      faint,
      ...(isMarked ? { singles: marksOf(drawing, group.key) } : {}),
      ...(dash.length > 0 ? { dash } : {}),
      ...(band ? { band } : {}),
    };
  });
  const { range, extent } = frame;
  return {
    title: frame.title,
    x: {
      title: frame.xTitle,
      logarithmic: choice.logX,
      range: [range.from, range.to],
      whole: choice.xAxis !== "time",
    },
    y: {
      title: frame.yTitle,
      logarithmic: frame.logarithmicY,
      range: [extent.min, extent.max],
      percent: frame.percent,
    },
    lines,
    ...(frame.note ? { note: frame.note } : {}),
  };
}

/** Marks the chosen epoch of the runs of one group. */
function marksOf({ marks }: Drawing, key: string) {
  return marks.filter(({ group }) => group.key === key).map(({ x, y }) => ({ x, y }));
}

function bandOf({ bands }: Drawing, { group, kind }: Line, { logarithmicY, extent }: ExportedFrame) {
  const points = bands.find((band) => band.group.key === group.key && band.kind === kind)?.points;
  // A logarithmic axis cannot show 0 and below: the band extends to the axis.
  return logarithmicY ? points?.map((span) => ({ ...span, low: Math.max(span.low, extent.min) })) : points;
}
