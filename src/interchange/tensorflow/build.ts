import { graphOf } from "../../nn/layers/graph";
import { layerShapes, stateName } from "../../nn/network";
import { sizeOf } from "../../nn/shape";
import { Graph, type Output } from "../../tensor/graph";
import { argMax, binary, cast, float, reshape } from "../../tensor/ops";
import { inputOf, type TrainedNetwork } from "../trained-network";
import { rawInputsOf } from "../raw-inputs";
import { constantOf, type Flavour, gathered, type Port, textsOf } from "./nodes";
import { preparedInputs } from "./prepare";

export interface BuiltGraph {
  readonly graph: Graph;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

/** A trained network in evaluation mode as nodes that take raw rows, by the layers' own of the graph engine. */
export function builtGraph(network: TrainedNetwork, flavour: Flavour): BuiltGraph {
  const graph = new Graph({ matMul: "MatMul", own: false });
  const { inputs, values } = preparedInputs(graph, rawInputsOf(network.preparation), flavour);
  const input = inputOf(network);
  const { image } = network.preparation;
  const isShaped = image ? input.length === 3 : input.length === 1;
  const given = isShaped ? values : reshape(graph, values, [-1, ...input]);
  return { graph, inputs, outputs: answers(graph, network, throughLayers(graph, network, given), flavour) };
}

/** @returns float32 [rows, outputs] */
function throughLayers(graph: Graph, network: TrainedNetwork, inputs: Output): Output {
  const shapes = layerShapes(network.layers, inputOf(network));
  const given: Output[] = [];
  let values = inputs;
  for (const { layer, place, begins, input, shortcut, state } of shapes) {
    given.push(values);
    const step = graphOf(layer).forward({
      ...{ graph, layer, inputs: values, shape: input, mode: "eval" },
      shortcut: shortcut && { inputs: given[begins!]!, shape: shortcut },
      read(name) {
        const fullName = stateName(place, name);
        const { shape } = state.find((tensor) => tensor.name === name)!;
        const weights = { type: "float32", shape, values: network.state.get(fullName)! } as const;
        return graph.once(fullName, () => constantOf(graph, weights));
      },
      random: () => {
        throw new TypeError("An evaluation draws nothing.");
      },
    });
    values = step?.outputs ?? values;
  }
  const { output } = shapes.at(-1)!;
  return output.length === 1 ? values : reshape(graph, values, [-1, sizeOf(output)]);
}

/** @param values what the network puts out, [rows, outputs] */
function answers(
  graph: Graph,
  { preparation: { target } }: TrainedNetwork,
  values: Output,
  flavour: Flavour,
): Port[] {
  if (target.task === "regression") {
    const isDouble = flavour === "tensorflow";
    const number = (value: number) =>
      isDouble ? constantOf(graph, { type: "float64", shape: [], values: [value] }) : float(graph, value);
    const scaled = isDouble ? cast(graph, values, "float64") : values;
    const inUnits = binary(
      graph,
      "AddV2",
      binary(graph, "Mul", scaled, number(target.divisor)),
      number(target.mean),
    );
    return [{ name: "value", output: isDouble ? cast(graph, inUnits, "float32") : inUnits, shape: [1] }];
  }
  const { classes } = target;
  const probabilities = graph.addOne("Softmax", {
    inputs: [values],
    attributes: { T: { type: "float32" } },
    outputs: { softmax: "float32" },
  });
  const best = argMax(graph, values);
  const label = flavour === "tensorflow" ? gathered(graph, textsOf(graph, classes), best, 0) : best;
  return [
    { name: "label", output: label, shape: [] },
    { name: "probabilities", output: probabilities, shape: [classes.length] },
  ];
}
