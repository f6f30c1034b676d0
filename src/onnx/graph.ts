/** Element types, with their numbers in onnx.proto's TensorProto.DataType. */
export const elementTypes = {
  float32: 1,
  uint8: 2,
  int64: 7,
  string: 8,
  bool: 9,
  float64: 11,
} as const;
export type ElementType = keyof typeof elementTypes;

/** A tensor that stands in the model, row-major. */
export type OnnxConstant =
  | {
      readonly type: "float32" | "float64" | "int64" | "bool";
      readonly shape: readonly number[];
      readonly values: ArrayLike<number>;
    }
  | { readonly type: "string"; readonly shape: readonly number[]; readonly values: readonly string[] };

/** The value of a node's attribute. */
export type OnnxAttribute =
  | { readonly integer: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly integers: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly strings: readonly string[] }
  | { readonly tensor: OnnxConstant };
export type OnnxAttributes = Readonly<Record<string, OnnxAttribute>>;

/** The standard operators, or those of classical machine learning: texts to numbers. */
export type Domain = "" | "ai.onnx.ml";

export interface OnnxNode {
  readonly name: string;
  readonly op: string;
  readonly domain: Domain;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: OnnxAttributes;
}

/** Nodes being put together, each after those whose outputs it takes. A tensor is known by its name. */
export class OnnxGraph {
  readonly nodes: OnnxNode[] = [];
  readonly constants = new Map<string, OnnxConstant>();
  private readonly names: Set<string>;
  private readonly uses = new Map<string, number>();

  /** @param taken names of the model's inputs and outputs */
  constructor(taken: readonly string[]) {
    this.names = new Set(taken);
  }

  /** Adds a node and returns its output. @param output its name; by default one that tells the operator */
  add(
    op: string,
    inputs: readonly string[],
    attributes: OnnxAttributes = {},
    { domain = "", output = this.freeName(op) }: { domain?: Domain; output?: string } = {},
  ): string {
    this.nodes.push({ name: `node ${this.nodes.length}`, op, domain, inputs, outputs: [output], attributes });
    return output;
  }

  /** Adds a node with several outputs. */
  addAll(op: string, inputs: readonly string[], outputs: number): string[] {
    const names = Array.from({ length: outputs }, () => this.freeName(op));
    this.nodes.push({
      name: `node ${this.nodes.length}`,
      op,
      domain: "",
      inputs,
      outputs: names,
      attributes: {},
    });
    return names;
  }

  /** A tensor under a name that the model's readers see. */
  named(name: string, constant: OnnxConstant): string {
    const free = this.freeName(name);
    this.constants.set(free, constant);
    return free;
  }

  float(value: number): string {
    return this.floats([], [value]);
  }

  floats(shape: readonly number[], values: ArrayLike<number>): string {
    return this.named("constant", { type: "float32", shape, values });
  }

  doubles(shape: readonly number[], values: ArrayLike<number>): string {
    return this.named("constant", { type: "float64", shape, values });
  }

  integers(values: readonly number[]): string {
    return this.named("constant", { type: "int64", shape: [values.length], values });
  }

  private freeName(base: string): string {
    for (;;) {
      const used = this.uses.get(base) ?? 0;
      this.uses.set(base, used + 1);
      const name = used === 0 ? base : `${base}_${used}`;
      if (this.names.has(name)) continue;
      this.names.add(name);
      return name;
    }
  }
}

/** As in onnx.proto's TensorProto.DataType. */
export function cast(graph: OnnxGraph, x: string, type: ElementType): string {
  return graph.add("Cast", [x], { to: { integer: elementTypes[type] } });
}
