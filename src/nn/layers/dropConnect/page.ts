import { layerPage } from "../page-layer";
import { penaltyFields } from "../penalty";
import { dropConnect } from "./layer";

export const dropConnectPage = layerPage(dropConnect, {
  group: "dropout",
  fresh: (rate) => ({ units: 64, rate }),
  fields: [
    { kind: "number", key: "units", min: 1, max: 65536 },
    { kind: "initializer", key: "initializer" },
    { kind: "rate", key: "rate" },
    ...penaltyFields,
  ],
  // Edges between two columns of units, some of them missing.
  drawing: {
    path: "M5 5L19 5M5 5L9 8.5M15 15.5L19 19M5 19L19 5M5 12L8 12M16 12L19 12M5 19L9 19M15 19L19 19",
  },
});
