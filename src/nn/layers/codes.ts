import { denseCode } from "./dense/code";
import { dropoutCode } from "./dropout/code";
import { batchNormCode } from "./batchNorm/code";
import { conv2dCode } from "./conv2d/code";
import { maxPool2dCode } from "./maxPool2d/code";
import { averagePool2dCode } from "./averagePool2d/code";
import { globalAveragePool2dCode } from "./globalAveragePool2d/code";
import { gaussianDropoutCode } from "./gaussianDropout/code";
import { alphaDropoutCode } from "./alphaDropout/code";
import { spatialDropoutCode } from "./spatialDropout/code";
import { dropConnectCode } from "./dropConnect/code";
import { gaussianNoiseCode } from "./gaussianNoise/code";
import { layerNormCode } from "./layerNorm/code";
import { flattenCode } from "./flatten/code";
import { reshapeCode } from "./reshape/code";
import { stochasticDepthCode } from "./stochasticDepth/code";
import { residualCode } from "./residual/code";
import { leakyReluCode } from "./leakyRelu/code";
import { eluCode } from "./elu/code";
import { reluCode } from "./relu/code";
import { seluCode } from "./selu/code";
import { tanhCode } from "./tanh/code";
import { sigmoidCode } from "./sigmoid/code";
import { geluCode } from "./gelu/code";
import { siluCode } from "./silu/code";
import { softplusCode } from "./softplus/code";
import type { Layer, LayerType } from "./kinds";
import type { LayerCode } from "./layer-code";

const codes = {
  dense: denseCode,
  dropout: dropoutCode,
  batchNorm: batchNormCode,
  conv2d: conv2dCode,
  maxPool2d: maxPool2dCode,
  averagePool2d: averagePool2dCode,
  globalAveragePool2d: globalAveragePool2dCode,
  gaussianDropout: gaussianDropoutCode,
  alphaDropout: alphaDropoutCode,
  spatialDropout: spatialDropoutCode,
  dropConnect: dropConnectCode,
  gaussianNoise: gaussianNoiseCode,
  layerNorm: layerNormCode,
  flatten: flattenCode,
  reshape: reshapeCode,
  stochasticDepth: stochasticDepthCode,
  residual: residualCode,
  leakyRelu: leakyReluCode,
  elu: eluCode,
  relu: reluCode,
  selu: seluCode,
  tanh: tanhCode,
  sigmoid: sigmoidCode,
  gelu: geluCode,
  silu: siluCode,
  softplus: softplusCode,
} satisfies { readonly [Type in LayerType]: LayerCode<Extract<Layer, { type: Type }>> };

/** How a layer is written in PyTorch and in Keras. The type selects the settings that its functions take, which the compiler cannot follow. */
export function codeOf({ type }: { readonly type: LayerType }): LayerCode<Layer> {
  return codes[type] as unknown as LayerCode<Layer>;
}
