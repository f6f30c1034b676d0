import { type Attribute, type Constant, dataTypes, type GraphNode } from "../../tensor/graph";
import type { ModelFile } from "../model-file";
import type { TrainedNetwork } from "../trained-network";
import { builtGraph } from "./build";
import { savedModelProto } from "./messages";
import { description, originText } from "./description";
import type { Port } from "./nodes";

/** A graph format version that TensorFlow 2 writes (core/public/version.h), and the oldest library that may read it. */
const producer = 2129;
const oldestConsumer = 12;

/**
 * A SavedModel with the signature `serving_default`, in evaluation mode: `tf.saved_model.load`, Keras' `TFSMLayer`, TensorFlow Serving.
 * The weights are constants of the graph.
 */
export function savedModelFiles(network: TrainedNetwork): ModelFile[] {
  const { graph, inputs, outputs } = builtGraph(network, "tensorflow");
  const type = savedModelProto();
  const signature = {
    inputs: Object.fromEntries(inputs.map((port) => [port.name, informationOf(port)])),
    outputs: Object.fromEntries(outputs.map((port) => [port.name, informationOf(port)])),
    method_name: "tensorflow/serving/predict",
  };
  const metaGraph = {
    meta_info_def: { meta_graph_version: originText(network), tags: ["serve"] },
    graph_def: {
      node: graph.nodes.map(nodeOf),
      versions: { producer, min_consumer: oldestConsumer },
    },
    signature_def: { serving_default: signature },
  };
  const bytes = type.encode({ saved_model_schema_version: 1, meta_graphs: [metaGraph] }).finish();
  const about = new TextEncoder().encode(`${JSON.stringify(description(network), null, 2)}\n`);
  return [
    { path: "assets.extra/dropout-lab.json", bytes: about },
    { path: "saved_model.pb", bytes },
  ];
}

function informationOf({ output: { node, index, type }, shape }: Port) {
  return { name: `${node}:${index}`, dtype: dataTypes[type], tensor_shape: shapeOf([-1, ...shape]) };
}

function nodeOf({ name, op, inputs, attributes }: GraphNode) {
  const attr = Object.entries(attributes).map(([key, attribute]) => [key, attributeOf(attribute)]);
  return {
    name,
    op,
    input: inputs.map(({ node, index }) => `${node}:${index}`),
    attr: Object.fromEntries(attr),
  };
}

const shapeOf = (shape: readonly number[]) => ({ dim: shape.map((size) => ({ size })) });
const bytesOf = (text: string) => new TextEncoder().encode(text);

function attributeOf(attribute: Attribute) {
  if ("type" in attribute) return { type: dataTypes[attribute.type] };
  if ("types" in attribute) return { list: { type: attribute.types.map((type) => dataTypes[type]) } };
  if ("integer" in attribute) return { i: attribute.integer };
  if ("integers" in attribute) return { list: { i: attribute.integers } };
  if ("float" in attribute) return { f: attribute.float };
  if ("boolean" in attribute) return { b: attribute.boolean };
  if ("string" in attribute) return { s: bytesOf(attribute.string) };
  if ("strings" in attribute) return { list: { s: attribute.strings.map(bytesOf) } };
  if ("shape" in attribute) return { shape: shapeOf(attribute.shape) };
  if ("tensor" in attribute) return { tensor: tensorOf(attribute.tensor) };
  if ("texts" in attribute) {
    const { texts } = attribute;
    return {
      tensor: {
        dtype: dataTypes.string,
        tensor_shape: shapeOf([texts.length]),
        string_val: texts.map(bytesOf),
      },
    };
  }
  throw new TypeError(`A model calls no function: ${attribute.function}`);
}

const arrays = { float32: Float32Array, float64: Float64Array, int32: Int32Array } as const;

function tensorOf({ type, shape, values }: Constant) {
  const { buffer } = arrays[type].from(values);
  return { dtype: dataTypes[type], tensor_shape: shapeOf(shape), tensor_content: new Uint8Array(buffer) };
}
