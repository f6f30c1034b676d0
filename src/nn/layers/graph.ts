import type { Layer, LayerType } from "./kinds";
import type { GraphLayer } from "./graph-layer";
import { batchNormGraph } from "./batchNorm/graph";
import { conv2dGraph } from "./conv2d/graph";
import { maxPool2dGraph } from "./maxPool2d/graph";
import { averagePool2dGraph } from "./averagePool2d/graph";
import { globalAveragePool2dGraph } from "./globalAveragePool2d/graph";
import { denseGraph } from "./dense/graph";
import { dropoutGraph } from "./dropout/graph";
import { gaussianDropoutGraph } from "./gaussianDropout/graph";
import { alphaDropoutGraph } from "./alphaDropout/graph";
import { spatialDropoutGraph } from "./spatialDropout/graph";
import { dropConnectGraph } from "./dropConnect/graph";
import { gaussianNoiseGraph } from "./gaussianNoise/graph";
import { eluGraph } from "./elu/graph";
import { flattenGraph } from "./flatten/graph";
import { geluGraph } from "./gelu/graph";
import { layerNormGraph } from "./layerNorm/graph";
import { leakyReluGraph } from "./leakyRelu/graph";
import { reluGraph } from "./relu/graph";
import { reshapeGraph } from "./reshape/graph";
import { residualGraph } from "./residual/graph";
import { stochasticDepthGraph } from "./stochasticDepth/graph";
import { seluGraph } from "./selu/graph";
import { sigmoidGraph } from "./sigmoid/graph";
import { siluGraph } from "./silu/graph";
import { softplusGraph } from "./softplus/graph";
import { tanhGraph } from "./tanh/graph";

/** Each kind of layer in TensorFlow's ops. */
const graphs = {
  dense: denseGraph,
  dropout: dropoutGraph,
  batchNorm: batchNormGraph,
  conv2d: conv2dGraph,
  maxPool2d: maxPool2dGraph,
  averagePool2d: averagePool2dGraph,
  globalAveragePool2d: globalAveragePool2dGraph,
  gaussianDropout: gaussianDropoutGraph,
  alphaDropout: alphaDropoutGraph,
  spatialDropout: spatialDropoutGraph,
  dropConnect: dropConnectGraph,
  gaussianNoise: gaussianNoiseGraph,
  layerNorm: layerNormGraph,
  flatten: flattenGraph,
  reshape: reshapeGraph,
  stochasticDepth: stochasticDepthGraph,
  residual: residualGraph,
  leakyRelu: leakyReluGraph,
  elu: eluGraph,
  relu: reluGraph,
  selu: seluGraph,
  tanh: tanhGraph,
  sigmoid: sigmoidGraph,
  gelu: geluGraph,
  silu: siluGraph,
  softplus: softplusGraph,
} satisfies Record<LayerType, unknown>;

/** The type selects the settings that the nodes are made of, which the compiler cannot follow. */
export function graphOf({ type }: { readonly type: LayerType }): GraphLayer<Layer> {
  return graphs[type] as unknown as GraphLayer<Layer>;
}
