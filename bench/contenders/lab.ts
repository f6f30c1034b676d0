import { openEngine } from "../../src/engine/open";
import { letItRun, trainingOf } from "../../src/engine/testing";
import { type Order, randomData, remembered, takeOrders } from "./protocol";

/** The lab's own engine, as a trainer process uses it. */

const engine = await openEngine();

const networkOf = remembered((order: Order) => {
  const training = trainingOf({ batchSize: order.batchSize });
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
