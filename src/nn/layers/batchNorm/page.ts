import { layerPage } from "../page-layer";
import { batchNorm } from "./layer";

export const batchNormPage = layerPage(batchNorm, {
  group: "normalisation",
  fields: [
    { kind: "number", key: "momentum", min: 0, max: 1, named: true },
    { kind: "number", key: "epsilon", min: 0, named: true },
  ],
  // The bell of a normal distribution, and below it the rows of the batch that it is taken over.
  drawing: { path: "M3 11C8 11 8.5 2 12 2S16 11 21 11M3 15H21M3 18.5H21M3 22H21" },
});
