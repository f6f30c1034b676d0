import type { Surface } from "../../../src/contract/contract";
import { floatsIn, wholesIn } from "../../../src/contract/contract";
import { category, inkIn, type Ink, shade } from "../../../src/report/palette";
import { chartColours } from "../../charts/colours";

/** What the colours of a surface say: which class wins and how certainly, a value, or what the masks disagree about. */
export type Paint =
  | { readonly of: "classes"; readonly count: number }
  | { readonly of: "value" | "uncertainty"; readonly from: number; readonly to: number };

type Rgb = readonly [red: number, green: number, blue: number];

/** Of dropout; the values of styles/theme.css. */
const dropout: Ink = { light: "#8f2d86", dark: "#e691de" };
/** Points of a class stay visible on its own colour. */
const strongest = 0.55;

function rgbOf(colour: string): Rgb {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return [red!, green!, blue!];
}

function mixed(from: Rgb, to: Rgb, share: number): Rgb {
  const [red, green, blue] = from.map((channel, index) => channel + share * (to[index]! - channel));
  return [red!, green!, blue!];
}

export function css([red, green, blue]: Rgb): string {
  return `rgb(${Math.round(red)}, ${Math.round(green)}, ${Math.round(blue)})`;
}

/** No colour where all classes are as probable, the strongest at a probability of 1. */
export function classColour(winner: number, probability: number, count: number, dark: boolean): Rgb {
  const certainty = Math.max(0, (probability - 1 / count) / (1 - 1 / count || 1));
  const ground = rgbOf(chartColours(dark).surface);
  return mixed(ground, rgbOf(inkIn(category(winner), dark)), strongest * certainty);
}

/** @param position from 0 to 1 */
export function scaleColour(of: "value" | "uncertainty", position: number, dark: boolean): Rgb {
  const within = Math.min(1, Math.max(0, position));
  if (of === "value") return rgbOf(inkIn(shade(within), dark));
  return mixed(rgbOf(chartColours(dark).surface), rgbOf(inkIn(dropout, dark)), 0.9 * within);
}

/** Where a value lies on the scale, from 0 to 1. */
export const positionOf = (value: number, { from, to }: { readonly from: number; readonly to: number }) =>
  to > from ? (value - from) / (to - from) : 0.5;

/** A surface, which has what is painted, as pixels, the second axis upwards. */
export function pixelsOf(surface: Surface, paint: Paint, dark: boolean): Uint8ClampedArray<ArrayBuffer> {
  const { resolution } = surface;
  const values = floatsIn(paint.of === "uncertainty" ? surface.uncertainty! : surface.values);
  const classes = paint.of === "classes" && surface.classes ? wholesIn(surface.classes) : null;
  const pixels = new Uint8ClampedArray(4 * resolution ** 2);
  values.forEach((value, place) => {
    const [column, row] = [place % resolution, Math.floor(place / resolution)];
    const colour =
      paint.of === "classes"
        ? classColour(classes?.[place] ?? 0, value, paint.count, dark)
        : scaleColour(paint.of, positionOf(value, paint), dark);
    pixels.set([...colour, 255], 4 * ((resolution - 1 - row) * resolution + column));
  });
  return pixels;
}
