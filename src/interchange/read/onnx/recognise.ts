import { drawn, gelu, rows, type Samples, seluOf, sigmoid, silu, softplus, tanhGelu } from "./samples";

/** What a stretch of arithmetic is. */
export type Recognised =
  | { readonly kind: "identity" }
  | { readonly kind: "activation"; readonly name: string; readonly parameters: readonly (number | string)[] }
  /** For each channel a factor and a summand. */
  | { readonly kind: "affine"; readonly factors: Float32Array; readonly summands: Float32Array }
  | {
      readonly kind: "layerNorm";
      readonly epsilon: number;
      readonly scale: Float32Array;
      readonly shift: Float32Array;
    };

/** Relative to values of about 1: constants of 32 bits are this near. */
const tolerance = 1e-6;

/** Seven digits: what a 32-bit float was written from, 0.3 rather than 0.30000001192. */
export const readable = (value: number) => Number(value.toPrecision(7));

/** @param found what became of `drawn` @param numbers that stand in the stretch, one of which may be an epsilon */
export function recognised(found: Samples, numbers: readonly number[]): Recognised | null {
  const given = drawn(found.channels);
  if (agrees(found, (index) => given.values[index]!)) return { kind: "identity" };
  return activation(given, found) ?? affine(given, found) ?? layerNorm(given, found, numbers);
}

function agrees({ values }: Samples, expected: (index: number) => number): boolean {
  return values.every((value, index) => {
    const wanted = expected(index);
    return Math.abs(value - wanted) <= tolerance * (1 + Math.abs(wanted));
  });
}

const named = (name: string, ...parameters: (number | string)[]): Recognised => ({
  kind: "activation",
  ...{ name, parameters },
});

function activation({ values: x }: Samples, found: Samples): Recognised | null {
  const negative = x.findIndex((value) => value < -1);
  const [at, y] = [x[negative]!, found.values[negative]!];
  const [slope, alpha] = [y / at, y / Math.expm1(at)];
  const candidates: readonly [(x: number) => number, Recognised][] = [
    [(each) => Math.max(0, each), named("ReLU")],
    [Math.tanh, named("Tanh")],
    [sigmoid, named("Sigmoid")],
    [gelu, named("GELU")],
    [silu, named("SiLU")],
    [softplus, named("Softplus")],
    [seluOf, named("SELU")],
    [tanhGelu, named("GELU", "tanh")],
    [(each) => (each < 0 ? slope * each : each), named("LeakyReLU", readable(slope))],
    [(each) => (each < 0 ? alpha * Math.expm1(each) : each), named("ELU", readable(alpha))],
  ];
  return candidates.find(([of]) => agrees(found, (index) => of(x[index]!)))?.[1] ?? null;
}

/** For each channel the line through its values. */
function lines(x: Samples, y: Samples): { factors: Float64Array; summands: Float64Array } {
  const { channels } = x;
  const factors = new Float64Array(channels);
  const summands = new Float64Array(channels);
  for (let channel = 0; channel < channels; channel++) {
    let [meanX, meanY, products, squares] = [0, 0, 0, 0];
    for (let row = 0; row < rows; row++) {
      meanX += x.values[row * channels + channel]! / rows;
      meanY += y.values[row * channels + channel]! / rows;
    }
    for (let row = 0; row < rows; row++) {
      const from = x.values[row * channels + channel]! - meanX;
      products += from * (y.values[row * channels + channel]! - meanY);
      squares += from ** 2;
    }
    factors[channel] = products / squares;
    summands[channel] = meanY - factors[channel]! * meanX;
  }
  return { factors, summands };
}

function affine(given: Samples, found: Samples): Recognised | null {
  const { factors, summands } = lines(given, found);
  const { channels } = given;
  const line = (index: number) =>
    factors[index % channels]! * given.values[index]! + summands[index % channels]!;
  if (!agrees(found, line)) return null;
  return { kind: "affine", factors: Float32Array.from(factors), summands: Float32Array.from(summands) };
}

const usualEpsilons = [1e-5, 1e-3, 1e-6, 1e-7, 1e-8, 1e-12];

/** Over the channels, as Ba et al. 2016. */
function layerNorm(given: Samples, found: Samples, numbers: readonly number[]): Recognised | null {
  const { channels } = given;
  if (channels < 2) return null;
  for (const epsilon of [...numbers.filter((each) => each > 0 && each < 1), ...usualEpsilons]) {
    const normal = normalised(given, epsilon);
    const { factors, summands } = lines(normal, found);
    const line = (index: number) =>
      factors[index % channels]! * normal.values[index]! + summands[index % channels]!;
    if (agrees(found, line))
      return {
        ...{ kind: "layerNorm", epsilon: readable(epsilon) },
        ...{ scale: Float32Array.from(factors), shift: Float32Array.from(summands) },
      };
  }
  return null;
}

function normalised({ channels, values }: Samples, epsilon: number): Samples {
  const normal = new Float64Array(values.length);
  for (let start = 0; start < values.length; start += channels) {
    const own = values.subarray(start, start + channels);
    const mean = own.reduce((sum, value) => sum + value, 0) / channels;
    const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / channels;
    own.forEach((value, at) => (normal[start + at] = (value - mean) / Math.sqrt(variance + epsilon)));
  }
  return { channels, values: normal };
}
