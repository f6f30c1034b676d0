import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Tensor, Tensorflow } from "../tensorflow";
import type { Output } from "./graph";
import { withTemporaryFolder } from "./temporary-folder";

/**
 * What `tf.node.loadSavedModel` and its `predict` call in tfjs-node's backend. They are called directly because inputs
 * and outputs are then named by their nodes: no signatures have to be written, read and kept in step.
 */
interface NativeBackend {
  loadSavedModelMetaGraph(path: string, tags: string): number;
  /** `inputs` and `names` go together; runs in the calling thread, and gives the outputs in the order asked for. */
  runSavedModel(session: number, inputs: Tensor[], names: { name: string }[], outputs: string[]): Tensor[];
  deleteSavedModel(session: number): void;
}

/** A graph loaded into TensorFlow, with variables of its own that last from call to call. */
export class Session {
  private readonly backend: NativeBackend;
  private readonly id: number;

  /** @param model the content of a `saved_model.pb` */
  constructor(tf: Tensorflow, model: Uint8Array) {
    this.backend = tf.backend() as unknown as NativeBackend;
    this.id = withTemporaryFolder((folder) => {
      writeFileSync(join(folder, "saved_model.pb"), model);
      return this.backend.loadSavedModelMetaGraph(folder, "serve");
    });
  }

  /** @returns the tensors asked for, which the caller disposes of */
  run(inputs: readonly (readonly [Output, Tensor])[], outputs: readonly Output[]): Tensor[] {
    return this.backend.runSavedModel(
      this.id,
      inputs.map(([, tensor]) => tensor),
      inputs.map(([output]) => ({ name: nameOf(output) })),
      outputs.map(nameOf),
    );
  }

  /** Frees the graph and its variables. */
  dispose(): void {
    this.backend.deleteSavedModel(this.id);
  }
}

function nameOf({ node, index }: Output): string {
  return `${node}:${index}`;
}
