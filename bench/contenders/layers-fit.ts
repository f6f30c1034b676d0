import { loadBackend } from "../../src/engine/backend";
import { classes, features, rows, steps, takeTurns } from "./protocol";

/** tfjs' own `model.fit` on the same native library. */

await loadBackend();
const { default: tf } = await import("@tensorflow/tfjs-node");

const inputs = tf.randomUniform([rows, features]);
const labels = tf.oneHot(tf.randomUniform([rows], 0, classes, "int32"), classes);
const model = tf.sequential();
for (const [place, units] of [200, 100, 50].entries()) {
  model.add(tf.layers.dense({ units, ...(place === 0 && { inputShape: [features] }) }));
  model.add(tf.layers.leakyReLU({ alpha: 0.01 }));
  model.add(tf.layers.dropout({ rate: 0.3 }));
}
model.add(tf.layers.dense({ units: classes, activation: "softmax" }));
model.compile({ optimizer: tf.train.adam(0.001), loss: "categoricalCrossentropy", metrics: ["accuracy"] });

await takeTurns(async (batchSize) => {
  await model.fit(inputs, labels, { batchSize, epochs: (steps * batchSize) / rows, verbose: 0 });
});
