import { LabError } from "../messages/failure";
import { loadBackend } from "./backend";

// A program for backend.test.ts: fits y = w·x to (1, 3) and (2, 6) from w = 0 by gradient descent and prints the
// result.
async function main(): Promise<void> {
  const { tf, environment } = await loadBackend();
  const x = tf.tensor1d([1, 2]);
  const y = tf.tensor1d([3, 6]);
  let weight = 0;
  const weights: number[] = [];
  for (let step = 0; step < 5; step++) {
    // The derivative of the mean of (w·x - y)² is the mean of 2 (w·x - y) x.
    const [gradient] = tf.tidy(() => tf.mean(tf.mul(tf.mul(2, x), tf.sub(tf.mul(weight, x), y))).dataSync());
    weight -= 0.1 * gradient!;
    weights.push(weight);
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
