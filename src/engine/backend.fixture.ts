import { LabError } from "../messages/failure";
import { loadBackend } from "./backend";

// A program for backend.test.ts: fits y = w·x to (1, 3) and (2, 6) from w = 0 by gradient descent and prints what came out.
async function main(): Promise<void> {
  const { tf, environment } = await loadBackend();
  const x = tf.tensor1d([1, 2]);
  const y = tf.tensor1d([3, 6]);
  const weight = tf.variable(tf.scalar(0));
  const optimizer = tf.train.sgd(0.1);
  const weights: number[] = [];
  for (let step = 0; step < 5; step++) {
    optimizer.minimize(() => tf.mean(tf.square(tf.sub(tf.mul(weight, x), y))));
    weights.push((await weight.data())[0] ?? NaN);
  }
  process.stdout.write(
    JSON.stringify({ environment, weights, handlers: process.listenerCount("uncaughtException") }),
  );
}

main().catch((error: unknown) => {
  const code = error instanceof LabError ? error.code : "unexpected";
  process.stdout.write(JSON.stringify({ code, message: String(error) }));
  process.exitCode = 1;
});
