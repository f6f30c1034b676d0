import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { RandomStream } from "../src/random/random";
import type { EpochRecord } from "../src/experiment/result";
import type { Experiment } from "../src/experiment/schema";
import { processExists } from "../src/platform/process-exists";
import { databaseFile } from "../src/store/folders";
import { Store } from "../src/store/store";
import { expect, test } from "./fixtures";
import { smallExperiment, start, train } from "./small";

/** Some seconds of training, with a kernel of more than a few numbers. */
const long: Experiment = smallExperiment("long", {
  data: { source: "clusters", features: 100, train: 2000, validation: 200 },
  network: {
    layers: [
      { type: "dense", units: 300 },
      { type: "relu" },
      { type: "dropout", rate: 0.3 },
      { type: "dense", units: 10 },
    ],
  },
  training: { batchSize: 8, epochs: 150 },
  variants: [{ name: "dropout" }],
});
const kills = 4;
const env = { DROPOUT_LAB_CHECKPOINT_SECONDS: "0.05" };

test(`a window that is killed ${kills} times loses nothing that it showed, and goes on from its checkpoints by one button`, async ({
  openLab,
  home,
}) => {
  test.setTimeout(240_000);
  const random = new RandomStream(1, "dataSampling");
  const told = new Map<number, string>();
  const goesOnFrom: number[] = [];

  for (let killed = 0; ; killed++) {
    const { app, page } = await openLab({ env });
    await page.exposeFunction("tell", (epoch: number, record: string) => told.set(epoch, record));
    await page.evaluate(() => {
      const { tell } = window as unknown as { tell(epoch: number, record: string): void };
      window.lab.on("epochMeasured", ({ record }) => tell(record.epoch, JSON.stringify(record)));
    });
    if (killed === 0) {
      await start(page, long);
    } else {
      const notice = page.getByRole("region", { name: "1 run was interrupted." });
      await expect(notice).toBeVisible();
      const [, epoch] = /continues from epoch (\d+) of 150/.exec((await notice.textContent())!)!;
      goesOnFrom.push(Number(epoch));
      const kept = recordsIn(home);
      for (const [number, record] of told) expect(JSON.stringify(kept[number - 1])).toBe(record);
      await notice.getByRole("button", { name: "Continue" }).click();
      await expect(notice).toBeHidden();
    }
    if (killed === kills) {
      await expect.poll(() => statusIn(home), { timeout: 120_000 }).toBe("done");
      expect(newestEpochIn(home)).toBe(0);
      await train(page, long);
      break;
    }
    // Some epochs after there is a checkpoint of a later epoch: far from the run's end, however fast the machine is.
    const before = Math.max(1, ...goesOnFrom);
    await expect
      .poll(() => newestEpochIn(home), { timeout: 60_000, intervals: [20] })
      .toBeGreaterThan(before);
    const until = Math.max(...told.keys()) + random.integer(8);
    await expect
      .poll(() => Math.max(...told.keys()), { timeout: 60_000, intervals: [5] })
      .toBeGreaterThanOrEqual(until);
    const { pid } = app.process();
    process.kill(pid!, "SIGKILL");
    await expect.poll(() => processExists(pid!)).toBe(false);
  }
  expect(goesOnFrom.every((epoch) => epoch > 1)).toBe(true);
  expect([...goesOnFrom]).toEqual(goesOnFrom.sort((one, other) => one - other));

  const store = new Store(databaseFile(home));
  const [undisturbed, disturbed] = store.experiments().map(({ id }) => store.experiment(id).runs[0]!);
  expect(disturbed!.attempt).toBe(kills + 1);
  expect(disturbed!.records.map(untimed)).toEqual(undisturbed!.records.map(untimed));
  expect(Buffer.from(store.weights(disturbed!.id)!).equals(store.weights(undisturbed!.id)!)).toBe(true);
  store.close();
});

const untimed = (record: EpochRecord) => ({ ...record, trainingSeconds: 0, evaluationSeconds: 0 });

function recordsIn(home: string): EpochRecord[] {
  return withStore(home, (store) => store.experiment(store.experiments()[0]!.id).runs[0]!.records);
}

function statusIn(home: string): string {
  return withStore(home, (store) => store.experiments()[0]!.runs[0]!.status);
}

function withStore<Result>(home: string, read: (store: Store) => Result): Result {
  const store = new Store(databaseFile(home));
  try {
    return read(store);
  } finally {
    store.close();
  }
}

/** The epoch of the run's newest checkpoint; 0 without one. */
function newestEpochIn(home: string): number {
  const folder = join(home, "checkpoints");
  const runs = existsSync(folder) ? readdirSync(folder) : [];
  const names = runs.flatMap((run) => readdirSync(join(folder, run)));
  return Math.max(0, ...names.map((name) => Number(/-epoch-(\d+)\.safetensors$/.exec(name)?.[1] ?? 0)));
}
