import type { Graph, Output } from "./graph";

/** Memory in the session that lasts from call to call; every graph and function finds it by its name. */
export interface Variable {
  readonly name: string;
  readonly shape: readonly number[];
}

/** The variables as seen by one graph. */
export class VariableAccess {
  constructor(private readonly graph: Graph) {}

  handle({ name, shape }: Variable): Output {
    const attributes = {
      dtype: { type: "float32" },
      shape: { shape },
      shared_name: { string: name },
      container: { string: "" },
    } as const;
    return this.graph.once(`handle of ${name}`, () =>
      this.graph.addOne("VarHandleOp", { attributes, outputs: { resource: "resource" } }),
    );
  }

  /** @param after nodes that must have run */
  read(variable: Variable, after: readonly string[] = []): Output {
    return this.graph.addOne("ReadVariableOp", {
      inputs: [this.handle(variable)],
      after,
      attributes: { dtype: { type: "float32" } },
      outputs: { value: "float32" },
    });
  }

  /** @returns the name of the node that does this */
  assign(variable: Variable, value: Output): string {
    return this.graph.addAction("AssignVariableOp", {
      inputs: [this.handle(variable), value],
      attributes: { dtype: { type: "float32" } },
    });
  }
}
