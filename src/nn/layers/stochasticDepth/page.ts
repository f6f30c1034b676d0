import { layerPage } from "../page-layer";
import { stochasticDepth } from "./layer";

export const stochasticDepthPage = layerPage(stochasticDepth, {
  group: "dropout",
  only: "blockEnds",
  fresh: (rate) => ({ rate }),
  fields: [{ kind: "rate", key: "rate" }],
  // A layer that is crossed out, and the path around it.
  drawing: { path: "M12 2V8M7 8H17V15H7ZM12 15V22M7 8L17 15M17 8L7 15M12 4.5H21V18.5H12" },
});
