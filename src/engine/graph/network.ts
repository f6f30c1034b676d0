import { graphOf } from "../../nn/layers/graph";
import { kindOf } from "../../nn/layers/kinds";
import type { GraphStep } from "../../nn/layers/graph-layer";
import { modeOfLayer, type NetworkMode } from "../../nn/mode";
import { draws, layerShapes } from "../../nn/network";
import { sizeOf } from "../../nn/shape";
import type { Graph, Output } from "../../tensor/graph";
import { reshape } from "../../tensor/ops";
import type { VariableAccess } from "../../tensor/variables";
import { buffersOf, type GraphSpec, parametersOf, variablesOf } from "./graph-spec";
import type { LayerRandom } from "./random";

/** dE/d(a parameter). */
export interface ParameterGradient {
  readonly gradient: Output;
  /** The nodes that read the parameter's old value on the way back. */
  readonly readers: readonly string[];
}

export interface ForwardPass {
  /** [rows, outputs] */
  readonly outputs: Output;
  /** dE/d(each parameter), in the order of the spec's, given dE/doutputs. */
  backward(gradient: Output): ParameterGradient[];
  /** The buffers after this batch, in the order of the spec's; only in mode `train`. */
  buffers(): Output[];
}

/** Runs inputs [rows, ...shape] through the layers: the network of ../network.ts as nodes. */
export function forward(
  graph: Graph,
  spec: GraphSpec,
  variables: VariableAccess,
  inputs: Output,
  mode: NetworkMode,
  random: LayerRandom,
): ForwardPass {
  const state = variablesOf(spec);
  const shapes = layerShapes(spec.layers, spec.input);
  const steps: (GraphStep | null)[] = [];
  let drawingBefore = 0;
  let values = inputs;
  spec.layers.forEach((layer, index) => {
    const ordinal = draws(layer) ? drawingBefore++ : null;
    const step = graphOf(layer).forward({
      graph,
      layer,
      inputs: values,
      shape: shapes[index]!.input,
      mode: modeOfLayer(kindOf(layer), mode),
      read: (name) => variables.read(state.find((each) => each.layer === index && each.local === name)!),
      random: () => random(ordinal!),
    });
    steps.push(step);
    if (step) values = step.outputs;
  });
  const { output } = shapes.at(-1)!;
  const isRow = output.length === 1;
  return {
    outputs: isRow ? values : reshape(graph, values, [-1, sizeOf(output)]),
    backward(gradient) {
      const byLayer = backward(steps, isRow ? gradient : reshape(graph, gradient, [-1, ...output]));
      return parametersOf(spec).map(({ layer, local }) => byLayer[layer]![local]!);
    },
    buffers: () => buffersOf(spec).map(({ layer, local }) => steps[layer]!.buffers![local]!),
  };
}

/** Goes back through the layers, down to the first one with parameters. */
function backward(
  steps: readonly (GraphStep | null)[],
  outputGradient: Output,
): Record<string, ParameterGradient>[] {
  const first = steps.findIndex((step) => step?.toParameters !== undefined);
  const gradients: Record<string, ParameterGradient>[] = steps.map(() => ({}));
  let gradient = outputGradient;
  for (let index = steps.length - 1; index >= first; index--) {
    const step = steps[index];
    if (!step) continue;
    const parameters = Object.entries(step.toParameters?.(gradient) ?? {});
    if (index > first) gradient = step.toInputs(gradient);
    for (const [name, ofParameter] of parameters) {
      const isRead = index > first && step.readBack?.includes(name);
      gradients[index]![name] = { gradient: ofParameter, readers: isRead ? [gradient.node] : [] };
    }
  }
  return gradients;
}
