import {
  elementTypes,
  type ElementType,
  type OnnxAttribute,
  type OnnxConstant,
  type OnnxGraph,
} from "../../onnx/graph";
import { modelProto } from "./messages";

/** The operators' versions that every model is written for: onnxruntime knows them since 1.12 (2022). */
export const opset = 17;
export const machineLearningOpset = 3;
/** The format of files with these operators. */
const irVersion = 8;

/** A tensor that goes into a model or comes out, [rows, ...shape]. */
export interface OnnxPort {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** What it is, for people. */
  readonly about: string;
}

export interface OnnxModel {
  readonly name: string;
  readonly about: string;
  readonly producer: { readonly name: string; readonly version: string };
  readonly graph: OnnxGraph;
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  /** Free texts, which onnxruntime tells as `custom_metadata_map`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The bytes of an .onnx file. */
export function encodeModel({
  name,
  about,
  producer,
  graph,
  inputs,
  outputs,
  metadata,
}: OnnxModel): Uint8Array {
  const type = modelProto();
  const usesTexts = graph.nodes.some(({ domain }) => domain !== "");
  const message = {
    ir_version: irVersion,
    producer_name: producer.name,
    producer_version: producer.version,
    doc_string: about,
    graph: {
      name,
      node: graph.nodes.map(({ op, attributes, domain, inputs, outputs, name }) => ({
        ...{ name, op_type: op, domain, input: inputs, output: outputs },
        attribute: Object.entries(attributes).map(([name, value]) => ({ name, ...attributeOf(value) })),
      })),
      initializer: [...graph.constants].map(([name, constant]) => ({ name, ...tensorOf(constant) })),
      input: inputs.map(portOf),
      output: outputs.map(portOf),
    },
    opset_import: [
      { domain: "", version: opset },
      ...(usesTexts ? [{ domain: "ai.onnx.ml", version: machineLearningOpset }] : []),
    ],
    metadata_props: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  };
  return type.encode(message).finish();
}

function portOf({ name, type, shape, about }: OnnxPort) {
  const dim = [{ dim_param: "rows" }, ...shape.map((size) => ({ dim_value: size }))];
  return {
    name,
    doc_string: about,
    type: { tensor_type: { elem_type: elementTypes[type], shape: { dim } } },
  };
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** With the number of its kind in AttributeProto.AttributeType. */
function attributeOf(attribute: OnnxAttribute) {
  if ("float" in attribute) return { type: 1, f: attribute.float };
  if ("integer" in attribute) return { type: 2, i: attribute.integer };
  if ("string" in attribute) return { type: 3, s: bytesOf(attribute.string) };
  if ("tensor" in attribute) return { type: 4, t: tensorOf(attribute.tensor) };
  if ("floats" in attribute) return { type: 6, floats: attribute.floats };
  if ("integers" in attribute) return { type: 7, ints: attribute.integers };
  return { type: 8, strings: attribute.strings.map(bytesOf) };
}

function tensorOf(constant: OnnxConstant) {
  const message = { dims: constant.shape, data_type: elementTypes[constant.type] };
  if (constant.type === "string") return { ...message, string_data: constant.values.map(bytesOf) };
  return { ...message, raw_data: rawBytes(constant.type, constant.values) };
}

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  int64: BigInt64Array,
  bool: Uint8Array,
} as const;

/** Little-endian, as on all platforms of the lab. */
function rawBytes(type: keyof typeof arrays, values: ArrayLike<number>): Uint8Array {
  const { buffer, byteOffset, byteLength } =
    type === "int64" ? BigInt64Array.from(Array.from(values), BigInt) : arrayOf(type, values);
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function arrayOf(type: "float32" | "float64" | "bool", values: ArrayLike<number>) {
  return values instanceof arrays[type] ? values : arrays[type].from(values);
}
