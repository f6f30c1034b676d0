import { layerPage } from "../page-layer";
import { dropout } from "./layer";

export const dropoutPage = layerPage(dropout, {
  fresh: (rate) => ({ rate }),
  fields: [{ kind: "rate", key: "rate" }],
  drawing: { dropped: ({ rate }) => rate },
});
