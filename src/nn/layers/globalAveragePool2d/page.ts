import { layerPage } from "../page-layer";
import { globalAveragePool2d } from "./layer";

export const globalAveragePool2dPage = layerPage(globalAveragePool2d, {
  group: "pictures",
  // A whole picture with a line through its middle, and one value.
  drawing: { path: "M2 5h13v13H2zM5 11.5h7M17.5 11.5h1.5M20 9.5h2v4h-2z" },
});
