/** Element types, with their numbers in TensorFlow's types.proto. */
export const dataTypes = {
  float32: 1,
  float64: 2,
  int32: 3,
  uint8: 4,
  string: 7,
  int64: 9,
  bool: 10,
  bfloat16: 14,
  resource: 20,
  uint16: 17,
  uint32: 22,
  uint64: 23,
} as const;
export type DataType = keyof typeof dataTypes;

/** The value of a node's attribute (attr_value.proto). */
export type Attribute =
  | { readonly type: DataType }
  | { readonly types: readonly DataType[] }
  | { readonly integer: number }
  | { readonly integers: readonly number[] }
  | { readonly float: number }
  | { readonly boolean: boolean }
  | { readonly string: string }
  | { readonly strings: readonly string[] }
  | { readonly shape: readonly number[] }
  | { readonly tensor: Constant }
  | { readonly texts: readonly string[] }
  | { readonly function: string };

/** The value of a `Const` node, in row-major order. */
export interface Constant {
  readonly type: "float32" | "float64" | "int32";
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** One tensor that a node puts out, or an argument of the function that the graph is the body of. */
export interface Output {
  readonly node: string;
  /** The name of the output in the op's definition, and the place within it where it is a list; none for an argument. */
  readonly port?: readonly [name: string, place: number];
  /** Place among all of the node's outputs. */
  readonly index: number;
  readonly type: DataType;
}

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly Output[];
  /** Nodes that must have run before. */
  readonly after: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

interface NodeDescription {
  readonly inputs?: readonly Output[];
  readonly after?: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** The outputs' names in the op's definition, each with its element type, or types where it is a list. */
  readonly outputs?: Readonly<Record<string, DataType | readonly DataType[]>>;
}

/** Which of several kernels for the same thing the nodes name: see engine/graph/kernels.ts. */
export interface Kernels {
  /** TensorFlow's matrix product, or the same by oneDNN's kernel; convolutions are by the same library (pictures.ts). */
  readonly matMul: "MatMul" | "_MklMatMul";
  /** Whether TensorFlow knows the lab's own operations (own-ops.ts). */
  readonly own: boolean;
}

/** Nodes being put together: the main graph, or the body of a function. */
export class Graph {
  readonly nodes: GraphNode[] = [];
  private readonly uses = new Map<string, number>();
  private readonly shared = new Map<string, Output>();

  constructor(readonly kernels: Kernels) {}

  /** Adds a node, named after its op, and returns its outputs in the order of the description. */
  add(op: string, { inputs = [], after = [], attributes = {}, outputs = {} }: NodeDescription): Output[] {
    const name = this.freeName(op);
    this.nodes.push({ name, op, inputs, after, attributes });
    const types = Object.entries(outputs).flatMap(([port, type]) =>
      [type].flat().map((each, index) => ({ port: [port, index] as const, type: each })),
    );
    return types.map(({ port, type }, index) => ({ node: name, port, index, type }));
  }

  /** Adds a node with one output. */
  addOne(op: string, description: NodeDescription): Output {
    return this.add(op, description)[0]!;
  }

  /** Adds a node without outputs, and returns its name for others to run after. */
  addAction(op: string, description: NodeDescription): string {
    this.add(op, description);
    return this.nodes.at(-1)!.name;
  }

  /** The output of that key; `describe` adds its node where it is asked for the first time. */
  once(key: string, describe: () => Output): Output {
    const output = this.shared.get(key) ?? describe();
    this.shared.set(key, output);
    return output;
  }

  /** Names may not begin with an underscore, which the names of TensorFlow's internal ops do. */
  private freeName(op: string): string {
    const base = op.replace(/^_+/, "");
    const used = this.uses.get(base) ?? 0;
    this.uses.set(base, used + 1);
    return used === 0 ? base : `${base}_${used}`;
  }
}

/** A function that nodes such as `While` call by its name. */
export interface GraphFunction {
  readonly name: string;
  readonly parameters: readonly Output[];
  readonly body: Graph;
  readonly results: readonly Output[];
}

/**
 * Puts a function together. `describe` is handed its parameters under the names given, adds nodes to `body` and returns the results.
 */
export function buildFunction<Parameters extends Readonly<Record<string, DataType>>>(
  name: string,
  kernels: Kernels,
  types: Parameters,
  describe: (body: Graph, parameters: { [Name in keyof Parameters]: Output }) => readonly Output[],
): GraphFunction {
  const body = new Graph(kernels);
  const parameters = Object.entries(types).map(([node, type]): Output => ({ node, index: 0, type }));
  const byName = Object.fromEntries(parameters.map((parameter) => [parameter.node, parameter]));
  return {
    name,
    parameters,
    body,
    results: describe(body, byName as { [Name in keyof Parameters]: Output }),
  };
}
