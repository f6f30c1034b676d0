import { layerPage } from "../page-layer";
import { penaltyFields } from "../penalty";
import { dense } from "./layer";

export const densePage = layerPage(dense, {
  group: "core",
  fresh: () => ({ units: 64 }),
  fields: [
    { kind: "number", key: "units", min: 1, max: 65536 },
    { kind: "initializer", key: "initializer" },
    ...penaltyFields,
  ],
  drawing: { dropped: () => 0 },
});
