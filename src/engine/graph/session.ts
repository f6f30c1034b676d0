import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Tensor, Tensorflow } from "../../tensor/tensorflow";
import type { Output } from "../../tensor/graph";
import { withTemporaryFolder } from "../../platform/temporary-folder";

/**
 * The part of tfjs-node's backend that `tf.node.loadSavedModel` and its `predict` call. The lab calls it directly, so
 * that inputs and outputs are named by their nodes and no signatures need be written, read and kept in step.
 */
interface NativeBackend {
  loadSavedModelMetaGraph(path: string, tags: string): number;
  /** `inputs` and `names` correspond. Runs in the calling thread and returns the outputs in the requested order. */
  runSavedModel(session: number, inputs: Tensor[], names: { name: string }[], outputs: string[]): Tensor[];
  deleteSavedModel(session: number): void;
}

/** A graph loaded into TensorFlow, with its own variables that last from call to call. */
export class Session {
  private readonly backend: NativeBackend;
  private readonly id: number;

  /** @param model the content of a `saved_model.pb` */
  constructor(tf: Tensorflow, model: Uint8Array) {
    this.backend = tf.backend() as unknown as NativeBackend;
    this.id = withTemporaryFolder("graph", (folder) => {
      writeFileSync(join(folder, "saved_model.pb"), model);
      return this.backend.loadSavedModelMetaGraph(folder, "serve");
    });
  }

  /** @returns the requested tensors; the caller disposes of them */
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
