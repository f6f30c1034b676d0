import type { OnnxAttributes } from "../../onnx/graph";
import type { Shape } from "../shape";
import { paddingsOf, type Window } from "./windows";

/** A square window as ONNX's convolutions and pools have it. @param shape the picture's, channels last */
export function windowAttributes(shape: Shape, window: Window): OnnxAttributes {
  const [rows, columns] = paddingsOf(shape, window) as [[number, number], [number, number]];
  return {
    kernel_shape: { integers: [window.size, window.size] },
    strides: { integers: [window.stride, window.stride] },
    pads: { integers: [rows[0], columns[0], rows[1], columns[1]] },
  };
}
