import { layerPage } from "../page-layer";
import { selu } from "./layer";

export const seluPage = layerPage(selu, {
  drawing: { curve: (x) => 1.05 * (x < 0 ? 1.67 * (Math.exp(x) - 1) : x) },
});
