import { layerPage } from "../page-layer";
import { elu } from "./layer";

export const eluPage = layerPage(elu, {
  fields: [{ kind: "number", key: "alpha", min: 0.1, step: 0.1, named: true }],
  drawing: { curve: (x) => (x < 0 ? Math.exp(x) - 1 : x) },
});
