import { layerPage } from "../page-layer";
import { alphaDropout } from "./layer";

export const alphaDropoutPage = layerPage(alphaDropout, {
  group: "dropout",
  fresh: (rate) => ({ rate }),
  fields: [{ kind: "rate", key: "rate" }],
  // The letter alpha.
  drawing: { path: "M19 5C16 20 5 22 5 12.5S14 3 19 20" },
});
