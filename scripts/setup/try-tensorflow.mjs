// Runs in a separate process after the addon was installed and checks that it really computes here, because a library
// that the processor or the system cannot run may crash its process.
import util from "node:util";

// tfjs-node 4.22 calls these two functions, which Node 23 removed (tensorflow/tfjs#8609).
Object.assign(util, {
  isNullOrUndefined: (/** @type {unknown} */ value) => value === null || value === undefined,
  isArray: Array.isArray,
});
process.env["TF_CPP_MIN_LOG_LEVEL"] = "2";

const { default: tf } = await import("@tensorflow/tfjs-node");
const product = tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync()[0];
if (product !== 11) throw new Error(`1 × 3 + 2 × 4 came out as ${product}`);
const backend = /** @type {{ binding: { TF_Version: string } }} */ (/** @type {unknown} */ (tf.backend()));
process.stdout.write(`version ${backend.binding.TF_Version}\n`);
