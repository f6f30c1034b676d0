import type { Column } from "./columns";

/** Up to so many nodes are drawn one by one, below each other. */
const mostNodes = 16;
/** The most cells of one grid; wider layers show their first units. */
export const mostCells = 4096;

export const width = 960;
export const height = 360;
const [top, bottom, side] = [14, 346, 12];

/** Where the nodes of a column are. */
export interface Place {
  readonly column: Column;
  readonly isGrid: boolean;
  readonly left: number;
  readonly right: number;
  /** Half of a node's width. */
  readonly radius: number;
  /** The centres of its nodes, or of the first of them. */
  readonly centres: readonly (readonly [x: number, y: number])[];
}

export function placesOf(columns: readonly Column[]): Place[] {
  const step = (width - 2 * side) / columns.length;
  return columns.map((column, index) => placeOf(column, side + (index + 0.5) * step, step));
}

function placeOf(column: Column, middle: number, step: number): Place {
  const count = Math.min(column.values.length, mostCells);
  const isGrid = column.values.length > mostNodes;
  const across = isGrid ? acrossOf(column, step) : 1;
  const down = Math.ceil(count / across);
  const room = bottom - top;
  const cell = isGrid ? Math.min((0.6 * step) / across, room / down) : Math.min(34, room / down);
  const radius = isGrid ? cell / 2 : Math.min(0.38 * cell, 13);
  const [left, first] = [middle - (across * cell) / 2, (top + bottom - down * cell) / 2];
  return {
    column,
    isGrid,
    radius,
    left: isGrid ? left : middle - radius,
    right: isGrid ? left + across * cell : middle + radius,
    centres: Array.from({ length: count }, (_, unit) => [
      left + ((unit % across) + 0.5) * cell,
      first + (Math.floor(unit / across) + 0.5) * cell,
    ]),
  };
}

/** Cells beside each other: a picture keeps its width, other layers become as high as they may. */
function acrossOf({ shape, values }: Column, step: number): number {
  const [, pictureWidth, channels] = shape;
  if (shape.length === 3 && pictureWidth! * channels! * 2 <= mostCells) return pictureWidth! * channels!;
  const count = Math.min(values.length, mostCells);
  return Math.max(2, Math.ceil(Math.sqrt((count * 0.42 * step) / (bottom - top))));
}
