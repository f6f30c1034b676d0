import { layerPage } from "../page-layer";
import { gelu } from "./layer";

export const geluPage = layerPage(gelu, { drawing: { curve: (x) => x / (1 + Math.exp(-1.702 * x)) } });
