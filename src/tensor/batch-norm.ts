import type { Graph, Output } from "./graph";

/** TensorFlow's fused kernels of batch normalisation: x is [rows, height, width, channels], all else [channels]. */
interface Settings {
  readonly epsilon: number;
  /** Whether by the statistics of the batch, or by those given. */
  readonly isTraining: boolean;
}

/** What the way forward keeps for the way back, in the order of the op's outputs. */
type Saved = readonly [Output, Output, Output];

interface Given extends Settings {
  readonly scale: Output;
  readonly shift: Output;
  /** The running statistics. */
  readonly mean: Output;
  readonly variance: Output;
  /** The batch's share of the new running statistics. */
  readonly momentum: number;
}

interface Normalised {
  readonly outputs: Output;
  /** The new running statistics, of the unbiased variance; only in training. */
  readonly mean: Output;
  readonly variance: Output;
  readonly saved: Saved;
}

const attributesOf = ({ epsilon, isTraining }: Settings) =>
  ({
    T: { type: "float32" },
    U: { type: "float32" },
    epsilon: { float: epsilon },
    data_format: { string: "NHWC" },
    is_training: { boolean: isTraining },
  }) as const;

export function batchNormalised(
  graph: Graph,
  x: Output,
  { scale, shift, mean, variance, momentum, ...settings }: Given,
): Normalised {
  const [outputs, newMean, newVariance, ...reserved] = graph.add("FusedBatchNormV3", {
    inputs: [x, scale, shift, mean, variance],
    attributes: { ...attributesOf(settings), exponential_avg_factor: { float: momentum } },
    outputs: {
      y: "float32",
      batch_mean: "float32",
      batch_variance: "float32",
      reserve_space_1: "float32",
      reserve_space_2: "float32",
      reserve_space_3: "float32",
    },
  });
  const [, , third] = reserved;
  // Out of training the way back takes the statistics that were given.
  const saved = settings.isTraining ? (reserved as unknown as Saved) : ([mean, variance, third!] as const);
  return { outputs: outputs!, mean: newMean!, variance: newVariance!, saved };
}

interface Way extends Settings {
  readonly x: Output;
  readonly scale: Output;
  readonly saved: Saved;
}

/** dE/dx, dE/dscale and dE/dshift, given dE/d(outputs). */
export function batchNormGradients(
  graph: Graph,
  gradient: Output,
  { x, scale, saved, ...settings }: Way,
): { readonly inputs: Output; readonly scale: Output; readonly shift: Output } {
  const [inputs, ofScale, ofShift] = graph.add("FusedBatchNormGradV3", {
    inputs: [gradient, x, scale, ...saved],
    attributes: attributesOf(settings),
    outputs: {
      x_backprop: "float32",
      scale_backprop: "float32",
      offset_backprop: "float32",
      reserve_space_4: "float32",
      reserve_space_5: "float32",
    },
  });
  return { inputs: inputs!, scale: ofScale!, shift: ofShift! };
}
