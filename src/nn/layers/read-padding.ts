import type { CallArguments, CallReader, FromCode } from "./layer-from-code";

/** How a window that the code tells of is padded. `pads`: the pixels left, right, above and below, held against the lab's later. */
interface ReadPadding {
  readonly padding: "valid" | "same";
  readonly pads?: readonly number[];
}

export function torchPadding(given: CallArguments): ReadPadding {
  const said = given.text("padding", "");
  if (said === "same" || said === "valid") return { padding: said };
  const sides = given.numbers("padding") ?? [0];
  const [rows = 0, columns = rows] = sides;
  if (rows === 0 && columns === 0) return { padding: "valid" };
  return { padding: "same", pads: [columns, columns, rows, rows] };
}

export function kerasPadding(given: CallArguments): ReadPadding {
  const said = given.text("padding", "valid");
  if (said !== "same" && said !== "valid") given.tell("readArgumentLeftOut", { argument: "padding" });
  return { padding: said === "same" ? "same" : "valid" };
}

/** Left, right, above, below, of one number or of these. */
function border(given: CallArguments): readonly number[] {
  const sides = given.numbers("padding") ?? [];
  return sides.length === 1 ? [sides[0]!, sides[0]!, sides[0]!, sides[0]!] : sides;
}

const zeros: CallReader = {
  parameters: ["padding"],
  read: (given) => [{ type: "pad", pads: border(given), value: 0 }],
};

/** Layers that only pad: the window after them says so in the lab. */
export const paddingFromCode: FromCode = {
  "torch.nn.ZeroPad2d": zeros,
  "torch.nn.ConstantPad2d": {
    parameters: ["padding", "value"],
    read: (given) => [{ type: "pad", pads: border(given), value: given.number("value", 0) }],
  },
};
