import { layerPage } from "../page-layer";
import { poolFields } from "../pool-fields";
import { averagePool2d } from "./layer";

export const averagePool2dPage = layerPage(averagePool2d, {
  group: "pictures",
  fields: poolFields,
  // Four windows, a line through the middle of one of them, and what is left.
  drawing: { path: "M2 5h13v13H2zM8.5 5v13M2 11.5h13M4 8.2h2.6M17.5 11.5h1.5M20 9.5h2v4h-2z" },
});
