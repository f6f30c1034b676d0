import { loadDataset, previewData } from "../data/load";
import { openEngine } from "../engine/open";
import { RunCancelled } from "../engine/run";
import { failureOf } from "../messages/failure";
import { Hold } from "./hold";
import { parentPort } from "./parent-port";
import { trainTold } from "./told-run";
import { type FromTrainer, type ToTrainer, toTrainerSchema } from "./trainer-protocol";

/**
 * The entry of a trainer process (dist/trainer.cjs): the same under Node and Electron. TensorFlow is loaded only where
 * there is something to train or to describe.
 */
type Task = Exclude<ToTrainer, { type: "pause" | "resume" | "cancel" }>;

const port = parentPort();
const hold = new Hold();
let tasks: Promise<void> = Promise.resolve();

port.onMessage((message) => {
  const order = toTrainerSchema.parse(message);
  if (order.type === "pause" || order.type === "resume" || order.type === "cancel") hold[order.type]();
  else tasks = tasks.then(() => carryOut(order)).then(port.send);
});

/** Everything that goes wrong is told: only a crash leaves the lab without a last word. */
async function carryOut(task: Task): Promise<FromTrainer> {
  try {
    switch (task.type) {
      case "describe":
        return { type: "environment", environment: (await openEngine()).environment };
      case "preview":
        return { type: "preview", preview: await previewData(task.data) };
      case "train":
        return await train(task);
    }
  } catch (error) {
    if (error instanceof RunCancelled) return { type: "cancelled", weights: null };
    return { type: "failed", failure: failureOf(error) };
  }
}

async function train(task: Extract<Task, { type: "train" }>): Promise<FromTrainer> {
  const engine = await openEngine();
  port.send({ type: "environment", environment: engine.environment });
  await hold.pass();
  const data = await loadDataset(task.experiment.data);
  await hold.pass();
  return trainTold(task, engine, data, hold, port.send);
}
