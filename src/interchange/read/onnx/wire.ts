import { Reader } from "protobufjs";

/**
 * The fields of an .onnx file that tell of a network (onnx.proto, whose numbers stand in src/interchange/onnx/messages.ts). Read field by field:
 * a whole message in objects would let a small file fill the memory.
 */
export interface OnnxFile {
  readonly producer: string;
  readonly metadata: ReadonlyMap<string, string>;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxInput[];
  readonly outputs: readonly string[];
}

export interface OnnxNode {
  readonly name: string;
  /** With its domain where it is no standard one: `com.microsoft.FusedConv`. */
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

export interface OnnxAttribute {
  readonly float?: number;
  readonly integer?: number;
  readonly text?: string;
  readonly integers: readonly number[];
  readonly floats: readonly number[];
  readonly tensor?: OnnxTensor;
}

/** Numbers as they stand in the file. */
export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** TensorProto.DataType. */
  readonly type: number;
  /** Little-endian, row-major. */
  readonly bytes: Uint8Array;
  /** Of tensors that stand in numbers of varying length: those, at most as many as a shape has. */
  readonly few: readonly number[];
  /** In a file beside this one. */
  readonly elsewhere?: { readonly file: string; readonly offset: number; readonly length: number };
}

export interface OnnxInput {
  readonly name: string;
  /** NaN for a size that the file leaves open; null where it tells no shape. */
  readonly shape: readonly number[] | null;
}

/** More than any network of the lab's layers. */
const mostParts = 50_000;
const mostCharacters = 10_000;
/** The document's experiment, in what the lab writes. */
const mostMetadata = 2 ** 22;
const mostAxes = 8;
const mostFew = 4096;

type Fields = Readonly<Record<number, (reader: Reader, wire: number) => void>>;

/** @throws Error if the bytes are no such file */
export function readOnnxFile(bytes: Uint8Array): OnnxFile {
  const file = { producer: "", metadata: new Map<string, string>() };
  let graph: Uint8Array | null = null;
  fieldsOf(bytes, {
    2: (reader) => (file.producer = textOf(reader)),
    7: (reader) => (graph = reader.bytes()),
    14: (reader) => {
      const { key, value } = pairOf(reader.bytes(), mostMetadata);
      if (file.metadata.size < 100) file.metadata.set(key, value);
    },
  });
  if (!graph) throw new Error("it has no graph");
  const parts = {
    nodes: [] as OnnxNode[],
    initializers: [] as OnnxTensor[],
    inputs: [] as OnnxInput[],
    outputs: [] as string[],
  };
  let count = 0;
  const add = <Part>(list: Part[], part: (bytes: Uint8Array) => Part) => {
    return (reader: Reader) => {
      if (++count > mostParts) throw new Error("it has more nodes than any network");
      list.push(part(reader.bytes()));
    };
  };
  fieldsOf(graph, {
    1: add(parts.nodes, nodeOf),
    5: add(parts.initializers, tensorOf),
    11: add(parts.inputs, inputOf),
    12: add(parts.outputs, (each) => inputOf(each).name),
  });
  return { ...file, ...parts };
}

/** Whether bytes begin as what is written of the format does: its version, then its producer or its graph. */
export function isOnnx(bytes: Uint8Array): boolean {
  return bytes[0] === 0x08 && bytes[1]! < 0x40 && [0x12, 0x1a, 0x22, 0x3a, 0x42].includes(bytes[2]!);
}

function fieldsOf(bytes: Uint8Array, fields: Fields): void {
  const reader = Reader.create(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const field = Object.hasOwn(fields, tag >>> 3) ? fields[tag >>> 3] : undefined;
    if (field) field(reader, tag & 7);
    else reader.skipType(tag & 7);
  }
}

function textOf(reader: Reader, most = mostCharacters): string {
  const bytes = reader.bytes();
  if (bytes.length > most) throw new Error("a name is longer than any");
  return new TextDecoder().decode(bytes);
}

function pairOf(bytes: Uint8Array, most = mostCharacters): { key: string; value: string } {
  const pair = { key: "", value: "" };
  fieldsOf(bytes, {
    1: (reader) => (pair.key = textOf(reader)),
    2: (reader) => (pair.value = textOf(reader, most)),
  });
  return pair;
}

function integerOf(reader: Reader): number {
  return Number(reader.int64());
}

/** Repeated numbers stand one by one, or packed in one piece. */
function repeated(list: number[], most: number, read: (reader: Reader) => number) {
  return (reader: Reader, wire: number) => {
    const inside = wire === 2 ? Reader.create(reader.bytes()) : reader;
    do {
      if (list.length >= most) throw new Error(`a list has more than ${most} numbers`);
      if (inside.pos < inside.len) list.push(read(inside));
    } while (wire === 2 && inside.pos < inside.len);
  };
}

function nodeOf(bytes: Uint8Array): OnnxNode {
  let [name, op, domain] = ["", "", ""];
  const [inputs, outputs]: string[][] = [[], []];
  const attributes = new Map<string, OnnxAttribute>();
  const addText = (list: string[]) => (reader: Reader) => {
    if (list.length >= mostFew) throw new Error("a node has more inputs than any");
    list.push(textOf(reader));
  };
  fieldsOf(bytes, {
    1: addText(inputs!),
    2: addText(outputs!),
    3: (reader) => (name = textOf(reader)),
    4: (reader) => (op = textOf(reader)),
    5: (reader) => {
      const { name: key, attribute } = attributeOf(reader.bytes());
      if (attributes.size < 100) attributes.set(key, attribute);
    },
    7: (reader) => (domain = textOf(reader)),
  });
  const isStandard = domain === "" || domain === "ai.onnx";
  return { name, op: isStandard ? op : `${domain}.${op}`, inputs: inputs!, outputs: outputs!, attributes };
}

function attributeOf(bytes: Uint8Array): { name: string; attribute: OnnxAttribute } {
  let [name, type] = ["", 0];
  const [integers, floats]: number[][] = [[], []];
  const attribute: { float?: number; integer?: number; text?: string; tensor?: OnnxTensor } = {};
  fieldsOf(bytes, {
    1: (reader) => (name = textOf(reader)),
    2: (reader) => (attribute.float = reader.float()),
    3: (reader) => (attribute.integer = integerOf(reader)),
    4: (reader) => (attribute.text = textOf(reader)),
    5: (reader) => (attribute.tensor = tensorOf(reader.bytes())),
    7: repeated(floats!, mostFew, (reader) => reader.float()),
    8: repeated(integers!, mostFew, integerOf),
    20: (reader) => (type = reader.int32()),
  });
  // A zero need not be written (AttributeProto.AttributeType 1 and 2).
  if (type === 1) attribute.float ??= 0;
  if (type === 2) attribute.integer ??= 0;
  return { name, attribute: { ...attribute, integers: integers!, floats: floats! } };
}

function tensorOf(bytes: Uint8Array): OnnxTensor {
  let [name, type, isElsewhere] = ["", 0, false];
  let values: Uint8Array = new Uint8Array(0);
  const [shape, few]: number[][] = [[], []];
  const place = new Map<string, string>();
  const packed = (reader: Reader, wire: number) => {
    if (wire !== 2) throw new Error("numbers stand one by one");
    values = reader.bytes();
  };
  // Longer lists of whole numbers are no weights and no shapes.
  const short = (reader: Reader, wire: number) => {
    if (wire === 2 && type !== 0 && sizeOf(shape!) > mostFew) reader.skipType(2);
    else repeated(few!, mostFew, integerOf)(reader, wire);
  };
  fieldsOf(bytes, {
    1: repeated(shape!, mostAxes, integerOf),
    2: (reader) => (type = reader.int32()),
    4: packed,
    5: short,
    7: short,
    8: (reader) => (name = textOf(reader)),
    9: packed,
    10: packed,
    13: (reader) => {
      const { key, value } = pairOf(reader.bytes());
      if (place.size < 10) place.set(key, value);
    },
    14: (reader) => (isElsewhere = reader.int32() === 1),
  });
  const numberAt = (key: string) => Number(place.get(key) ?? NaN);
  const elsewhere = {
    ...{ file: place.get("location") ?? "", offset: numberAt("offset") || 0, length: numberAt("length") },
  };
  return { name, shape: shape!, type, bytes: values, few: few!, ...(isElsewhere && { elsewhere }) };
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/** A ValueInfoProto: its name, and the sizes in its type's shape. */
function inputOf(bytes: Uint8Array): OnnxInput {
  let name = "";
  let shape: number[] | null = null;
  const dimension = (reader: Reader) => {
    let size = NaN;
    fieldsOf(reader.bytes(), { 1: (inside) => (size = integerOf(inside)) });
    if (shape!.length >= mostAxes) throw new Error(`${name} has more than ${mostAxes} axes`);
    shape!.push(size > 0 ? size : NaN);
  };
  const within = (field: number, then: (reader: Reader) => void) => (reader: Reader) =>
    fieldsOf(reader.bytes(), { [field]: then });
  fieldsOf(bytes, {
    1: (reader) => (name = textOf(reader)),
    2: within(
      1,
      within(2, (reader) => {
        shape = [];
        fieldsOf(reader.bytes(), { 1: dimension });
      }),
    ),
  });
  return { name, shape };
}
