import { batchNormPage } from "./batchNorm/page";
import { conv2dPage } from "./conv2d/page";
import { maxPool2dPage } from "./maxPool2d/page";
import { averagePool2dPage } from "./averagePool2d/page";
import { globalAveragePool2dPage } from "./globalAveragePool2d/page";
import { densePage } from "./dense/page";
import { dropoutPage } from "./dropout/page";
import { gaussianDropoutPage } from "./gaussianDropout/page";
import { alphaDropoutPage } from "./alphaDropout/page";
import { spatialDropoutPage } from "./spatialDropout/page";
import { dropConnectPage } from "./dropConnect/page";
import { gaussianNoisePage } from "./gaussianNoise/page";
import { eluPage } from "./elu/page";
import { flattenPage } from "./flatten/page";
import { layerNormPage } from "./layerNorm/page";
import { reshapePage } from "./reshape/page";
import { residualPage } from "./residual/page";
import { stochasticDepthPage } from "./stochasticDepth/page";
import { siluPage } from "./silu/page";
import { geluPage } from "./gelu/page";
import type { Layer, LayerType } from "./kinds";
import { kindOf } from "./kinds";
import type { LayerDrawing, LayerField, LayerGroup } from "./page-layer";
import { leakyReluPage } from "./leakyRelu/page";
import { reluPage } from "./relu/page";
import { seluPage } from "./selu/page";
import { sigmoidPage } from "./sigmoid/page";
import { softplusPage } from "./softplus/page";
import { tanhPage } from "./tanh/page";

/** How the window shows each kind of layer. */
const pages = {
  dense: densePage,
  dropout: dropoutPage,
  batchNorm: batchNormPage,
  conv2d: conv2dPage,
  maxPool2d: maxPool2dPage,
  averagePool2d: averagePool2dPage,
  globalAveragePool2d: globalAveragePool2dPage,
  gaussianDropout: gaussianDropoutPage,
  alphaDropout: alphaDropoutPage,
  spatialDropout: spatialDropoutPage,
  dropConnect: dropConnectPage,
  gaussianNoise: gaussianNoisePage,
  layerNorm: layerNormPage,
  flatten: flattenPage,
  reshape: reshapePage,
  stochasticDepth: stochasticDepthPage,
  residual: residualPage,
  leakyRelu: leakyReluPage,
  elu: eluPage,
  relu: reluPage,
  selu: seluPage,
  tanh: tanhPage,
  sigmoid: sigmoidPage,
  gelu: geluPage,
  silu: siluPage,
  softplus: softplusPage,
} satisfies Record<LayerType, unknown>;

interface AnyPage {
  readonly fresh?: (rate: number) => Partial<Layer>;
  readonly fields?: readonly LayerField[];
  readonly group?: LayerGroup;
  readonly only?: "pictures" | "blockEnds";
  readonly fieldsTellShape?: true;
  readonly drawing: LayerDrawing<Layer>;
}

/** How a kind of layer is shown. The type selects the settings that its functions take, which the compiler cannot follow. */
export function pageOf({ type }: { readonly type: LayerType }): AnyPage {
  return pages[type] as unknown as AnyPage;
}

/** A new layer with its default settings. @param rate for a layer that drops units */
export function freshLayer(type: LayerType, rate: number): Layer {
  return kindOf({ type }).schema.parse({ type, ...pageOf({ type }).fresh?.(rate) }) as Layer;
}
