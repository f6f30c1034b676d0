import { layerPage } from "../page-layer";
import { spatialDropout } from "./layer";

export const spatialDropoutPage = layerPage(spatialDropout, {
  group: "dropout",
  only: "pictures",
  fresh: (rate) => ({ rate }),
  fields: [{ kind: "rate", key: "rate" }],
  // Three maps behind each other, the one in the middle crossed out.
  drawing: { path: "M3 3H13V13H3ZM7 13V17H17V7H13M7 17L17 7M17 11H21V21H11V17" },
});
