import { join } from "node:path";
import { expect, test } from "vitest";
import type { ExperimentDetail } from "../contract/contract";
import { Lab } from "../lab/lab";
import { built, end, labsOfEachTest, smallExperiment } from "../lab/testing";
import type { ToTrainer } from "./trainer-protocol";
import { nodeLauncher } from "./workers";

const { folder, labs } = labsOfEachTest();
type Order = Extract<ToTrainer, { type: "train" }>;

/** Trains two variants on the own data of three seeds. @param changed what a trainer gets in the place of its order */
async function trained(home: string, jobs: number, changed: (order: Order) => Order = (order) => order) {
  const orders: Order[] = [];
  const launch = nodeLauncher(built("trainer.cjs"));
  const lab = new Lab({
    launch: async () => {
      const worker = await launch();
      const send = (message: ToTrainer) => {
        if (message.type === "train") orders.push(message);
        worker.send(message.type === "train" ? changed(message) : message);
      };
      return { ...worker, send };
    },
    version: "test",
    database: join(home, "lab.sqlite"),
    jobs,
  });
  labs.add(lab);
  const experiment = smallExperiment({
    variants: [{ name: "none", rate: 0 }, { name: "dropout" }],
    seeds: [1, 2, 3],
    evaluation: { resample: "draws" },
  });
  const { id, runs } = await lab.startExperiment({ experiment });
  await Promise.all(runs.map((run) => end(lab, run.id)));
  return { orders, detail: (await lab.getExperiment({ experimentId: id })) as ExperimentDetail };
}

const named = ({ variant, seed }: Pick<Order, "variant" | "seed">) => `${variant.name} ${seed}`;

test("a trainer by itself is told which run is next, and trains what it would without that", async () => {
  const { orders, detail } = await trained(join(folder.path, "told"), 1);
  expect(orders.map(({ next }) => next && named(next))).toEqual([...orders.slice(1).map(named), undefined]);
  const untold = await trained(join(folder.path, "untold"), 1, ({ next: _, ...order }) => order);
  const numbers = ({ runs }: ExperimentDetail) =>
    runs.map(({ variant, seed, records }) => ({
      ...{ variant, seed },
      records: records.map(({ trainingSeconds: _, evaluationSeconds: __, ...record }) => record),
    }));
  expect(numbers(detail)).toEqual(numbers(untold.detail));
});

test("of two trainers neither is told while both have runs", async () => {
  const { orders } = await trained(folder.path, 2);
  expect(orders.slice(0, -1).flatMap(({ next }) => next ?? [])).toEqual([]);
});
