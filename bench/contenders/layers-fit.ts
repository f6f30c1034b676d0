import { loadBackend } from "../../src/engine/backend";
import { type Order, remembered, takeOrders } from "./protocol";

/** tfjs' own `model.fit` on the same native library. */

await loadBackend();
const { default: tf } = await import("@tensorflow/tfjs-node");

const networkOf = remembered(({ features, hidden, classes, rate, rows, validationRows }: Order) => {
  const splitOf = (count: number) => ({
    inputs: tf.randomUniform([count, features]),
    labels: tf.oneHot(tf.randomUniform([count], 0, classes, "int32"), classes),
  });
  const model = tf.sequential();
  for (const [index, units] of hidden.entries()) {
    model.add(tf.layers.dense({ units, ...(index === 0 && { inputShape: [features] }) }));
    model.add(tf.layers.leakyReLU({ alpha: 0.01 }));
    model.add(tf.layers.dropout({ rate }));
  }
  model.add(tf.layers.dense({ units: classes, activation: "softmax" }));
  model.compile({ optimizer: tf.train.adam(0.001), loss: "categoricalCrossentropy", metrics: ["accuracy"] });
  return { model, train: splitOf(rows), validation: splitOf(validationRows) };
});

await takeOrders(async (order) => {
  const { model, train, validation } = networkOf(order);
  await model.fit(train.inputs, train.labels, { batchSize: order.batchSize, epochs: 1, verbose: 0 });
  if (order.validationRows === 0) return;
  for (const { inputs, labels } of [train, validation]) {
    const measures = model.evaluate(inputs, labels, { batchSize: 1024 });
    for (const measure of [measures].flat()) await measure.data();
    tf.dispose(measures);
  }
  // `evaluate` and `predict` cannot evaluate with eval forgotten; `apply` can.
  const measures = tf.tidy(() => {
    const outputs = model.apply(validation.inputs, { training: true });
    const labels = validation.labels.asType("float32");
    const right = tf.equal(tf.argMax(outputs as typeof labels, 1), tf.argMax(labels, 1));
    return [tf.metrics.categoricalCrossentropy(labels, outputs as typeof labels).mean(), right.mean()];
  });
  for (const measure of measures) await measure.data();
  tf.dispose(measures);
});
