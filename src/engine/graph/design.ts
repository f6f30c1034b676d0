import type { Task, Training } from "../../experiment/schema";
import { graphOf } from "../../nn/layers/graph";
import type { Layer } from "../../nn/layers/kinds";
import { stateOf } from "../../nn/network";
import type { Shape } from "../../nn/shape";
import type { Graph, MatMulOp, Output } from "../../tensor/graph";
import { oneHot, reshape } from "../../tensor/ops";
import type { TargetNodes } from "../../nn/losses/graph-loss";
import { optimizerOf } from "../../nn/optimizers/kinds";
import type { Variable } from "../../tensor/variables";

/** Everything that determines a graph. Seeds, rates and data are its inputs, so runs that differ only in these share one graph. */
export interface Design {
  readonly layers: readonly Layer[];
  readonly training: Pick<Training, "loss" | "optimizer" | "batchSize" | "l2">;
  /** The shape of one sample's inputs. */
  readonly input: Shape;
  readonly outputs: number;
  readonly task: Task;
  /** Rows of an epoch's last batch if it is short, else 0. */
  readonly lastBatchRows: number;
  readonly matMulOp: MatMulOp;
}

/** Equal for designs with the same graph. */
export function designKey({ layers, ...design }: Design): string {
  const alike = layers.map((layer) => {
    const { design: ofLayer } = graphOf(layer);
    return ofLayer ? [layer.type, ofLayer(layer)] : layer;
  });
  return JSON.stringify({ ...design, layers: alike });
}

/** A parameter of the network as a variable. */
export interface ParameterVariable extends Variable {
  /** The layer's place in `layers`, and the parameter's name in it. */
  readonly layer: number;
  readonly local: string;
  readonly penalised: boolean;
}

/** The network's parameters, in their order in the vector (../parameters.ts). */
export function parametersOf({ layers, input }: Design): ParameterVariable[] {
  return stateOf(layers, input).map(({ layer, name, fullName, shape, penalised = false }) => ({
    name: fullName,
    shape,
    layer,
    local: name,
    penalised,
  }));
}

/** The optimizer's own variables for one of the network's. */
export function slotsOf(design: Design, { name, shape }: Variable): Variable[] {
  return Array.from({ length: slotCount(design) }, (_, place) => ({ name: `${name}Slot${place}`, shape }));
}

/** The number of own variables that the optimizer has for each of the network's. */
export function slotCount({ training }: Design): number {
  return optimizerOf(training.optimizer).slots.length;
}

/** The targets of some rows: class numbers (int32 [rows]), or for regression values (float32 [rows]). */
export function targetsOf({ task, outputs }: Design, graph: Graph, targets: Output): TargetNodes {
  if (task === "regression") return { values: () => reshape(graph, targets, [-1, 1]) };
  return { classes: targets, values: () => oneHot(graph, targets, outputs) };
}
