import type { CallArguments } from "./layer-from-code";
import type { Padding } from "./windows";

/**
 * PyTorch pads both sides alike, the lab as TensorFlow does: equal for an odd window that steps by one pixel. Other paddings are told.
 * @param size the window's
 */
export function torchPadding(given: CallArguments, size: number, stride: number): Padding {
  const said = given.text("padding", "");
  if (said === "same" || said === "valid") return said;
  const pixels = given.side("padding", 0);
  if (pixels === 0) return "valid";
  if (stride !== 1 || 2 * pixels !== size - 1) given.tell("readPadding", { pixels });
  return "same";
}

export function kerasPadding(given: CallArguments): Padding {
  const said = given.text("padding", "valid");
  if (said !== "same" && said !== "valid") given.tell("readArgumentLeftOut", { argument: "padding" });
  return said === "same" ? "same" : "valid";
}
