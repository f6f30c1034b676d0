import type { Layer, LayerType } from "./kinds";
import type { OnnxLayer } from "./onnx-layer";
import { batchNormOnnx } from "./batchNorm/onnx";
import { conv2dOnnx } from "./conv2d/onnx";
import { maxPool2dOnnx } from "./maxPool2d/onnx";
import { averagePool2dOnnx } from "./averagePool2d/onnx";
import { globalAveragePool2dOnnx } from "./globalAveragePool2d/onnx";
import { denseOnnx } from "./dense/onnx";
import { dropoutOnnx } from "./dropout/onnx";
import { gaussianDropoutOnnx } from "./gaussianDropout/onnx";
import { alphaDropoutOnnx } from "./alphaDropout/onnx";
import { spatialDropoutOnnx } from "./spatialDropout/onnx";
import { dropConnectOnnx } from "./dropConnect/onnx";
import { gaussianNoiseOnnx } from "./gaussianNoise/onnx";
import { eluOnnx } from "./elu/onnx";
import { flattenOnnx } from "./flatten/onnx";
import { geluOnnx } from "./gelu/onnx";
import { layerNormOnnx } from "./layerNorm/onnx";
import { leakyReluOnnx } from "./leakyRelu/onnx";
import { reluOnnx } from "./relu/onnx";
import { reshapeOnnx } from "./reshape/onnx";
import { residualOnnx } from "./residual/onnx";
import { stochasticDepthOnnx } from "./stochasticDepth/onnx";
import { seluOnnx } from "./selu/onnx";
import { sigmoidOnnx } from "./sigmoid/onnx";
import { siluOnnx } from "./silu/onnx";
import { softplusOnnx } from "./softplus/onnx";
import { tanhOnnx } from "./tanh/onnx";

/** Each kind of layer in ONNX's operators. */
const layers = {
  dense: denseOnnx,
  dropout: dropoutOnnx,
  batchNorm: batchNormOnnx,
  conv2d: conv2dOnnx,
  maxPool2d: maxPool2dOnnx,
  averagePool2d: averagePool2dOnnx,
  globalAveragePool2d: globalAveragePool2dOnnx,
  gaussianDropout: gaussianDropoutOnnx,
  alphaDropout: alphaDropoutOnnx,
  spatialDropout: spatialDropoutOnnx,
  dropConnect: dropConnectOnnx,
  gaussianNoise: gaussianNoiseOnnx,
  layerNorm: layerNormOnnx,
  flatten: flattenOnnx,
  reshape: reshapeOnnx,
  stochasticDepth: stochasticDepthOnnx,
  residual: residualOnnx,
  leakyRelu: leakyReluOnnx,
  elu: eluOnnx,
  relu: reluOnnx,
  selu: seluOnnx,
  tanh: tanhOnnx,
  sigmoid: sigmoidOnnx,
  gelu: geluOnnx,
  silu: siluOnnx,
  softplus: softplusOnnx,
} satisfies Record<LayerType, unknown>;

/** The type selects the settings that the nodes are made of, which the compiler cannot follow. */
export function onnxOf({ type }: { readonly type: LayerType }): OnnxLayer<Layer> {
  return layers[type] as unknown as OnnxLayer<Layer>;
}
