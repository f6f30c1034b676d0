import { z } from "../../messages/zod";
import { batchNorm } from "./batchNorm/layer";
import { conv2d } from "./conv2d/layer";
import { maxPool2d } from "./maxPool2d/layer";
import { averagePool2d } from "./averagePool2d/layer";
import { globalAveragePool2d } from "./globalAveragePool2d/layer";
import { dense } from "./dense/layer";
import { dropout } from "./dropout/layer";
import { gaussianDropout } from "./gaussianDropout/layer";
import { alphaDropout } from "./alphaDropout/layer";
import { spatialDropout } from "./spatialDropout/layer";
import { dropConnect } from "./dropConnect/layer";
import { gaussianNoise } from "./gaussianNoise/layer";
import { elu } from "./elu/layer";
import { flatten } from "./flatten/layer";
import { layerNorm } from "./layerNorm/layer";
import { reshape } from "./reshape/layer";
import { residualKind } from "./residual/layer";
import { stochasticDepth } from "./stochasticDepth/layer";
import { silu } from "./silu/layer";
import { gelu } from "./gelu/layer";
import type { LayerKind } from "./layer-kind";
import { leakyRelu } from "./leakyRelu/layer";
import { relu } from "./relu/layer";
import { selu } from "./selu/layer";
import { sigmoid } from "./sigmoid/layer";
import { softplus } from "./softplus/layer";
import { tanh } from "./tanh/layer";

/** Every kind of layer but blocks, in the order in which they are offered: a new one is its folder and one entry in each list like this. */
const simpleKinds = [
  dense,
  dropout,
  batchNorm,
  conv2d,
  maxPool2d,
  averagePool2d,
  globalAveragePool2d,
  gaussianDropout,
  alphaDropout,
  spatialDropout,
  dropConnect,
  gaussianNoise,
  layerNorm,
  flatten,
  reshape,
  stochasticDepth,
  leakyRelu,
  elu,
  relu,
  selu,
  tanh,
  sigmoid,
  gelu,
  silu,
  softplus,
] as const;

type SchemasOf<Kinds> = {
  [Place in keyof Kinds]: Kinds[Place] extends LayerKind<infer Schema> ? Schema : never;
};

const simpleSchema = z.discriminatedUnion(
  "type",
  simpleKinds.map(({ schema }) => schema) as unknown as SchemasOf<typeof simpleKinds>,
);

/** Blocks hold layers of the kinds above. */
export const residual = residualKind(simpleSchema);

const kinds = [...simpleKinds, residual] as const;

/** A layer of the document. */
export const layerSchema = z.discriminatedUnion("type", [...simpleSchema.options, residual.schema]);

export type Layer = z.infer<typeof layerSchema>;
export type LayerType = Layer["type"];

/** A kind of layer as the rest of the lab sees it: the settings are those of any layer. */
export type AnyKind = LayerKind<z.ZodObject, Layer>;

const byType = new Map(kinds.map((kind) => [kind.schema.shape.type.value, kind]));

export const layerTypes = [...byType.keys()];

/** The kind of a layer. The type selects the settings that its functions take, which the compiler cannot follow. */
export function kindOf({ type }: { readonly type: LayerType }): AnyKind {
  return byType.get(type) as unknown as AnyKind;
}
