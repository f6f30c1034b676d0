import { layerPage } from "../page-layer";
import { poolFields } from "../pool-fields";
import { maxPool2d } from "./layer";

export const maxPool2dPage = layerPage(maxPool2d, {
  group: "pictures",
  fields: poolFields,
  // Four windows, the largest value of one of them marked, and what is left.
  drawing: { path: "M2 5h13v13H2zM8.5 5v13M2 11.5h13M4 7.5h2v2H4zM17.5 11.5h1.5M20 9.5h2v4h-2z" },
});
