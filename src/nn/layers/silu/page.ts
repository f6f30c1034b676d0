import { layerPage } from "../page-layer";
import { silu } from "./layer";

export const siluPage = layerPage(silu, { drawing: { curve: (x) => x / (1 + Math.exp(-1.6 * x)) } });
