import { call } from "../../python";
import { layerCode, plainPart } from "../layer-code";
import { spatialDropout } from "./layer";

/** Of a row each unit is a map, so there it is dropout. */
export const spatialDropoutCode = layerCode(spatialDropout, {
  pytorch: ({ rate }, { input }) =>
    plainPart(call(input.length === 3 ? "nn.Dropout2d" : "nn.Dropout", [rate])),
  keras: ({ rate }, { input }) =>
    plainPart(call(input.length === 3 ? "layers.SpatialDropout2D" : "layers.Dropout", [rate])),
});
