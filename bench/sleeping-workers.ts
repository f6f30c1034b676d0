import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "bullmq";
import { prefix, queueOf } from "../src/distributed/names";
import { jobSchema } from "../src/distributed/job";
import { showMachine } from "../src/distributed/machines";
import { Outbox } from "../src/distributed/outbox";
import { openRedis } from "../src/distributed/redis";
import type { EpochRecord } from "../src/experiment/result";
import { takeRun } from "../src/distributed/run-state";

/**
 * For bench/distributed.ts: workers that take runs as `lab worker` does, and sleep a second in place of training. What they tell
 * is invented: so many epochs, and always the same weights.
 */
const [, , url = "", count = "1", hash = "", epochs = "0"] = process.argv;
const measured = { loss: 0.5, accuracy: 0.75 };
const recordOf = (epoch: number): EpochRecord => ({
  ...{ epoch, training: measured, train: { eval: measured } },
  validation: { eval: measured, train: measured },
  ...{ trainingSeconds: 0.01, evaluationSeconds: 0.001 },
});
const jobs = Number(count);
const redis = await openRedis({ url });
const machine = {
  id: `bench-${process.pid}`,
  host: "bench",
  cores: jobs,
  jobs,
  backend: null,
  version: "bench",
};
const show = () => showMachine(redis, { ...machine, runs: [], done: 0, retried: 0, trouble: null });
await show();
setInterval(() => void show(), 3000);
const worker = new Worker(
  queueOf("bench"),
  async ({ data }) => {
    const { runId, attempt, experimentId } = jobSchema.parse(data);
    const taken = await takeRun(redis, { runId, number: attempt });
    if (!taken) return;
    await wait(1000);
    const nothing = () => undefined;
    const outbox = new Outbox(redis, experimentId, taken, nothing, nothing);
    for (let epoch = 1; epoch <= Number(epochs); epoch++) {
      outbox.add({ word: { type: "epoch", record: recordOf(epoch) } });
    }
    outbox.add({ word: { type: "done", end: null }, weights: hash });
    await outbox.flush();
  },
  { ...{ connection: redis, prefix, concurrency: jobs }, removeOnComplete: { count: 0 } },
);
worker.on("error", (error) => console.error(error.message));
console.log("there");
