import type { Layer, Task, Training } from "../../experiment/schema";
import { denseShapes } from "../parameters";
import type { Graph, MatMulOp, Output } from "../../tensor/graph";
import { oneHot, reshape } from "../../tensor/ops";
import type { TargetNodes } from "../../nn/losses/graph-loss";
import { optimizerOf } from "../../nn/optimizers/kinds";
import type { DenseVariables, Variable } from "../../tensor/variables";

/** Everything that determines a graph. Seeds, rates and data are its inputs, so runs that differ only in these share one graph. */
export interface Design {
  /** Of a dropout layer's rate, the design only holds whether it is 0. */
  readonly layers: readonly Layer[];
  readonly training: Pick<Training, "loss" | "optimizer" | "batchSize" | "l2">;
  readonly features: number;
  readonly outputs: number;
  readonly task: Task;
  /** Rows of an epoch's last batch if it is short, else 0. */
  readonly lastBatchRows: number;
  readonly matMulOp: MatMulOp;
}

/** Equal for designs with the same graph. */
export function designKey({ layers, ...design }: Design): string {
  const alike = layers.map((layer) =>
    layer.type === "dropout" ? { type: "dropout", off: layer.rate === 0 } : layer,
  );
  return JSON.stringify({ ...design, layers: alike });
}

export function dropoutLayers(layers: readonly Layer[]) {
  return layers.filter((layer) => layer.type === "dropout");
}

/** The dense layers' variables, first to last. */
export function denseVariables({ layers, features }: Design): DenseVariables[] {
  return denseShapes(layers, features).map(({ inputs, outputs }, place) => ({
    kernel: { name: `kernel${place}`, shape: [inputs, outputs] },
    bias: { name: `bias${place}`, shape: [outputs] },
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
