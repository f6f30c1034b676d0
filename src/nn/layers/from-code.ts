import { alphaDropoutFromCode } from "./alphaDropout/from-code";
import { paddingFromCode } from "./read-padding";
import { preparationFromCode } from "./read-preparation";
import { averagePool2dFromCode } from "./averagePool2d/from-code";
import { batchNormFromCode } from "./batchNorm/from-code";
import { conv2dFromCode } from "./conv2d/from-code";
import { denseFromCode } from "./dense/from-code";
import { dropConnectFromCode } from "./dropConnect/from-code";
import { dropoutFromCode } from "./dropout/from-code";
import { eluFromCode } from "./elu/from-code";
import { flattenFromCode } from "./flatten/from-code";
import { gaussianDropoutFromCode } from "./gaussianDropout/from-code";
import { gaussianNoiseFromCode } from "./gaussianNoise/from-code";
import { geluFromCode } from "./gelu/from-code";
import { globalAveragePool2dFromCode } from "./globalAveragePool2d/from-code";
import { layerNormFromCode } from "./layerNorm/from-code";
import { leakyReluFromCode } from "./leakyRelu/from-code";
import { maxPool2dFromCode } from "./maxPool2d/from-code";
import { reluFromCode } from "./relu/from-code";
import { reshapeFromCode } from "./reshape/from-code";
import { seluFromCode } from "./selu/from-code";
import { sigmoidFromCode } from "./sigmoid/from-code";
import { siluFromCode } from "./silu/from-code";
import { softplusFromCode } from "./softplus/from-code";
import { spatialDropoutFromCode } from "./spatialDropout/from-code";
import { stochasticDepthFromCode } from "./stochasticDepth/from-code";
import { tanhFromCode } from "./tanh/from-code";
import type { CallReader, FromCode } from "./layer-from-code";

/** How every kind of layer is read from foreign code; blocks are where code adds a value to an earlier one. */
const readers: FromCode = {
  ...alphaDropoutFromCode,
  ...averagePool2dFromCode,
  ...batchNormFromCode,
  ...conv2dFromCode,
  ...denseFromCode,
  ...dropConnectFromCode,
  ...dropoutFromCode,
  ...eluFromCode,
  ...flattenFromCode,
  ...gaussianDropoutFromCode,
  ...gaussianNoiseFromCode,
  ...geluFromCode,
  ...globalAveragePool2dFromCode,
  ...layerNormFromCode,
  ...leakyReluFromCode,
  ...maxPool2dFromCode,
  ...reluFromCode,
  ...reshapeFromCode,
  ...seluFromCode,
  ...sigmoidFromCode,
  ...siluFromCode,
  ...softplusFromCode,
  ...spatialDropoutFromCode,
  ...stochasticDepthFromCode,
  ...tanhFromCode,
  ...paddingFromCode,
  ...preparationFromCode,
};

/** What trains in the lab's own scripts, by what it says of itself. */
const ownTraining: Readonly<Record<string, string>> = {
  "lab.torch.RMSpropTF": "RMSprop with epsilon under the root",
  "lab.keras.MomentumSGD": "SGD whose momentum keeps gradients, not steps",
  "lab.keras.WarmUp": "Up to the learning rate in equal steps, then another schedule.",
};

/** The whole name of a class that the lab's own scripts define; null for any other. @param source of the class */
export function ownNameOf(name: string, isTorch: boolean, source: string): string | null {
  const whole = `lab.${isTorch ? "torch" : "keras"}.${name}`;
  const says = ownTraining[whole] ?? callReaderOf(whole)?.says;
  return says !== undefined && source.includes(says) ? whole : null;
}

/** The reader of a call; undefined if the lab has no such layer. @param name the whole name: `torch.nn.Linear` */
export function callReaderOf(name: string): CallReader | undefined {
  return Object.hasOwn(readers, name) ? readers[name] : undefined;
}
