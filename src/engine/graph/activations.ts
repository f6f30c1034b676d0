import type { Activation, ActivationName } from "../../experiment/schema";
import type { Graph, Output } from "../../tensor/graph";
import { binary, compare, float, select, unary } from "../../tensor/ops";

type LayerOf<Name extends ActivationName> =
  Extract<Activation, { type: Name }> | (Activation & { type: Name });

/** An activation f as an op, and its derivative as the op that TensorFlow has for it. Formulas: ../activations.ts. */
interface ActivationRule<Name extends ActivationName> {
  /** f(x) */
  output(graph: Graph, x: Output, layer: LayerOf<Name>): Output;
  /** `gradient` · f'(x), where y = f(x) and `gradient` = dE/dy. */
  pullBack(graph: Graph, gradient: Output, values: { x: Output; y: Output }, layer: LayerOf<Name>): Output;
}

export const activations: { [Name in ActivationName]: ActivationRule<Name> } = {
  relu: {
    output: (graph, x) => unary(graph, "Relu", x),
    pullBack: (graph, gradient, { y }) => binary(graph, "ReluGrad", gradient, y),
  },
  leakyRelu: {
    output: (graph, x, { slope }) =>
      graph.addOne("LeakyRelu", {
        inputs: [x],
        attributes: { T: { type: "float32" }, alpha: { float: slope } },
        outputs: { activations: "float32" },
      }),
    pullBack: (graph, gradient, { x }, { slope }) =>
      graph.addOne("LeakyReluGrad", {
        inputs: [gradient, x],
        attributes: { T: { type: "float32" }, alpha: { float: slope } },
        outputs: { backprops: "float32" },
      }),
  },
  elu: {
    output(graph, x, { alpha }) {
      const elu = unary(graph, "Elu", x);
      if (alpha === 1) return elu;
      const scaled = binary(graph, "Mul", elu, float(graph, alpha));
      return select(graph, compare(graph, "Greater", x, float(graph, 0)), x, scaled);
    },
    pullBack(graph, gradient, { y }, { alpha }) {
      if (alpha === 1) return binary(graph, "EluGrad", gradient, y);
      const below = binary(graph, "Mul", gradient, binary(graph, "AddV2", y, float(graph, alpha)));
      return select(graph, compare(graph, "Greater", y, float(graph, 0)), gradient, below);
    },
  },
  selu: {
    output: (graph, x) => unary(graph, "Selu", x),
    pullBack: (graph, gradient, { y }) => binary(graph, "SeluGrad", gradient, y),
  },
  tanh: {
    output: (graph, x) => unary(graph, "Tanh", x),
    pullBack: (graph, gradient, { y }) => binary(graph, "TanhGrad", y, gradient),
  },
  sigmoid: {
    output: (graph, x) => unary(graph, "Sigmoid", x),
    pullBack: (graph, gradient, { y }) => binary(graph, "SigmoidGrad", y, gradient),
  },
  /** x · Φ(x); f' = Φ(x) + x · φ(x). TensorFlow has no op for it. */
  gelu: {
    output: (graph, x) => binary(graph, "Mul", x, normalDistribution(graph, x)),
    pullBack(graph, gradient, { x }) {
      const exponential = unary(
        graph,
        "Exp",
        binary(graph, "Mul", unary(graph, "Square", x), float(graph, -0.5)),
      );
      const density = binary(graph, "Mul", exponential, float(graph, 1 / Math.sqrt(2 * Math.PI)));
      const slope = binary(graph, "AddV2", normalDistribution(graph, x), binary(graph, "Mul", x, density));
      return binary(graph, "Mul", gradient, slope);
    },
  },
  softplus: {
    output: (graph, x) => unary(graph, "Softplus", x),
    pullBack: (graph, gradient, { x }) => binary(graph, "SoftplusGrad", gradient, x),
  },
};

/** Φ(x) = (1 + erf(x / sqrt(2))) / 2 */
function normalDistribution(graph: Graph, x: Output): Output {
  const erf = unary(graph, "Erf", binary(graph, "Mul", x, float(graph, Math.SQRT1_2)));
  return binary(graph, "Mul", binary(graph, "AddV2", erf, float(graph, 1)), float(graph, 0.5));
}

/** The type of a layer and the rule it selects belong together, which the compiler cannot follow through the map. */
export function activationRule(layer: Activation): ActivationRule<ActivationName> {
  return activations[layer.type] as ActivationRule<ActivationName>;
}
