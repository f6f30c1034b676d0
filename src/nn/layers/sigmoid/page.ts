import { layerPage } from "../page-layer";
import { sigmoid } from "./layer";

export const sigmoidPage = layerPage(sigmoid, {
  drawing: { curve: (x) => 3 / (1 + Math.exp(-2 * x)) - 1.5 },
});
