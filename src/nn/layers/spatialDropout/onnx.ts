import { onnxGrouped } from "../onnx-kept";
import { onnxLayer } from "../onnx-layer";
import { mapsOf, spatialDropout } from "./layer";

export const spatialDropoutOnnx = onnxLayer(spatialDropout, onnxGrouped(mapsOf));
