import { cast, OnnxGraph } from "../../onnx/graph";
import { type Shape, sizeOf } from "../../nn/shape";
import { type RawPictures, rawInputsOf, type RawTable } from "../raw-inputs";
import { inputOf, outputOf, type TrainedNetwork } from "../trained-network";
import { encodeModel, type OnnxPort } from "./encode";
import { throughLayers } from "./network";
import { inputPorts, prepared } from "./prepare";

/** `eval`: dropout does nothing. `passes`: layers that draw do so, another mask in each call, for MC dropout. */
export type OnnxMode = "eval" | "passes";

/**
 * A trained network as an .onnx file that takes raw rows and gives class names and probabilities, or values in the target's
 * own units (docs/interchange.md).
 */
export function onnxModel(network: TrainedNetwork, mode: OnnxMode): Uint8Array {
  const { preparation, origin } = network;
  const raw = rawInputsOf(preparation);
  const inputs = inputPorts(raw);
  const outputs = outputPorts(network, new Set(inputs.map(({ name }) => name)));
  const graph = new OnnxGraph([...inputs, ...outputs].map(({ name }) => name));
  const values = prepared(graph, raw);
  const given = inShape(graph, values, raw.kind, inputOf(network));
  addAnswers(graph, network, throughLayers(graph, network, given, mode === "passes"), outputs);
  const { experiment, variant, seed, epoch, lab } = origin;
  return encodeModel({
    name: experiment.name,
    about: about(network, mode),
    producer: { name: "Dropout Lab", version: lab },
    graph,
    inputs,
    outputs,
    metadata: {
      experiment: JSON.stringify(experiment),
      ...{ variant, seed: String(seed), epoch: String(epoch), mode },
      preparation: JSON.stringify(preparation),
      ...(preparation.target.task === "classification" && {
        classes: JSON.stringify(preparation.target.classes),
      }),
    },
  });
}

/** Pictures come with their sides, a table's rows as such; a network may take the one or the other. */
function inShape(
  graph: OnnxGraph,
  values: string,
  kind: (RawPictures | RawTable)["kind"],
  input: Shape,
): string {
  if (kind === "pictures" && input.length === 1)
    return graph.add("Flatten", [values], { axis: { integer: 1 } });
  if (kind === "table" && input.length === 3)
    return graph.add("Reshape", [values, graph.integers([-1, ...input])]);
  return values;
}

function about({ origin: { experiment, variant, seed, epoch } }: TrainedNetwork, mode: OnnxMode): string {
  const how =
    mode === "eval" ? "in evaluation mode" : "with dropout on: each call draws other masks (MC dropout)";
  return `${experiment.name}, variant ${variant}, seed ${seed}, epoch ${epoch}; ${how}.`;
}

/** @param taken names of the inputs: a column may be called like an output */
function outputPorts(network: TrainedNetwork, taken: ReadonlySet<string>): OnnxPort[] {
  const { target } = network.preparation;
  const named = (name: string) => (taken.has(name) ? `predicted ${name}` : name);
  if (target.task === "regression") {
    return [{ name: named("value"), type: "float32", shape: [1], about: "In the target's own units." }];
  }
  const classes = sizeOf(outputOf(network));
  return [
    { name: named("label"), type: "string", shape: [], about: "The name of the most probable class." },
    {
      ...{ name: named("probabilities"), type: "float32", shape: [classes] },
      about: `Of the classes ${target.classes.join(", ")}.`,
    },
  ];
}

/** @param values what the network puts out, [rows, outputs] */
function addAnswers(
  graph: OnnxGraph,
  { preparation: { target } }: TrainedNetwork,
  values: string,
  [first, second]: readonly OnnxPort[],
): void {
  if (target.task === "regression") {
    const deviations = graph.add("Mul", [
      cast(graph, values, "float64"),
      graph.doubles([], [target.divisor]),
    ]);
    const inUnits = graph.add("Add", [deviations, graph.doubles([], [target.mean])]);
    graph.add("Cast", [inUnits], { to: { integer: 1 } }, { output: first!.name });
    return;
  }
  graph.add("Softmax", [values], { axis: { integer: -1 } }, { output: second!.name });
  const best = graph.add("ArgMax", [values], { axis: { integer: 1 }, keepdims: { integer: 0 } });
  const { classes } = target;
  const names = graph.named("classes", { type: "string", shape: [classes.length], values: classes });
  graph.add("Gather", [names, best], { axis: { integer: 0 } }, { output: first!.name });
}
