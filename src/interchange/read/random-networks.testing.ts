import fc from "fast-check";
import { initializerNames } from "../../nn/initializers/kinds";
import { kindOf, type Layer, layerSchema, type LayerType } from "../../nn/layers/kinds";
import { shortcutBetween } from "../../nn/layers/residual/shortcut";
import { paddings } from "../../nn/layers/windows";
import { layerShapes } from "../../nn/network";
import { type Shape, sizeOf } from "../../nn/shape";

/** Random networks of every kind of layer with every setting, for tests of what reads them back. */

const rate = fc.integer({ min: 0, max: 9 }).map((tenths) => tenths / 10);
const width = fc.integer({ min: 1, max: 12 });
const small = fc.integer({ min: 1, max: 3 });
const epsilon = fc.constantFrom(1e-5, 1e-3, 0.1);
const initializer = fc.constantFrom(...initializerNames);
const penalty = fc.constantFrom(undefined, undefined, 0.001, 0.02);
const kernel = { initializer, l1: penalty, l2: penalty };
const window = { stride: small, padding: fc.constantFrom(...paddings) };
/** Of a reshape: a number that chooses among the sides that fit. */
const choice = fc.nat({ max: 1000 });

/** What each setting of each kind may be: a kind or a setting that is missing here fails the test. */
export const settings: Readonly<
  Record<Exclude<LayerType, "residual">, Readonly<Record<string, fc.Arbitrary<unknown>>>>
> = {
  dense: { units: width, ...kernel },
  dropout: { rate, scaling: fc.constantFrom("inverted", "classic", "none") },
  batchNorm: { momentum: fc.constantFrom(0.1, 0.01, 0.3), epsilon },
  conv2d: { filters: width, kernelSize: small, ...window, ...kernel },
  maxPool2d: { poolSize: small, ...window },
  averagePool2d: { poolSize: small, ...window },
  globalAveragePool2d: {},
  gaussianDropout: { rate },
  alphaDropout: { rate },
  spatialDropout: { rate },
  dropConnect: { units: width, rate, ...kernel },
  gaussianNoise: { deviation: rate },
  layerNorm: { epsilon },
  flatten: {},
  reshape: { height: choice, width: choice, channels: choice },
  stochasticDepth: { rate },
  leakyRelu: { slope: rate },
  elu: { alpha: fc.constantFrom(0.5, 1, 2) },
  relu: {},
  selu: {},
  tanh: {},
  sigmoid: {},
  gelu: {},
  silu: {},
  softplus: {},
};

const simple = fc.oneof(
  ...Object.entries(settings).map(([type, own]) => fc.record({ type: fc.constant(type), ...own })),
);
const block = fc.record({
  type: fc.constant("residual"),
  initializer,
  layers: fc.array(simple, { minLength: 1, maxLength: 4 }),
});
const drawn = fc.array(fc.oneof({ weight: 4, arbitrary: simple }, { weight: 1, arbitrary: block }), {
  maxLength: 8,
});
type Drawn = Readonly<Record<string, unknown>>;

/** The layers among these that the ones before them let stand there. */
function fitting(some: readonly Drawn[], input: Shape): Layer[] {
  const layers: Layer[] = [];
  let before = input;
  for (const each of some) {
    const layer = fittingOne(each, before);
    if (!layer) continue;
    layers.push(layer);
    before = after([layer], before);
  }
  return layers;
}

function fittingOne(each: Drawn, input: Shape): Layer | null {
  if (each["type"] === "residual") {
    const body = fitting(each["layers"] as readonly Drawn[], input);
    const fits = body.length > 0 && shortcutBetween(input, after(body, input));
    return fits ? layerSchema.parse({ ...each, layers: body }) : null;
  }
  const layer = layerSchema.parse(each["type"] === "reshape" ? reshapeOf(each, sizeOf(input)) : each);
  return (kindOf(layer).faults?.(layer, input) ?? []).length === 0 ? layer : null;
}

const after = (layers: readonly Layer[], input: Shape) => layerShapes(layers, input).at(-1)!.output;

function reshapeOf({ height, channels }: Drawn, values: number): Drawn {
  const chosen = (number: unknown, among: number) => {
    const divisors = Array.from({ length: among }, (_, before) => before + 1).filter(
      (each) => among % each === 0,
    );
    return divisors[(number as number) % divisors.length]!;
  };
  const depth = chosen(channels, values);
  const rows = chosen(height, values / depth);
  return { type: "reshape", height: rows, width: values / depth / rows, channels: depth };
}

/** Rows of 12 numbers, or pictures. */
export const rowShape = [12] as const;
export const pictureShape = [12, 11, 2] as const;

export interface RandomNetwork {
  readonly isPicture: boolean;
  readonly layers: readonly Layer[];
}

/** Each ends in a dense layer of 4 units. On pictures each begins with a convolution, so that it takes them as such. */
export const randomNetworks: fc.Arbitrary<RandomNetwork> = fc
  .tuple(fc.boolean(), fc.record({ type: fc.constant("conv2d"), ...settings.conv2d }), drawn)
  .map(([isPicture, first, some]) => ({
    isPicture,
    layers: fitting(
      [...(isPicture ? [first] : []), ...some, { type: "dense", units: 4 }],
      isPicture ? pictureShape : rowShape,
    ),
  }));
