import { layerPage } from "../page-layer";
import { leakyRelu } from "./layer";

export const leakyReluPage = layerPage(leakyRelu, {
  fields: [{ kind: "number", key: "slope", min: 0, max: 1, step: 0.01, named: true }],
  drawing: { curve: (x) => (x < 0 ? 0.12 * x : x) },
});
