import { onnxGrouped } from "../onnx-kept";
import { onnxLayer } from "../onnx-layer";
import { stochasticDepth, wholeSample } from "./layer";

export const stochasticDepthOnnx = onnxLayer(stochasticDepth, onnxGrouped(wholeSample));
