import type { Split } from "../../data/dataset";
import type { Shape } from "../../nn/shape";
import { mapAlignment } from "../../platform/mapped-files";
import type { Tensor, Tensorflow } from "../../tensor/tensorflow";

/** The part of tfjs-node's backend that calls an operation of native TensorFlow by its name. */
interface NativeBackend {
  executeSingleOutput(name: string, attributes: readonly never[], inputs: readonly Tensor[]): Tensor;
}

/**
 * The inputs of a split as a tensor [rows, ...shape]. Those that are kept in a file stay there where the lab's own operations can map it:
 * the memory is then the system's, which all processes share that train on the same file. Others are copied.
 * @param shape of one row
 */
export function inputsTensor(tf: Tensorflow, split: Split, shape: Shape, hasOwnOps: boolean): Tensor {
  return (
    (hasOwnOps ? mappedInputs(tf, split, shape) : null) ?? tf.tensor(split.inputs, [split.rows, ...shape])
  );
}

/** @returns null if they are in no file, or the system does not map it */
export function mappedInputs(tf: Tensorflow, { kept, rows }: Split, shape: Shape): Tensor | null {
  if (!kept) return null;
  const place = tf.tensor1d([kept.file.descriptor, kept.place / mapAlignment, rows, ...shape], "int32");
  try {
    return (tf.backend() as unknown as NativeBackend).executeSingleOutput("LabMapped", [], [place]);
  } catch {
    return null;
  } finally {
    place.dispose();
  }
}
