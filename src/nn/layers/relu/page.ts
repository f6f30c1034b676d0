import { layerPage } from "../page-layer";
import { relu } from "./layer";

export const reluPage = layerPage(relu, { drawing: { curve: (x) => Math.max(0, x) } });
