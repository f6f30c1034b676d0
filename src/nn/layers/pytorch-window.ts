import { type Python, tuple } from "../python";
import type { Shape } from "../shape";
import { paddingsOf, type Window } from "./windows";

/**
 * PyTorch pads both sides of a picture alike; the lab, like Keras, may need one pixel more below and to the right.
 * `inside`: what the window's own `padding` takes; else `border`: left, right, top and bottom of a layer before it.
 */
export function paddedWindow(
  input: Shape,
  window: Window,
):
  | { readonly inside: Python; readonly border?: undefined }
  | { readonly inside?: undefined; readonly border: Python } {
  const [[top, bottom], [left, right]] = paddingsOf(input, window) as [[number, number], [number, number]];
  if (top === bottom && left === right)
    return { inside: top === left ? { words: String(top) } : tuple(top, left) };
  return { border: tuple(left, right, top, bottom) };
}
