import { layerPage } from "../page-layer";
import { layerNorm } from "./layer";

export const layerNormPage = layerPage(layerNorm, {
  group: "normalisation",
  fields: [{ kind: "number", key: "epsilon", min: 0, named: true }],
  // The bell of a normal distribution above its axis.
  drawing: { path: "M2 20H22M3 18C8 18 8.5 4 12 4S16 18 21 18M12 4V20" },
});
