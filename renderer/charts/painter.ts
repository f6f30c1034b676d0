import type { Plugin, Scale } from "chart.js";
import { labelHeight, labelText, placedLabels } from "../../src/report/end-labels";
import { markedPoints, type Marker, markerPath } from "../../src/report/markers";
import { inkIn, withOpacity } from "../../src/report/palette";
import type { CurveChoice } from "../series/choice";
import type { Band, Drawing, Line } from "../series/lines";
import type { Mark } from "../series/marks";
import { chartColours } from "./colours";
import { bandColour, isLabelled, lookOf } from "./looks";

/** The curves to paint, and their look. */
export interface Painting {
  readonly drawing: Drawing;
  readonly choice: CurveChoice;
  readonly dark: boolean;
  /** Factor on the thickness of lines. */
  readonly thickness: number;
}

/**
 * Strokes the curves into the area between Chart.js' axes. Chart.js' own lines make an object of every point: 50 runs
 * would cost several frames.
 */
export function curvePainter(painting: () => Painting | null): Plugin<"line"> {
  return {
    id: "curves",
    beforeDatasetsDraw({ ctx, chartArea, scales }) {
      const now = painting();
      const { x, y } = scales;
      if (!now || !x || !y) return;
      const { left, top, width, height } = chartArea;
      const at = { x: placer(x, left, width), y: placer(y, top + height, -height) };
      ctx.save();
      ctx.beginPath();
      // A line along the edge keeps its full width.
      ctx.rect(left - 1, top - 2, width + 2, height + 4);
      ctx.clip();
      ctx.lineJoin = "round";
      for (const band of now.drawing.bands) fillBand(ctx, band, at, now);
      for (const line of now.drawing.lines) strokeLine(ctx, line, at, now);
      for (const mark of now.drawing.marks) ring(ctx, mark, at, now.dark);
      ctx.restore();
      nameEnds(ctx, at, { top, bottom: top + height, right: left + width }, now);
    },
  };
}

type Place = (value: number) => number;
interface Placers {
  readonly x: Place;
  readonly y: Place;
}

/** Maps a value to its pixel, as `scale` does between `origin` and `origin + length`. */
function placer({ min, max, type }: Scale, origin: number, length: number): Place {
  const measure = type === "logarithmic" ? Math.log : (value: number) => value;
  const start = measure(min);
  const factor = length / (measure(max) - start);
  return (value) => origin + factor * (measure(value) - start);
}

function fillBand(ctx: CanvasRenderingContext2D, band: Band, at: Placers, { drawing, dark }: Painting): void {
  if (band.points.length < 2) return;
  // Values that a logarithmic axis cannot show end far below its edge.
  const bottom = (value: number) => (Number.isFinite(value) ? value : 1e5);
  ctx.beginPath();
  for (const { x, high } of band.points) ctx.lineTo(at.x(x), bottom(at.y(high)));
  for (let index = band.points.length - 1; index >= 0; index -= 1) {
    const { x, low } = band.points[index]!;
    ctx.lineTo(at.x(x), bottom(at.y(low)));
  }
  ctx.fillStyle = bandColour(band, dark, drawing.bands.length);
  ctx.fill();
}

/** The mark of a run's chosen epoch; its middle has the page's colour, so that it stands out on its own curve. */
function ring(ctx: CanvasRenderingContext2D, { group, x, y }: Mark, at: Placers, dark: boolean): void {
  ctx.beginPath();
  ctx.arc(at.x(x), at.y(y), 3, 0, 2 * Math.PI);
  ctx.setLineDash([]);
  ctx.lineWidth = 1.5;
  ctx.fillStyle = chartColours(dark).surface;
  ctx.strokeStyle = inkIn(group.look.ink, dark);
  ctx.fill();
  ctx.stroke();
}

function strokeLine(
  ctx: CanvasRenderingContext2D,
  line: Line,
  at: Placers,
  { drawing, choice, dark, thickness }: Painting,
): void {
  const { colour, opacity, width, dash } = lookOf(line, choice, dark, drawing.lines.length);
  ctx.strokeStyle = ctx.fillStyle = withOpacity(colour, opacity);
  ctx.lineWidth = thickness * width;
  ctx.setLineDash([...dash]);
  ctx.beginPath();
  const { points } = line;
  const missing = (index: number) => !points[index] || Number.isNaN(points[index].y);
  points.forEach(({ x, y }, index) => {
    if (missing(index)) return;
    if (!missing(index - 1)) ctx.lineTo(at.x(x), at.y(y));
    else {
      ctx.moveTo(at.x(x), at.y(y));
      // A single epoch makes no line.
      if (missing(index + 1)) dot(ctx, at.x(x), at.y(y), width);
    }
  });
  ctx.stroke();
  if (line.group.look.marker && !line.faint) {
    ctx.setLineDash([]);
    ctx.lineWidth = 1.4;
    const places = points.map(({ x, y }): [number, number] => [at.x(x), at.y(y)]);
    for (const [x, y] of markedPoints(places, line.group.look.index)) {
      mark(ctx, line.group.look.marker, x, y, chartColours(dark).surface);
    }
  }
}

function mark(ctx: CanvasRenderingContext2D, marker: Marker, x: number, y: number, ground: string): void {
  const path = new Path2D(markerPath(marker, x, y, 4));
  const ink = ctx.fillStyle;
  if (marker.hollow) ctx.fillStyle = ground;
  ctx.fill(path);
  ctx.fillStyle = ink;
  ctx.stroke(path);
}

/** The names of groups beside the ends of their curves. */
function nameEnds(
  ctx: CanvasRenderingContext2D,
  at: Placers,
  { top, bottom, right }: { top: number; bottom: number; right: number },
  { drawing, choice, dark }: Painting,
): void {
  const labels = drawing.lines.flatMap(({ points, ...line }) => {
    const last =
      isLabelled({ points, ...line }, choice) && points.filter(({ y }) => Number.isFinite(y)).at(-1);
    const { name, look } = line.group;
    return last
      ? [{ name, ink: inkIn(look.ink, dark), x: Math.min(right, at.x(last.x)), y: at.y(last.y) }]
      : [];
  });
  ctx.save();
  ctx.font = `11px ${getComputedStyle(document.body).fontFamily}`;
  ctx.textBaseline = "middle";
  for (const { label, at: height } of placedLabels(labels, top + labelHeight / 2, bottom - labelHeight / 2)) {
    ctx.fillStyle = label.ink;
    ctx.fillText(labelText(label.name), label.x + 8, height);
  }
  ctx.restore();
}

function dot(ctx: CanvasRenderingContext2D, x: number, y: number, width: number): void {
  ctx.moveTo(x + width, y);
  ctx.arc(x, y, width, 0, 2 * Math.PI);
  ctx.moveTo(x, y);
}
