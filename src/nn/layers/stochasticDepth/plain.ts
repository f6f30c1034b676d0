import { plainGrouped } from "../plain-grouped";
import { plainLayer } from "../plain-layer";
import { stochasticDepth, wholeSample } from "./layer";

export const stochasticDepthPlain = plainLayer(stochasticDepth, plainGrouped(wholeSample));
