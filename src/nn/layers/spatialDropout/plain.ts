import { plainGrouped } from "../plain-grouped";
import { plainLayer } from "../plain-layer";
import { mapsOf, spatialDropout } from "./layer";

export const spatialDropoutPlain = plainLayer(spatialDropout, plainGrouped(mapsOf));
