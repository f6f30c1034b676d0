import type { Optimizer } from "../experiment/schema";
import type { Tensor1D, Tensorflow } from "../tensor/tensorflow";

type SettingsOf<Name extends Optimizer["type"]> = Extract<Optimizer, { type: Name }>;

/** An optimizer's values: one vector of all the network's parameters, and its own vectors of the same length. */
export type OptimizerState = {
  readonly weights: Tensor1D;
  /** Running averages and the like; zero at the start. */
  readonly slots: Tensor1D[];
};

interface OptimizerRule<Name extends Optimizer["type"]> {
  readonly slots: number;
  /** The state after step number `step`, counted from 1. */
  step(
    tf: Tensorflow,
    state: OptimizerState,
    gradient: Tensor1D,
    settings: SettingsOf<Name>,
    number: number,
  ): OptimizerState;
}

/**
 * Update rules, in the form that TensorFlow's ResourceApply… kernels and Keras 3 compute. All are elementwise, so one
 * vector of all parameters needs a handful of ops; separate tensors for each kernel and bias would need a hundred.
 */
export const optimizers: { [Name in Optimizer["type"]]: OptimizerRule<Name> } = {
  /** ResourceApplyMomentum: a ← momentum·a + g; w ← w - rate·a, or with Nesterov w - rate·(g + momentum·a). */
  sgd: {
    slots: 1,
    step(tf, { weights, slots }, gradient, { learningRate, momentum, nesterov }) {
      const moved = tf.add<Tensor1D>(tf.mul(slots[0]!, momentum), gradient);
      const direction = nesterov ? tf.add(gradient, tf.mul(moved, momentum)) : moved;
      return { weights: tf.sub(weights, tf.mul(direction, learningRate)), slots: [moved] };
    },
  },

  /** ResourceApplyAdam (Kingma and Ba 2015, the form before its section 2.1 with "epsilon hat"). */
  adam: { slots: 2, step: adamStep },

  /** Loshchilov and Hutter 2019, as PyTorch and Keras: w ← w · (1 - rate·decay), kernels and biases, then Adam's step. */
  adamW: {
    slots: 2,
    step(tf, { weights, slots }, gradient, settings, number) {
      const decayed = tf.mul<Tensor1D>(weights, 1 - settings.learningRate * settings.weightDecay);
      return adamStep(tf, { weights: decayed, slots }, gradient, settings, number);
    },
  },

  /** ResourceApplyRMSProp: s ← decay·s + (1 - decay)·g²; m ← momentum·m + rate·g / sqrt(s + epsilon); w ← w - m. */
  rmsprop: {
    slots: 2,
    step(tf, { weights, slots }, gradient, { learningRate, decay, momentum, epsilon }) {
      const square = runningMean(tf, slots[0]!, tf.square(gradient), decay);
      const scaled = tf.mul(tf.div(gradient, tf.sqrt(tf.add(square, epsilon))), learningRate);
      const moved = tf.add<Tensor1D>(tf.mul(slots[1]!, momentum), scaled);
      return { weights: tf.sub(weights, moved), slots: [square, moved] };
    },
  },
};

/** m, v ← running means of g and g²; w ← w - rate·sqrt(1 - beta2ᵗ)/(1 - beta1ᵗ) · m / (sqrt(v) + epsilon). */
function adamStep(
  tf: Tensorflow,
  { weights, slots }: OptimizerState,
  gradient: Tensor1D,
  { learningRate, beta1, beta2, epsilon }: SettingsOf<"adam"> | SettingsOf<"adamW">,
  number: number,
): OptimizerState {
  const mean = runningMean(tf, slots[0]!, gradient, beta1);
  const square = runningMean(tf, slots[1]!, tf.square(gradient), beta2);
  const rate = (learningRate * Math.sqrt(1 - beta2 ** number)) / (1 - beta1 ** number);
  const change = tf.div(tf.mul(mean, rate), tf.add(tf.sqrt(square), epsilon));
  return { weights: tf.sub(weights, change), slots: [mean, square] };
}

function runningMean(tf: Tensorflow, mean: Tensor1D, value: Tensor1D, decay: number): Tensor1D {
  return tf.add(mean, tf.mul(tf.sub(value, mean), 1 - decay));
}

/** The number of own vectors that an optimizer has, in every engine. */
export function slotsOf({ type }: Optimizer): number {
  return optimizers[type].slots;
}

/** The state before the first step. */
export function startOptimizer(tf: Tensorflow, optimizer: Optimizer, weights: Tensor1D): OptimizerState {
  const slots = Array.from({ length: slotsOf(optimizer) }, () => tf.zerosLike(weights));
  return { weights, slots };
}

/** The state after step number `step`, counted from 1. `gradient` is dE/dweights. */
export function stepOptimizer(
  tf: Tensorflow,
  settings: Optimizer,
  state: OptimizerState,
  gradient: Tensor1D,
  number: number,
): OptimizerState {
  // The type of the settings and the rule it selects belong together, which the compiler cannot follow.
  const rule = optimizers[settings.type] as OptimizerRule<Optimizer["type"]>;
  return rule.step(tf, state, gradient, settings, number);
}
