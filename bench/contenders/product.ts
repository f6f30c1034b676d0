import { loadBackend } from "../../src/engine/backend";
import { kindOf } from "../../src/nn/layers/kinds";
import { layerShapes } from "../../src/nn/network";
import type { Tensor2D } from "../../src/tensor/tensorflow";
import { type Order, takeOrders } from "./protocol";

/**
 * The arithmetic limit: no network, but a product of two large matrices, whose rate is this library's maximum of
 * floating-point operations per second. Answers with the milliseconds that the order's operations take at that rate.
 */

const { tf } = await loadBackend();
const size = 1024;
const matrix = tf.randomUniform([size, size]) as Tensor2D;

/**
 * Operations of an epoch's training: forward, the kernels' gradients, and the gradients of the inputs of all layers but the
 * first that has a kernel.
 */
function operations({ layers, features, image, rows }: Order): number {
  const products = layerShapes(layers, image ?? [features])
    .filter(({ layer }) => layer.type === "dense" || layer.type === "conv2d")
    .map(({ layer, input }) => kindOf(layer).multiplications!(layer, input));
  const all = products.reduce((sum, product) => sum + product, 0);
  return 2 * rows * (3 * all - products[0]!);
}

/** Seconds of one product: the best of several. */
function secondsOfProduct(): number {
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now();
    const product = tf.matMul(matrix, matrix);
    const seconds = (performance.now() - started) / 1000;
    product.dispose();
    return seconds;
  });
  return Math.min(...times);
}

await takeOrders(async (order) => {
  const rate = (2 * size ** 3) / secondsOfProduct();
  return (operations(order) / rate) * 1000;
});
