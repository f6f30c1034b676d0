import { residual } from "../kinds";
import { layerPage } from "../page-layer";

export const residualPage = layerPage(residual, {
  group: "shape",
  fresh: () => ({ layers: [{ type: "dense" as const, units: 64 }, { type: "relu" as const }] }),
  fields: [{ kind: "initializer", key: "initializer" }],
  // A path through two layers, and one around them.
  drawing: {
    path: "M12 2V5M7 5H17V9H7ZM12 9V11M7 11H17V15H7ZM12 15V22M12 3.5H20.5V18.5H12M10 18.5H14M12 16.5V20.5",
  },
});
