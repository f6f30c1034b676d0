import type { Layer } from "../../experiment/schema";
import { activationRule } from "./activations";
import type { Graph, Output } from "../../tensor/graph";
import { addBias, binary, columnSums, matMul } from "../../tensor/ops";
import type { DenseParts, DenseVariables, VariableAccess } from "../../tensor/variables";

/** The multipliers [rows, units] of the dropout layer with this ordinal; null if dropout is off. */
export type DropoutMasks = (ordinal: number, units: number) => Output | null;

/** dE/d(kernel and bias) of a dense layer. */
export interface DenseGradient extends DenseParts<Output> {
  /** The nodes that read the old kernel on the way back. */
  readonly readers: readonly string[];
}

/** The chain rule through one layer, given dE/d(its outputs). */
interface LayerStep {
  /** dE/d(its inputs) */
  inputs(gradient: Output): Output;
  /** dE/d(its kernel and bias), if it has them. */
  parameters?(gradient: Output): DenseParts<Output>;
}

export interface ForwardPass {
  /** [rows, outputs] */
  readonly outputs: Output;
  /** dE/dparameters of the dense layers, first to last, given dE/doutputs. */
  backward(gradient: Output): DenseGradient[];
}

/** Runs inputs [rows, features] through the layers: the network of ../network.ts as nodes. */
export function forward(
  graph: Graph,
  layers: readonly Layer[],
  dense: readonly DenseVariables[],
  variables: VariableAccess,
  inputs: Output,
  features: number,
  masks: DropoutMasks,
): ForwardPass {
  const steps: LayerStep[] = [];
  let denseBefore = 0;
  let dropoutsBefore = 0;
  let units = features;
  let values = inputs;

  for (const layer of layers) {
    const x = values;
    if (layer.type === "dense") {
      const variable = dense[denseBefore++]!;
      const kernel = variables.read(variable.kernel);
      values = addBias(graph, matMul(graph, x, kernel), variables.read(variable.bias));
      units = layer.units;
      steps.push({
        inputs: (gradient) => matMul(graph, gradient, kernel, { transposeB: true }),
        parameters: (gradient) => ({
          kernel: matMul(graph, x, gradient, { transposeA: true }),
          bias: columnSums(graph, gradient),
        }),
      });
    } else if (layer.type === "dropout") {
      const mask = masks(dropoutsBefore++, units);
      if (mask === null) continue;
      values = binary(graph, "Mul", x, mask);
      steps.push({ inputs: (gradient) => binary(graph, "Mul", gradient, mask) });
    } else {
      const rule = activationRule(layer);
      const y = rule.output(graph, x, layer);
      values = y;
      steps.push({ inputs: (gradient) => rule.pullBack(graph, gradient, { x, y }, layer) });
    }
  }
  return { outputs: values, backward: (gradient) => backward(steps, gradient) };
}

/** Goes back through the layers, down to the first one with parameters. */
function backward(steps: readonly LayerStep[], outputGradient: Output): DenseGradient[] {
  const first = steps.findIndex((step) => step.parameters !== undefined);
  const gradients: DenseGradient[] = [];
  let gradient = outputGradient;
  for (let place = steps.length - 1; place >= first; place--) {
    const step = steps[place]!;
    const parameters = step.parameters?.(gradient);
    if (place > first) gradient = step.inputs(gradient);
    const readers = place > first ? [gradient.node] : [];
    if (parameters) gradients.unshift({ ...parameters, readers });
  }
  return gradients;
}
