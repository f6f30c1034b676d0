import type { Layer } from "../experiment/schema";
import { activate, pullBackActivation } from "./activations";
import type { DenseTensors } from "./parameters";
import type { Tensor2D, Tensorflow } from "../tensor/tensorflow";

/**
 * The multipliers [rows, units] of a dropout layer, by its ordinal among the dropout layers; null if it drops
 * nothing, so that the layer is skipped.
 */
export type DropoutMasks = (ordinal: number, rate: number, rows: number, units: number) => Tensor2D | null;

/** Dropout in evaluation: nothing is dropped, nothing is scaled. */
export const noDropout: DropoutMasks = () => null;

/** The chain rule through one layer, given dE/d(its outputs). */
interface LayerStep {
  /** dE/d(its inputs) */
  inputs(gradient: Tensor2D): Tensor2D;
  /** dE/d(its kernel and bias), if it has them. */
  parameters?(gradient: Tensor2D): DenseTensors;
}

/** The network's outputs for some inputs, and the way back. */
export interface ForwardPass {
  /** [rows, outputs] */
  readonly outputs: Tensor2D;
  /** dE/dparameters of the dense layers, first to last, given dE/doutputs. */
  backward(gradient: Tensor2D): DenseTensors[];
}

/** Runs inputs [rows, features] through the layers. `dense` are the dense layers' parameters, first to last. */
export function forward(
  tf: Tensorflow,
  layers: readonly Layer[],
  dense: readonly DenseTensors[],
  inputs: Tensor2D,
  masks: DropoutMasks,
): ForwardPass {
  const steps: LayerStep[] = [];
  let denseBefore = 0;
  let dropoutsBefore = 0;
  let values = inputs;

  for (const layer of layers) {
    const x = values;
    if (layer.type === "dense") {
      const { kernel, bias } = dense[denseBefore++]!;
      values = tf.fused.matMul({ a: x, b: kernel, bias }) as Tensor2D;
      steps.push({
        inputs: (gradient) => tf.matMul(gradient, kernel, false, true),
        parameters: (gradient) => ({ kernel: tf.matMul(x, gradient, true), bias: tf.sum(gradient, 0) }),
      });
    } else if (layer.type === "dropout") {
      const mask = masks(dropoutsBefore++, layer.rate, ...x.shape);
      if (mask === null) continue;
      values = tf.mul(x, mask);
      steps.push({ inputs: (gradient) => tf.mul(gradient, mask) });
    } else {
      const y = activate(tf, layer, x);
      values = y;
      steps.push({ inputs: (gradient) => pullBackActivation(tf, layer, gradient, { x, y }) });
    }
  }
  return { outputs: values, backward: (gradient) => backward(steps, gradient) };
}

/** Goes back through the layers, down to the first one with parameters. */
function backward(steps: readonly LayerStep[], outputGradient: Tensor2D): DenseTensors[] {
  const first = steps.findIndex((step) => step.parameters !== undefined);
  const gradients: DenseTensors[] = [];
  let gradient = outputGradient;
  for (let place = steps.length - 1; place >= first; place--) {
    const step = steps[place]!;
    if (step.parameters) gradients.unshift(step.parameters(gradient));
    if (place > first) gradient = step.inputs(gradient);
  }
  return gradients;
}
