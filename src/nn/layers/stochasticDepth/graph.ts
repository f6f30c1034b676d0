import { graphGrouped } from "../graph-grouped";
import { graphLayer } from "../graph-layer";
import { stochasticDepth, wholeSample } from "./layer";

export const stochasticDepthGraph = graphLayer(stochasticDepth, graphGrouped(wholeSample));
