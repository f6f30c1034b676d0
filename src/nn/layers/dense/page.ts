import { layerPage } from "../page-layer";
import { dense } from "./layer";

export const densePage = layerPage(dense, {
  fresh: () => ({ units: 64 }),
  fields: [
    { field: "units", as: "number", min: 1, max: 65536 },
    { field: "initializer", as: "initializer" },
  ],
  drawing: { dropped: () => 0 },
});
