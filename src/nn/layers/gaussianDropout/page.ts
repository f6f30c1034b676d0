import { layerPage } from "../page-layer";
import { gaussianDropout } from "./layer";

export const gaussianDropoutPage = layerPage(gaussianDropout, {
  group: "dropout",
  fresh: (rate) => ({ rate }),
  fields: [{ kind: "rate", key: "rate" }],
  drawing: { scaled: ({ rate }) => rate },
});
