import type { Column } from "./columns";

/** Up to so many nodes are drawn one by one, below each other. */
const mostNodes = 16;
/** The most cells of one grid; wider layers show their first units. */
export const mostCells = 4096;

export const width = 960;
export const height = 360;
/** Above the columns, for the shortcuts of blocks. */
export const headroom = 48;
const [top, bottom, side] = [14, 346, 12];

/** Where the nodes of a column are. */
export interface Place {
  readonly column: Column;
  readonly isGrid: boolean;
  readonly left: number;
  readonly right: number;
  /** Half of a node's width. */
  readonly radius: number;
  /** The nodes that are drawn: all or the first of them, and of maps one map after the other. */
  readonly units: readonly number[];
  /** Their centres. */
  readonly centres: readonly (readonly [x: number, y: number])[];
}

export function placesOf(columns: readonly Column[]): Place[] {
  const step = (width - 2 * side) / columns.length;
  return columns.map((column, index) => placeOf(column, side + (index + 0.5) * step, step));
}

function placeOf(column: Column, middle: number, step: number): Place {
  if (isMaps(column)) return placeOfMaps(column, middle, step);
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
    units: Array.from({ length: count }, (_, unit) => unit),
    centres: Array.from({ length: count }, (_, unit) => [
      left + ((unit % across) + 0.5) * cell,
      first + (Math.floor(unit / across) + 0.5) * cell,
    ]),
  };
}

/** Whether the column is several pictures, one for each channel. */
export function isMaps({ shape }: Column): boolean {
  return shape.length === 3 && shape[2]! > 1;
}

/** Maps beside and below each other, as large as they may be, with one cell between them. */
function placeOfMaps(column: Column, middle: number, step: number): Place {
  const [rows, columns, channels] = column.shape as [number, number, number];
  const maps = Math.min(channels, Math.max(1, Math.floor(mostCells / (rows * columns))));
  const drawnRows = Math.min(rows, Math.max(1, Math.floor(mostCells / columns)));
  const room = bottom - top;
  const cellOf = (across: number) => {
    const down = Math.ceil(maps / across);
    return Math.min((0.72 * step) / (across * (columns + 1) - 1), room / (down * (drawnRows + 1) - 1));
  };
  const ways = Array.from({ length: maps }, (_, index) => index + 1);
  const across = ways.reduce((best, each) => (cellOf(each) > cellOf(best) ? each : best));
  const cell = cellOf(across);
  const width = (across * (columns + 1) - 1) * cell;
  const left = middle - width / 2;
  const first = (top + bottom - (Math.ceil(maps / across) * (drawnRows + 1) - 1) * cell) / 2;
  const units: number[] = [];
  const centres: [number, number][] = [];
  for (let map = 0; map < maps; map++) {
    const x = left + (map % across) * (columns + 1) * cell;
    const y = first + Math.floor(map / across) * (drawnRows + 1) * cell;
    for (let pixel = 0; pixel < drawnRows * columns; pixel++) {
      units.push(pixel * channels + map);
      centres.push([x + ((pixel % columns) + 0.5) * cell, y + (Math.floor(pixel / columns) + 0.5) * cell]);
    }
  }
  return { column, isGrid: true, left, right: left + width, radius: cell / 2, units, centres };
}

/** Cells beside each other: a picture keeps its width, other layers become as high as they may. */
function acrossOf({ shape, values }: Column, step: number): number {
  const [, pictureWidth, channels] = shape;
  if (shape.length === 3 && pictureWidth! * channels! * 2 <= mostCells) return pictureWidth! * channels!;
  const count = Math.min(values.length, mostCells);
  return Math.max(2, Math.ceil(Math.sqrt((count * 0.42 * step) / (bottom - top))));
}

/** The highest and the lowest edge of a column. */
export function ends({ centres, radius }: Place): [top: number, bottom: number] {
  return [centres[0]![1] - radius, centres.at(-1)![1] + radius];
}

/** An edge over the columns of a block, from the middle of what it takes to a plus above its sum. */
export interface Arc {
  readonly path: string;
  readonly plus: readonly [x: number, y: number];
  /** Where its kernel is named. */
  readonly middle: readonly [x: number, y: number];
}

export const plusRadius = 8;

export function arcBetween(from: Place, to: Place): Arc {
  const [start, end] = [middleOf(from), middleOf(to)];
  const [foot, plus] = [ends(from)[0] - 3, ends(to)[0] - plusRadius - 4];
  const crest = Math.min(foot, plus) - 18;
  const bend = Math.min(24, (end - start) / 3);
  return {
    path:
      `M${start} ${foot}V${crest + 10}Q${start} ${crest} ${start + bend} ${crest}` +
      `H${end - bend}Q${end} ${crest} ${end} ${crest + 10}V${plus - plusRadius}`,
    plus: [end, plus],
    middle: [(start + end) / 2, crest - 5],
  };
}

const middleOf = ({ left, right }: Place): number => (left + right) / 2;
