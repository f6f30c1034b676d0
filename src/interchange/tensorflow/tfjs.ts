import { type Attribute, type Constant, type DataType, dataTypes, type GraphNode } from "../../tensor/graph";
import { joined } from "../joined";
import type { ModelFile } from "../model-file";
import type { TrainedNetwork } from "../trained-network";
import { builtGraph } from "./build";
import { description, originText } from "./description";
import type { Port } from "./nodes";

/** As much as one file of weights holds: what tensorflowjs_converter takes, so that browsers keep them. */
const shardBytes = 4 * 2 ** 20;

/** A graph model of TensorFlow.js (`tf.loadGraphModel`), in evaluation mode: model.json, and its constants in shards. */
export function tfjsFiles(network: TrainedNetwork): ModelFile[] {
  const { graph, inputs, outputs } = builtGraph(network, "tfjs");
  const constants = graph.nodes.flatMap(({ name, attributes: { value } }) =>
    value && "tensor" in value ? [{ name, tensor: value.tensor }] : [],
  );
  const weights = joined(constants.map(({ tensor }) => bytesOf(tensor)));
  const count = Math.max(1, Math.ceil(weights.length / shardBytes));
  const shards = Array.from({ length: count }, (_, index) => ({
    path: `group1-shard${index + 1}of${count}.bin`,
    bytes: weights.subarray(index * shardBytes, (index + 1) * shardBytes),
  }));
  const model = {
    format: "graph-model",
    generatedBy: `Dropout Lab ${network.origin.lab}: ${originText(network)}`,
    convertedBy: null,
    signature: { inputs: signatureOf(inputs), outputs: signatureOf(outputs) },
    userDefinedMetadata: description(network),
    modelTopology: { node: graph.nodes.map(nodeOf), versions: { producer: 2129, minConsumer: 12 } },
    weightsManifest: [
      {
        paths: shards.map(({ path }) => path),
        weights: constants.map(({ name, tensor: { shape, type } }) => ({ name, shape, dtype: type })),
      },
    ],
  };
  return [...shards, { path: "model.json", bytes: new TextEncoder().encode(`${JSON.stringify(model)}\n`) }];
}

function bytesOf({ type, values }: Constant): Uint8Array {
  const { buffer } = type === "int32" ? Int32Array.from(values) : Float32Array.from(values);
  return new Uint8Array(buffer);
}

/** Names as in types.proto. */
const typeNames: Partial<Record<DataType, string>> = {
  float32: "DT_FLOAT",
  int32: "DT_INT32",
  bool: "DT_BOOL",
};

function typeName(type: DataType): string {
  const name = typeNames[type];
  if (name === undefined) throw new TypeError(`TensorFlow.js has no ${type} (${dataTypes[type]})`);
  return name;
}

function signatureOf(ports: readonly Port[]) {
  return Object.fromEntries(
    ports.map(({ name, output: { node, index, type }, shape }) => [
      name,
      { name: `${node}:${index}`, dtype: typeName(type), tensorShape: shapeOf([-1, ...shape]) },
    ]),
  );
}

function nodeOf({ name, op, inputs, attributes }: GraphNode) {
  const attr = Object.entries(attributes).map(([key, attribute]) => [key, attributeOf(attribute)]);
  const input = inputs.map(({ node, index }) => (index === 0 ? node : `${node}:${index}`));
  return { name, op, input, attr: Object.fromEntries(attr) };
}

const shapeOf = (shape: readonly number[]) => ({ dim: shape.map((size) => ({ size: String(size) })) });
const textOf = (text: string) => Buffer.from(text).toString("base64");

/** As protobuf's JSON has them: texts in base64, whole numbers as texts. */
function attributeOf(attribute: Attribute) {
  if ("type" in attribute) return { type: typeName(attribute.type) };
  if ("integer" in attribute) return { i: String(attribute.integer) };
  if ("integers" in attribute) return { list: { i: attribute.integers.map(String) } };
  if ("float" in attribute) return { f: attribute.float };
  if ("boolean" in attribute) return { b: attribute.boolean };
  if ("string" in attribute) return { s: textOf(attribute.string) };
  if ("shape" in attribute) return { shape: shapeOf(attribute.shape) };
  if ("tensor" in attribute) {
    const { type, shape } = attribute.tensor;
    return { tensor: { dtype: typeName(type), tensorShape: shapeOf(shape) } };
  }
  throw new TypeError(`A model for TensorFlow.js has no ${Object.keys(attribute).join()}`);
}
