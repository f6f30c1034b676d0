import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SharedFolder } from "../artifacts/shared-folder";
import { childrenOf, until } from "../cli/testing";
import { nodeLauncher } from "../execution/workers";
import { Lab } from "../lab/lab";
import { built, endlessExperiment, next } from "../lab/testing";
import { type OpenFleet, openFleet } from "./fleet";
import { hasSaid, isThere, openTestQueue, type TestQueue } from "./queue.testing";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

let queue: TestQueue;
let fleet: OpenFleet;
let lab: Lab;
beforeEach(async () => {
  queue = await openTestQueue();
  fleet = await openFleet({
    address: { url: queue.redis.url },
    files: new SharedFolder(join(queue.lab.folder, "shared")),
    version,
    tell: () => undefined,
  });
  const database = join(queue.lab.folder, "lab.sqlite");
  lab = new Lab({ launch: nodeLauncher(built("trainer.cjs")), fleet, version, database });
});
afterEach(async () => {
  lab.close();
  await fleet.close();
  await queue.close();
});

test("pause, continue and stop reach a run on another machine, which then takes the next one", async () => {
  const worker = queue.startWorker();
  await isThere(worker);
  const { id, runs } = await lab.startExperiment({ experiment: endlessExperiment({ seeds: [1, 2] }) });
  const [first, second] = runs.map((run) => run.id) as [string, string];
  const epochs = async () => (await lab.getExperiment({ experimentId: id })).runs[0]!.records.length;
  await next(lab, "epochMeasured", ({ runId }) => runId === first);
  const { machines } = await lab.machines();
  expect(machines).toMatchObject([{ runs: [first], trouble: null }]);

  await lab.pauseRuns({ runIds: [first, second] });
  // What it had measured before it heard of it still comes.
  let before = -1;
  while (before !== (await epochs())) {
    before = await epochs();
    await sleep(1500);
  }
  expect((await lab.getExperiment({ experimentId: id })).runs[0]!.status).toBe("paused");
  expect(await epochs()).toBe(before);

  const more = next(lab, "epochMeasured", ({ runId }) => runId === first);
  await lab.resumeRuns({ runIds: [first, second] });
  await more;
  expect(await epochs()).toBeGreaterThan(before);

  const stopped = next(lab, "runChanged", (run) => run.id === first && run.ended !== null);
  await lab.stopRuns({ runIds: [first] });
  expect((await stopped).status).toBe("cancelled");
  await hasSaid(worker, /cancelled: endless, dropout, seed 1/);
  await hasSaid(worker, /begins: endless, dropout, seed 2/);
  const over = next(lab, "runChanged", (run) => run.id === second && run.ended !== null);
  await lab.stopRuns({ runIds: [second] });
  expect((await over).status).toBe("cancelled");
  await hasSaid(worker, /cancelled: endless, dropout, seed 2/);
  // A trainer that went on would use the machine for nothing.
  await until(() => childrenOf(worker.child.pid!).length === 0);
});
