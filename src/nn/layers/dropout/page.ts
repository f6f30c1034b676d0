import { layerPage } from "../page-layer";
import { dropout } from "./layer";

export const dropoutPage = layerPage(dropout, {
  fresh: (rate) => ({ rate }),
  fields: [{ field: "rate", as: "rate" }],
  drawing: { dropped: ({ rate }) => rate },
});
