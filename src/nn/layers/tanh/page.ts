import { layerPage } from "../page-layer";
import { tanh } from "./layer";

export const tanhPage = layerPage(tanh, { drawing: { curve: (x) => 1.5 * Math.tanh(x) } });
