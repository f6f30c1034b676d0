import { layerPage } from "../page-layer";
import { softplus } from "./layer";

export const softplusPage = layerPage(softplus, { drawing: { curve: (x) => Math.log(1 + Math.exp(x)) } });
