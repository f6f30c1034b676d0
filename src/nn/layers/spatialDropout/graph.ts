import { graphGrouped } from "../graph-grouped";
import { graphLayer } from "../graph-layer";
import { mapsOf, spatialDropout } from "./layer";

export const spatialDropoutGraph = graphLayer(spatialDropout, graphGrouped(mapsOf));
