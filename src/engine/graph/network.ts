import { graphOf } from "../../nn/layers/graph";
import { kindOf } from "../../nn/layers/kinds";
import type { GraphStep } from "../../nn/layers/graph-layer";
import { modeOfLayer, type NetworkMode } from "../../nn/mode";
import { draws, layerShapes, type PlacedLayer } from "../../nn/network";
import { sizeOf } from "../../nn/shape";
import type { Graph, Output } from "../../tensor/graph";
import { binary, reshape } from "../../tensor/ops";
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
  /** What each layer is given, [rows, ...shape], in order. */
  readonly given: readonly Output[];
  /** dE/d(each parameter), in the order of the spec's, given dE/doutputs. */
  backward(gradient: Output): ParameterGradient[];
  /** The buffers after this batch, in the order of the spec's; only in mode `train`. */
  buffers(): Output[];
}

/**
 * Runs inputs [rows, ...shape] through the layers: the network of ../network.ts as nodes.
 * @param known what another pass of the same inputs gave to the first layers, where those do the same in both: they are left out then
 */
export function forward(
  graph: Graph,
  spec: GraphSpec,
  variables: VariableAccess,
  inputs: Output,
  mode: NetworkMode,
  random: LayerRandom,
  known: readonly Output[] = [inputs],
): ForwardPass {
  const state = variablesOf(spec);
  const shapes = layerShapes(spec.layers, spec.input);
  const steps: (GraphStep | null)[] = [];
  const given: Output[] = [];
  let drawingBefore = 0;
  let values = inputs;
  shapes.forEach(({ layer, begins, input, shortcut }, index) => {
    values = known[index] ?? values;
    given.push(values);
    const ordinal = draws(layer) ? drawingBefore++ : null;
    if (index < known.length - 1) return;
    const step = graphOf(layer).forward({
      graph,
      layer,
      inputs: values,
      shape: input,
      shortcut: shortcut && { inputs: given[begins!]!, shape: shortcut },
      mode: modeOfLayer(kindOf(layer), mode),
      // Evaluation is in float32 always.
      products: (mode === "train" && spec.step?.products) || "float32",
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
    given,
    backward(gradient) {
      const byLayer = backward(
        graph,
        shapes,
        steps,
        isRow ? gradient : reshape(graph, gradient, [-1, ...output]),
      );
      return parametersOf(spec).map(({ layer, local }) => byLayer[layer]![local]!);
    },
    buffers: () => buffersOf(spec).map(({ layer, local }) => steps[layer]!.buffers![local]!),
  };
}

/** Goes back through the layers, down to the first one with parameters. */
function backward(
  graph: Graph,
  placed: readonly PlacedLayer[],
  steps: readonly (GraphStep | null)[],
  outputGradient: Output,
): Record<string, ParameterGradient>[] {
  const first = steps.findIndex((step) => step?.toParameters !== undefined);
  const gradients: Record<string, ParameterGradient>[] = steps.map(() => ({}));
  /** dE/d(a layer's inputs) by way of the shortcuts that take them too. */
  const byShortcut: Output[][] = steps.map(() => []);
  let gradient = outputGradient;
  for (let index = steps.length - 1; index >= first; index--) {
    const step = steps[index];
    const parameters = Object.entries(step?.toParameters?.(gradient) ?? {});
    const { begins = 0 } = placed[index]!;
    const ofShortcut = begins > first ? step?.toShortcut?.(gradient) : undefined;
    if (ofShortcut) byShortcut[begins]!.push(ofShortcut);
    if (step && index > first) gradient = step.toInputs(gradient);
    const reader = begins > first ? ofShortcut : index > first ? gradient : undefined;
    for (const [name, ofParameter] of parameters) {
      const isRead = reader && step?.readBack?.includes(name);
      gradients[index]![name] = { gradient: ofParameter, readers: isRead ? [reader.node] : [] };
    }
    for (const more of byShortcut[index]!) gradient = binary(graph, "AddV2", gradient, more);
  }
  return gradients;
}
