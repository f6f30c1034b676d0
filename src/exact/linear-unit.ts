/**
 * A linear unit whose inputs dropout masks: y = Σ mask · weight · input, over all masks rather than a sample of them.
 * Rates are probabilities of dropping.
 */
export interface LinearUnit {
  readonly inputs: readonly number[];
  /** As many as inputs. */
  readonly weights: readonly number[];
}

/** One of the 2ⁿ masks. */
export interface MaskedOutput {
  /** Of each input, whether it takes part. */
  readonly kept: readonly boolean[];
  /** p^dropped · (1 - p)^kept */
  readonly probability: number;
  /** The output, with kept inputs as they are. */
  readonly output: number;
  /** The output, with kept inputs multiplied by 1/(1 - p). */
  readonly inverted: number;
}

/**
 * What training and inference do with the scale: nothing, × p at inference (as some texts say), × (1 - p) at
 * inference (Srivastava et al. 2014), or × 1/(1 - p) in training.
 */
export const scalings = ["none", "timesRate", "classic", "inverted"] as const;
export type Scaling = (typeof scalings)[number];

export interface ScaledUnit {
  readonly scaling: Scaling;
  /** Mean and standard deviation of the training output over all masks. */
  readonly mean: number;
  readonly deviation: number;
  /** The output at inference, where no input is dropped. */
  readonly inference: number;
  /** Whether inference gives the mean of training. */
  readonly keepsMean: boolean;
}

/** The output at inference without any scaling: Σ weight · input. */
export const fullOutput = (unit: LinearUnit): number => sumOf(products(unit));

/** All masks of a unit, from the one that keeps all inputs to the one that drops all, as binary numbers count. */
export function allMasks(unit: LinearUnit, rate: number): MaskedOutput[] {
  const terms = products(unit);
  return Array.from({ length: 2 ** terms.length }, (_, number) => {
    const kept = terms.map((_term, index) => ((number >> (terms.length - 1 - index)) & 1) === 0);
    const output = sumOf(terms.map((term, index) => (kept[index] ? term : 0)));
    const probability = kept.reduce((product, isKept) => product * (isKept ? 1 - rate : rate), 1);
    return { kept, probability, output, inverted: output / (1 - rate) };
  });
}

/** Rounding of the sums over masks, relative to the size of the terms. */
const rounding = 1e-12;

/** A unit's output under each scaling, with the mean taken over all masks. */
export function scaledUnits(unit: LinearUnit, rate: number): ScaledUnit[] {
  const masks = allMasks(unit, rate);
  const full = fullOutput(unit);
  const size = sumOf(products(unit).map(Math.abs));
  const factors: Record<Scaling, number> = { none: 1, timesRate: rate, classic: 1 - rate, inverted: 1 };
  return scalings.map((scaling) => {
    const isInverted = scaling === "inverted";
    const { mean, deviation } = spreadOf(
      masks.map(({ probability, output, inverted }) => ({
        probability,
        value: isInverted ? inverted : output,
      })),
    );
    const inference = factors[scaling] * full;
    return { scaling, mean, deviation, inference, keepsMean: Math.abs(inference - mean) <= rounding * size };
  });
}

function spreadOf(outcomes: readonly { readonly probability: number; readonly value: number }[]) {
  const mean = sumOf(outcomes.map(({ probability, value }) => probability * value));
  const variance = sumOf(outcomes.map(({ probability, value }) => probability * (value - mean) ** 2));
  return { mean, deviation: Math.sqrt(variance) };
}

const products = ({ inputs, weights }: LinearUnit) => inputs.map((input, index) => weights[index]! * input);
const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
