import { layerPage } from "../page-layer";
import { dense } from "./layer";

export const densePage = layerPage(dense, {
  fresh: () => ({ units: 64 }),
  fields: [
    { kind: "number", key: "units", min: 1, max: 65536 },
    { kind: "initializer", key: "initializer" },
  ],
  drawing: { dropped: () => 0 },
});
