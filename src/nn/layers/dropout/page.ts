import { layerPage } from "../page-layer";
import { dropout } from "./layer";
import { dropoutScalings } from "./scalings";

export const dropoutPage = layerPage(dropout, {
  group: "core",
  fresh: (rate) => ({ rate }),
  fields: [
    { kind: "rate", key: "rate" },
    { kind: "choice", key: "scaling", options: dropoutScalings, texts: "dropoutScalings", together: true },
  ],
  drawing: { dropped: ({ rate }) => rate },
});
