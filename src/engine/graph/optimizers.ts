import type { Optimizer } from "../../experiment/schema";
import type { Graph, Output } from "../../tensor/graph";
import { binary, float } from "../../tensor/ops";
import type { Variable, VariableAccess } from "../../tensor/variables";

type SettingsOf<Name extends Optimizer["type"]> = Extract<Optimizer, { type: Name }>;

/** One variable to update. */
interface Update<Name extends Optimizer["type"]> {
  readonly graph: Graph;
  readonly variables: VariableAccess;
  readonly settings: SettingsOf<Name>;
  readonly variable: Variable;
  /** The optimizer's own variables for it. */
  readonly slots: readonly Variable[];
  readonly gradient: Output;
  /** The number of this step, counted from 1: float32. */
  readonly step: Output;
  /** Nodes that read the variable's old value. */
  readonly after: readonly string[];
}

interface OptimizerRule<Name extends Optimizer["type"]> {
  readonly slots: number;
  /** @returns the name of the updating node */
  apply(update: Update<Name>): string;
}

/** The update rules of ../optimizers.ts, with TensorFlow's own kernels. */
export const optimizers: { [Name in Optimizer["type"]]: OptimizerRule<Name> } = {
  sgd: {
    slots: 1,
    apply: ({ settings, ...update }) =>
      applyResource(
        "ResourceApplyMomentum",
        update,
        ({ variable, slots, gradient, number }) => [
          variable,
          slots[0]!,
          number(settings.learningRate),
          gradient,
          number(settings.momentum),
        ],
        { use_nesterov: { boolean: settings.nesterov } },
      ),
  },
  adam: { slots: 2, apply: applyAdam },
  adamW: {
    slots: 2,
    apply(update) {
      const { graph, variables, settings, variable, after } = update;
      const decay = float(graph, settings.learningRate * settings.weightDecay);
      const decayed = graph.addAction("AssignSubVariableOp", {
        inputs: [variables.handle(variable), binary(graph, "Mul", variables.read(variable), decay)],
        after,
        attributes: { dtype: { type: "float32" } },
      });
      return applyAdam({ ...update, after: [decayed] });
    },
  },
  rmsprop: {
    slots: 2,
    apply: ({ settings, ...update }) =>
      applyResource("ResourceApplyRMSProp", update, ({ variable, slots, gradient, number }) => [
        variable,
        ...slots,
        number(settings.learningRate),
        number(settings.decay),
        number(settings.momentum),
        number(settings.epsilon),
        gradient,
      ]),
  },
};

function applyAdam({ settings, ...update }: Update<"adam"> | Update<"adamW">): string {
  return applyResource(
    "ResourceApplyAdam",
    update,
    ({ variable, slots, gradient, number }) => [
      variable,
      ...slots,
      power(update, settings.beta1),
      power(update, settings.beta2),
      number(settings.learningRate),
      number(settings.beta1),
      number(settings.beta2),
      number(settings.epsilon),
      gradient,
    ],
    { use_nesterov: { boolean: false } },
  );
}

/** betaᵗ at step t; all variables share it. */
function power({ graph, step }: Pick<Update<"adam">, "graph" | "step">, beta: number): Output {
  return graph.once(`power of ${beta}`, () => binary(graph, "Pow", float(graph, beta), step));
}

interface Operands {
  readonly variable: Output;
  readonly slots: readonly Output[];
  readonly gradient: Output;
  number(value: number): Output;
}

function applyResource(
  op: string,
  { graph, variables, variable, slots, gradient, after }: Omit<Update<Optimizer["type"]>, "settings">,
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

/** The type of the settings and the rule it selects belong together, which the compiler cannot follow. */
export function optimizerRule({ type }: Optimizer): OptimizerRule<Optimizer["type"]> {
  return optimizers[type] as OptimizerRule<Optimizer["type"]>;
}
