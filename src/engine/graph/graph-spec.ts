import type { Task, Training } from "../../experiment/schema";
import type { Augmentation } from "../../nn/augmentation/settings";
import { graphOf } from "../../nn/layers/graph";
import type { Layer } from "../../nn/layers/kinds";
import type { Penalty } from "../../nn/layers/penalty";
import { inOrder, stateOf } from "../../nn/network";
import type { Shape } from "../../nn/shape";
import type { Graph, Kernels, Output } from "../../tensor/graph";
import { oneHot, reshape } from "../../tensor/ops";
import type { TargetNodes } from "../../nn/losses/graph-loss";
import { optimizerOf } from "../../nn/optimizers/kinds";
import type { StepSettings } from "../../nn/step/settings";
import type { Variable } from "../../tensor/variables";

/** Everything that determines a graph. Seeds, rates and data are its inputs, so runs that differ only in these share one graph. */
export interface GraphSpec {
  readonly layers: readonly Layer[];
  readonly training: Pick<Training, "loss" | "optimizer" | "batchSize" | "l2">;
  /** Whether the learning rate comes with each call, one for each step. */
  readonly scheduled?: true;
  readonly step?: StepSettings;
  readonly augmentation?: Augmentation;
  /** The shape of one sample's inputs. */
  readonly input: Shape;
  readonly outputs: number;
  readonly task: Task;
  /** Rows of an epoch's last batch if it is short, else 0. */
  readonly lastBatchRows: number;
  readonly kernels: Kernels;
}

/** Equal for designs with the same graph. */
export function specKey({ layers, ...spec }: GraphSpec): string {
  const alike = inOrder(layers).map(({ layer }) => {
    const { spec: ofLayer } = graphOf(layer);
    return ofLayer ? [layer.type, ofLayer(layer)] : layer;
  });
  return JSON.stringify({ ...spec, layers: alike });
}

/** A tensor of the network's state as a variable. */
export interface StateVariable extends Variable {
  /** Where the layer stands in order, and the tensor's name in it. */
  readonly layer: number;
  readonly local: string;
  readonly trainable: boolean;
  readonly penalised: Penalty | undefined;
}

/** The network's parameters and buffers. */
export function variablesOf({ layers, input }: GraphSpec): StateVariable[] {
  return stateOf(layers, input).map(({ layer, name, fullName, shape, trainable, penalised }) => ({
    name: fullName,
    shape,
    layer,
    local: name,
    trainable,
    penalised,
  }));
}

/** The network's parameters, in their order in the vector (../parameters.ts). */
export function parametersOf(spec: GraphSpec): StateVariable[] {
  return variablesOf(spec).filter(({ trainable }) => trainable);
}

/** The network's buffers, in their order in the vector. */
export function buffersOf(spec: GraphSpec): StateVariable[] {
  return variablesOf(spec).filter(({ trainable }) => !trainable);
}

/** The optimizer's own variables for one of the network's. */
export function slotsOf(spec: GraphSpec, { name, shape }: Variable): Variable[] {
  return Array.from({ length: slotCount(spec) }, (_, index) => ({ name: `${name}Slot${index}`, shape }));
}

/** The number of own variables that the optimizer has for each of the network's. */
export function slotCount({ training }: GraphSpec): number {
  return optimizerOf(training.optimizer).slots.length;
}

/** The targets of some rows: class numbers (int32 [rows]), or for regression values (float32 [rows]). */
export function targetsOf({ task, outputs }: GraphSpec, graph: Graph, targets: Output): TargetNodes {
  if (task === "regression") return { values: () => reshape(graph, targets, [-1, 1]) };
  return { classes: targets, values: () => oneHot(graph, targets, outputs) };
}
