import type { Dataset } from "../data/dataset";
import type { Shape } from "../nn/shape";
import type { SplitName } from "./engine";
import type { Tensor, Tensor1D, Tensor2D, Tensorflow } from "../tensor/tensorflow";

/** Some rows of a split, on the device. */
export type Batch = {
  /** [rows, ...shape] */
  readonly inputs: Tensor;
  /** [rows, outputs]: one-hot for classification, the values themselves for regression. */
  readonly targets: Tensor2D;
  /** Class numbers, int32 [rows]; none for regression. */
  readonly classes: Tensor1D | undefined;
};

/** A split of the data, uploaded once. */
export class DeviceSplit {
  readonly rows: number;
  private readonly inputs: Tensor;
  /** [rows]: class numbers (int32) or values. */
  private readonly targets: Tensor1D;

  constructor(
    private readonly tf: Tensorflow,
    private readonly data: Dataset,
    shape: Shape,
    name: SplitName,
  ) {
    const { inputs, targets, rows } = data[name];
    this.rows = rows;
    this.inputs = tf.tensor(inputs, [rows, ...shape]);
    this.targets =
      data.task === "classification" ? tf.tensor1d(Int32Array.from(targets), "int32") : tf.tensor1d(targets);
  }

  /** The rows with these numbers in this order, cut into batches; the last one may be shorter. */
  gatherBatches(order: Int32Array, batchSize: number): Batch[] {
    const { tf } = this;
    const sizes = Array.from({ length: Math.ceil(order.length / batchSize) }, (_, batch) =>
      Math.min(batchSize, order.length - batch * batchSize),
    );
    return tf.tidy(() => {
      const index = tf.tensor1d(order, "int32");
      const gathered = this.batchOf(tf.gather(this.inputs, index), tf.gather(this.targets, index));
      const inputs = tf.split(gathered.inputs, sizes);
      const targets = tf.split<Tensor2D>(gathered.targets, sizes);
      const classes = gathered.classes && tf.split<Tensor1D>(gathered.classes, sizes);
      return sizes.map((_, batch) => ({
        inputs: inputs[batch]!,
        targets: targets[batch]!,
        classes: classes?.[batch],
      }));
    });
  }

  /** `count` rows, beginning with row `start`. Must be called inside `tf.tidy`. */
  slice(start: number, count: number): Batch {
    const inputs = this.tf.slice(this.inputs, start, count);
    return this.batchOf(inputs, this.tf.slice1d(this.targets, start, count));
  }

  dispose(): void {
    this.tf.dispose([this.inputs, this.targets]);
  }

  private batchOf(inputs: Tensor, targets: Tensor1D): Batch {
    const { tf, data } = this;
    if (data.task === "regression") return { inputs, targets: tf.expandDims(targets, 1), classes: undefined };
    // If oneHot is asked for float32 directly, tfjs 4.22's wasm backend writes the bits of the integer 1.
    const oneHot = tf.cast(tf.oneHot(targets, data.outputs) as Tensor2D, "float32");
    return { inputs, targets: oneHot, classes: targets };
  }
}
