import { loadBackend } from "../../src/engine/backend";
import type { Layer } from "../../src/experiment/schema";
import { type Order, remembered, takeOrders } from "./protocol";

/** tfjs' own `model.fit` on the same native library. */

await loadBackend();
const { default: tf } = await import("@tensorflow/tfjs-node");

function layerOf(layer: Layer, isPicture: boolean): ReturnType<typeof tf.sequential>["layers"] {
  switch (layer.type) {
    case "dense":
      return [...(isPicture ? [tf.layers.flatten()] : []), tf.layers.dense({ units: layer.units })];
    case "conv2d":
      return [
        tf.layers.conv2d({ filters: layer.filters, kernelSize: layer.kernelSize, padding: layer.padding }),
      ];
    case "maxPool2d":
      return [tf.layers.maxPooling2d({ poolSize: layer.poolSize })];
    case "averagePool2d":
      return [tf.layers.averagePooling2d({ poolSize: layer.poolSize })];
    case "leakyRelu":
      return [tf.layers.leakyReLU({ alpha: layer.slope })];
    case "relu":
    case "tanh":
      return [tf.layers.activation({ activation: layer.type })];
    case "dropout":
      return [tf.layers.dropout({ rate: layer.rate })];
    default:
      throw new Error(`${layer.type} is not measured here`);
  }
}

const networkOf = remembered(({ features, image, layers, classes, rows, validationRows }: Order) => {
  const shape = image ?? [features];
  const splitOf = (count: number) => ({
    inputs: tf.randomUniform([count, ...shape]),
    labels: tf.oneHot(tf.randomUniform([count], 0, classes, "int32"), classes),
  });
  const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: shape })] });
  for (const layer of layers)
    for (const each of layerOf(layer, model.outputShape.length > 2)) model.add(each);
  model.add(tf.layers.softmax());
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
