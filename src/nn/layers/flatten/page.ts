import { layerPage } from "../page-layer";
import { flatten } from "./layer";

export const flattenPage = layerPage(flatten, {
  group: "shape",
  // A square of four pixels, and the same as a row.
  drawing: { path: "M7 3h10v10H7zM12 3v10M7 8h10M3 17h18v4H3zM7.5 17v4M12 17v4M16.5 17v4" },
});
