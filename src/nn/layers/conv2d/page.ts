import { layerPage } from "../page-layer";
import { penaltyFields } from "../penalty";
import { paddings } from "../windows";
import { conv2d } from "./layer";

export const conv2dPage = layerPage(conv2d, {
  group: "pictures",
  fresh: () => ({ filters: 8 }),
  fields: [
    { kind: "number", key: "filters", min: 1, max: 65536 },
    { kind: "number", key: "kernelSize", min: 1, max: 1024, named: true },
    { kind: "number", key: "stride", min: 1, max: 1024, named: true },
    { kind: "choice", key: "padding", options: paddings, texts: "paddings" },
    { kind: "initializer", key: "initializer" },
    ...penaltyFields,
  ],
  // A window on a picture, and the pixel that it gives.
  drawing: { path: "M2 5h13v13H2zM2 5h6v6H2zM8 8l11 2M18 9h4v4h-4z" },
});
