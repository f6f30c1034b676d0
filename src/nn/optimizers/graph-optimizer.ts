import type { Graph, Output } from "../../tensor/graph";
import { binary, float } from "../../tensor/ops";
import type { Variable, VariableAccess } from "../../tensor/variables";

/** What the updates of all variables have in common. */
export interface UpdateStep<Settings> {
  readonly graph: Graph;
  readonly variables: VariableAccess;
  readonly settings: Settings;
  /** The number of this step, counted from 1: float32. */
  readonly step: Output;
  /** The learning rate of this step, a scalar; left out, that of the settings. */
  readonly learningRate?: Output | undefined;
}

/** One variable to update. */
export interface UpdatedVariable {
  readonly variable: Variable;
  /** The optimizer's own variables for it, in the order of the kind's names. */
  readonly slots: readonly Variable[];
  readonly gradient: Output;
  /** Nodes that read the variable's old value. */
  readonly after: readonly string[];
}

export type Update<Settings> = UpdateStep<Settings> & UpdatedVariable;

/** Adds a step as `plain.ts` has it, by TensorFlow's own kernel. @returns the name of the updating node */
export type GraphOptimizer<Settings> = (update: Update<Settings>) => string;

/** baseᵗ at step t; all variables share it. */
export function powerOfStep(
  { graph, step }: Pick<UpdateStep<unknown>, "graph" | "step">,
  base: number,
): Output {
  return graph.once(`power of ${base}`, () => binary(graph, "Pow", float(graph, base), step));
}

/** `factor` times the learning rate of this step. */
export function learningRateOf(
  {
    graph,
    settings,
    learningRate,
  }: Pick<Update<{ learningRate: number }>, "graph" | "settings" | "learningRate">,
  factor = 1,
): Output {
  if (!learningRate) return float(graph, settings.learningRate * factor);
  return factor === 1 ? learningRate : binary(graph, "Mul", learningRate, float(graph, factor));
}

interface Operands {
  readonly variable: Output;
  readonly slots: readonly Output[];
  readonly gradient: Output;
  number(value: number): Output;
}

/** Adds one of TensorFlow's ResourceApply… kernels. */
export function applyResource(
  op: string,
  { graph, variables, variable, slots, gradient, after }: Omit<Update<unknown>, "settings">,
  inputsOf: (operands: Operands) => readonly Output[],
  attributes: Record<string, { boolean: boolean }> = {},
): string {
  const inputs = inputsOf({
    variable: variables.handle(variable),
    slots: slots.map((slot) => variables.handle(slot)),
    gradient,
    number: (value) => float(graph, value),
  });
  return graph.addAction(op, {
    inputs,
    after,
    attributes: { T: { type: "float32" }, use_locking: { boolean: false }, ...attributes },
  });
}
