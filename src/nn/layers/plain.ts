import type { Layer, LayerType } from "./kinds";
import type { PlainLayer } from "./plain-layer";
import { batchNormPlain } from "./batchNorm/plain";
import { conv2dPlain } from "./conv2d/plain";
import { maxPool2dPlain } from "./maxPool2d/plain";
import { averagePool2dPlain } from "./averagePool2d/plain";
import { globalAveragePool2dPlain } from "./globalAveragePool2d/plain";
import { densePlain } from "./dense/plain";
import { dropoutPlain } from "./dropout/plain";
import { gaussianDropoutPlain } from "./gaussianDropout/plain";
import { alphaDropoutPlain } from "./alphaDropout/plain";
import { spatialDropoutPlain } from "./spatialDropout/plain";
import { dropConnectPlain } from "./dropConnect/plain";
import { gaussianNoisePlain } from "./gaussianNoise/plain";
import { eluPlain } from "./elu/plain";
import { flattenPlain } from "./flatten/plain";
import { geluPlain } from "./gelu/plain";
import { layerNormPlain } from "./layerNorm/plain";
import { leakyReluPlain } from "./leakyRelu/plain";
import { reluPlain } from "./relu/plain";
import { reshapePlain } from "./reshape/plain";
import { residualPlain } from "./residual/plain";
import { stochasticDepthPlain } from "./stochasticDepth/plain";
import { seluPlain } from "./selu/plain";
import { sigmoidPlain } from "./sigmoid/plain";
import { siluPlain } from "./silu/plain";
import { softplusPlain } from "./softplus/plain";
import { tanhPlain } from "./tanh/plain";

/** Each kind of layer in tfjs ops. */
const plain = {
  dense: densePlain,
  dropout: dropoutPlain,
  batchNorm: batchNormPlain,
  conv2d: conv2dPlain,
  maxPool2d: maxPool2dPlain,
  averagePool2d: averagePool2dPlain,
  globalAveragePool2d: globalAveragePool2dPlain,
  gaussianDropout: gaussianDropoutPlain,
  alphaDropout: alphaDropoutPlain,
  spatialDropout: spatialDropoutPlain,
  dropConnect: dropConnectPlain,
  gaussianNoise: gaussianNoisePlain,
  layerNorm: layerNormPlain,
  flatten: flattenPlain,
  reshape: reshapePlain,
  stochasticDepth: stochasticDepthPlain,
  residual: residualPlain,
  leakyRelu: leakyReluPlain,
  elu: eluPlain,
  relu: reluPlain,
  selu: seluPlain,
  tanh: tanhPlain,
  sigmoid: sigmoidPlain,
  gelu: geluPlain,
  silu: siluPlain,
  softplus: softplusPlain,
} satisfies Record<LayerType, unknown>;

/** The type selects the settings that the ops take, which the compiler cannot follow. */
export function plainOf({ type }: { readonly type: LayerType }): PlainLayer<Layer> {
  return plain[type] as unknown as PlainLayer<Layer>;
}
