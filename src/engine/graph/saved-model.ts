import type * as protobuf from "@tensorflow/tfjs-node/dist/proto/api_pb.js";
import {
  type Attribute,
  type Constant,
  dataTypes,
  type Graph,
  type GraphFunction,
  type Output,
} from "../../tensor/graph";

/** The protobuf classes that tfjs-node ships; TensorFlow calls `Tensor` TensorProto. */
export type Messages = typeof protobuf;

/**
 * A graph format version that TensorFlow 2 writes (core/public/version.h), and the oldest library that may read it.
 */
const producer = 2129;
const oldestConsumer = 12;

/** The one file of a SavedModel without checkpoint or signatures (saved_model.proto), with the tag `serve`. */
export function encodeSavedModel(
  messages: Messages,
  graph: Graph,
  functions: readonly GraphFunction[],
): Uint8Array {
  const library = new messages.FunctionDefLibrary();
  library.setFunctionList(functions.map((each) => functionMessage(messages, each)));
  const versions = new messages.VersionDef();
  versions.setProducer(producer);
  versions.setMinConsumer(oldestConsumer);
  const graphMessage = new messages.GraphDef();
  graphMessage.setNodeList(nodeMessages(messages, graph, ({ node, index }) => `${node}:${index}`));
  graphMessage.setLibrary(library);
  graphMessage.setVersions(versions);
  const information = new messages.MetaGraphDef.MetaInfoDef();
  information.setTagsList(["serve"]);
  const metaGraph = new messages.MetaGraphDef();
  metaGraph.setMetaInfoDef(information);
  metaGraph.setGraphDef(graphMessage);
  const model = new messages.SavedModel();
  model.setSavedModelSchemaVersion(1);
  model.setMetaGraphsList([metaGraph]);
  return model.serializeBinary();
}

function functionMessage(
  messages: Messages,
  { name, parameters, body, results }: GraphFunction,
): protobuf.FunctionDef {
  const signature = new messages.OpDef();
  signature.setName(name);
  signature.setIsStateful(true);
  signature.setInputArgList(parameters.map(({ node, type }) => argument(messages, node, type)));
  signature.setOutputArgList(results.map(({ type }, index) => argument(messages, `result_${index}`, type)));
  const message = new messages.FunctionDef();
  message.setSignature(signature);
  message.setNodeDefList(nodeMessages(messages, body, nameInFunction));
  // Grappler skips tf.data's functions, and ours are as fast without its work (docs/graph-engine.md).
  message.getAttrMap().set("_tf_data_function", attributeMessage(messages, { boolean: true }));
  results.forEach((result, index) => message.getRetMap().set(`result_${index}`, nameInFunction(result)));
  return message;
}

/** Within a function an input is named by the port of the node it comes from (function.proto). */
function nameInFunction({ node, port }: Output): string {
  return port ? `${node}:${port[0]}:${port[1]}` : node;
}

function argument(messages: Messages, name: string, type: Output["type"]): protobuf.OpDef.ArgDef {
  const message = new messages.OpDef.ArgDef();
  message.setName(name);
  message.setType(dataTypes[type]);
  return message;
}

function nodeMessages(
  messages: Messages,
  graph: Graph,
  nameOf: (output: Output) => string,
): protobuf.NodeDef[] {
  return graph.nodes.map(({ name, op, inputs, after, attributes }) => {
    const message = new messages.NodeDef();
    message.setName(name);
    message.setOp(op);
    message.setInputList([...inputs.map(nameOf), ...after.map((node) => `^${node}`)]);
    for (const [key, attribute] of Object.entries(attributes))
      message.getAttrMap().set(key, attributeMessage(messages, attribute));
    return message;
  });
}

function attributeMessage(messages: Messages, attribute: Attribute): protobuf.AttrValue {
  const message = new messages.AttrValue();
  const list = new messages.AttrValue.ListValue();
  if ("type" in attribute) message.setType(dataTypes[attribute.type]);
  else if ("integer" in attribute) message.setI(attribute.integer);
  else if ("float" in attribute) message.setF(attribute.float);
  else if ("boolean" in attribute) message.setB(attribute.boolean);
  else if ("string" in attribute) message.setS(Buffer.from(attribute.string));
  else if ("shape" in attribute) message.setShape(shapeMessage(messages, attribute.shape));
  else if ("tensor" in attribute) message.setTensor(tensorMessage(messages, attribute.tensor));
  else if ("function" in attribute) {
    const called = new messages.NameAttrList();
    called.setName(attribute.function);
    // Runs the function's nodes one after another in one thread: handing nodes as small as ours to a pool of threads
    // costs more than it gains. The kernels themselves may still use several threads.
    const executor = { string: "SINGLE_THREADED_EXECUTOR" };
    called.getAttrMap().set("_executor", attributeMessage(messages, executor));
    message.setFunc(called);
  } else {
    // An engine's graph has no texts.
    if ("texts" in attribute) throw new TypeError("texts");
    if ("types" in attribute) list.setTypeList(attribute.types.map((type) => dataTypes[type]));
    else if ("integers" in attribute) list.setIList([...attribute.integers]);
    else list.setSList(attribute.strings.map((each) => Buffer.from(each)));
    message.setList(list);
  }
  return message;
}

function shapeMessage(messages: Messages, shape: readonly number[]): protobuf.TensorShape {
  const message = new messages.TensorShape();
  message.setDimList(
    shape.map((size) => {
      const dimension = new messages.TensorShape.Dim();
      dimension.setSize(size);
      return dimension;
    }),
  );
  return message;
}

const arrays = { float32: Float32Array, float64: Float64Array, int32: Int32Array } as const;

function tensorMessage(messages: Messages, { type, shape, values }: Constant): protobuf.Tensor {
  const message = new messages.Tensor();
  message.setDtype(dataTypes[type]);
  message.setTensorShape(shapeMessage(messages, shape));
  const array = arrays[type].from(values);
  message.setTensorContent(new Uint8Array(array.buffer));
  return message;
}
