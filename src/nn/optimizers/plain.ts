import type { Tensor1D, Tensorflow } from "../../tensor/tensorflow";
import { adam } from "./adam/plain";
import { adamW } from "./adamW/plain";
import type { OptimizerState, PlainOptimizer } from "./plain-optimizer";
import { type Optimizer, optimizerOf, type OptimizerType } from "./kinds";
import { rmsprop } from "./rmsprop/plain";
import { sgd } from "./sgd/plain";

/** The steps of every optimizer in tfjs ops. */
const steps: { [Type in OptimizerType]: PlainOptimizer<Optimizer & { type: Type }> } = {
  sgd,
  adam,
  adamW,
  rmsprop,
};

/** The state before the first step. */
export function startOptimizer(tf: Tensorflow, optimizer: Optimizer, weights: Tensor1D): OptimizerState {
  return { weights, slots: optimizerOf(optimizer).slots.map(() => tf.zerosLike(weights)) };
}

/** The state after step number `step`, counted from 1. `gradient` is dE/dweights. */
export function stepOptimizer(
  tf: Tensorflow,
  settings: Optimizer,
  state: OptimizerState,
  gradient: Tensor1D,
  step: number,
): OptimizerState {
  // The type of the settings and the step it selects belong together, which the compiler cannot follow.
  const stepOf = steps[settings.type] as PlainOptimizer<Optimizer>;
  return stepOf(tf, state, gradient, settings, step);
}
