import { layerPage } from "../page-layer";
import { gaussianNoise } from "./layer";

export const gaussianNoisePage = layerPage(gaussianNoise, {
  group: "dropout",
  fields: [{ kind: "number", key: "deviation", min: 0, max: 1000, named: true }],
  drawing: { path: "M2 12L4 8L6 15L8 5L10 17L12 10L14 20L16 7L18 14L20 9L22 12" },
});
