import { layerPage } from "../page-layer";
import { reshape } from "./layer";

export const reshapePage = layerPage(reshape, {
  group: "shape",
  fresh: () => ({ height: 28, width: 28 }),
  fields: (["height", "width", "channels"] as const).map((key) => ({
    kind: "number",
    key,
    min: 1,
    max: 65536,
  })),
  fieldsTellShape: true,
  // A row of four pixels, and the same as a square.
  drawing: { path: "M3 3h18v4H3zM7.5 3v4M12 3v4M16.5 3v4M7 11h10v10H7zM12 11v10M7 16h10" },
});
