/** The part of tfjs-node's generated protobuf classes that the SavedModel writer uses; the package has no types for it. */
declare module "@tensorflow/tfjs-node/dist/proto/api_pb.js" {
  /** Returned by `getXMap()`; setting a key writes an entry. */
  interface MessageMap<Value> {
    set(key: string, value: Value): unknown;
  }
  export class TensorShape {
    setDimList(dimensions: TensorShape.Dim[]): void;
  }
  export namespace TensorShape {
    class Dim {
      setSize(size: number): void;
    }
  }
  /** tensor.proto's TensorProto. */
  export class Tensor {
    setDtype(type: number): void;
    setTensorShape(shape: TensorShape): void;
    setTensorContent(bytes: Uint8Array): void;
  }
  export class NameAttrList {
    getAttrMap(): MessageMap<AttrValue>;
    setName(name: string): void;
  }
  export class AttrValue {
    setType(type: number): void;
    setI(integer: number): void;
    setF(float: number): void;
    setB(boolean: boolean): void;
    setS(bytes: Uint8Array): void;
    setShape(shape: TensorShape): void;
    setTensor(tensor: Tensor): void;
    setFunc(called: NameAttrList): void;
    setList(list: AttrValue.ListValue): void;
  }
  export namespace AttrValue {
    class ListValue {
      setTypeList(types: number[]): void;
      setIList(integers: number[]): void;
      setSList(strings: Uint8Array[]): void;
    }
  }
  export class NodeDef {
    setName(name: string): void;
    setOp(op: string): void;
    setInputList(inputs: string[]): void;
    getAttrMap(): MessageMap<AttrValue>;
  }
  export class OpDef {
    setName(name: string): void;
    setIsStateful(stateful: boolean): void;
    setInputArgList(parameters: OpDef.ArgDef[]): void;
    setOutputArgList(results: OpDef.ArgDef[]): void;
  }
  export namespace OpDef {
    class ArgDef {
      setName(name: string): void;
      setType(type: number): void;
    }
  }
  export class FunctionDef {
    setSignature(signature: OpDef): void;
    setNodeDefList(nodes: NodeDef[]): void;
    getAttrMap(): MessageMap<AttrValue>;
    getRetMap(): MessageMap<string>;
  }
  export class FunctionDefLibrary {
    setFunctionList(functions: FunctionDef[]): void;
  }
  export class VersionDef {
    setProducer(version: number): void;
    setMinConsumer(version: number): void;
  }
  export class GraphDef {
    setNodeList(nodes: NodeDef[]): void;
    setLibrary(library: FunctionDefLibrary): void;
    setVersions(versions: VersionDef): void;
  }
  export class MetaGraphDef {
    setMetaInfoDef(information: MetaGraphDef.MetaInfoDef): void;
    setGraphDef(graph: GraphDef): void;
  }
  export namespace MetaGraphDef {
    class MetaInfoDef {
      setTagsList(tags: string[]): void;
    }
  }
  export class SavedModel {
    setSavedModelSchemaVersion(version: number): void;
    setMetaGraphsList(graphs: MetaGraphDef[]): void;
    serializeBinary(): Uint8Array;
  }
}
