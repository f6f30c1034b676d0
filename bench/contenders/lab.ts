import { openEngine } from "../../src/engine/open";
import { letItRun, trainingOf } from "../../src/engine/testing";
import { type Order, randomData, remembered, takeOrders } from "./protocol";

/** The lab's own engine, as a trainer process uses it. With the argument "bfloat16", wide products are of it. */

const products = process.argv[2] === "bfloat16" ? "bfloat16" : "float32";

const engine = await openEngine();
const { kernels } = engine.environment;
if (
  process.env["DROPOUT_LAB_ENGINE"] === "graph" &&
  !kernels &&
  process.env["DROPOUT_LAB_KERNELS"] !== "tensorflow"
)
  throw new Error("The lab's own operations are missing, or older than their sources: npm run setup.");

const networkOf = remembered((order: Order) => {
  const training = trainingOf({ batchSize: order.batchSize, products });
  return {
    run: engine.openRun({ layers: [...order.layers], training, seed: 1 }, randomData(order)),
    epochs: 0,
  };
});

await takeOrders(async (order) => {
  const network = networkOf(order);
  const epoch = ++network.epochs;
  await network.run.trainEpoch(epoch, letItRun);
  if (order.validationRows === 0) return;
  await network.run.evaluate("train", "eval", epoch, 0, letItRun);
  await network.run.evaluate("validation", "eval", epoch, 0, letItRun);
  await network.run.evaluate("validation", "evalForgotten", epoch, 0, letItRun);
});
