import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type BestEpoch, readSnapshot, snapshotEpochs, Snapshots } from "../artifacts/snapshots";
import { temporaryFolder } from "../lab/testing";
import { BestSnapshot } from "./best-snapshot";

let folder: ReturnType<typeof temporaryFolder>;
let now: number;
beforeEach(() => {
  folder = temporaryFolder();
  now = 0;
});
afterEach(() => folder.remove());

const weightsOf = (epoch: number) => [Uint8Array.of(epoch)];
const spaced = new Set([1, 3]);

/** One attempt at the run, from an epoch on. */
async function attempt(goesOn: boolean, secondsPerEpoch: number) {
  const snapshots = new Snapshots(folder.path);
  const best = await BestSnapshot.open(snapshots, spaced, () => now, goesOn);
  const inMemory = new Set<number>();
  const keep = (of: BestEpoch) => {
    inMemory.add(of.epoch);
    const file = () => (inMemory.has(of.epoch) ? weightsOf(of.epoch) : expect.fail("it was let go"));
    best.keep(of, { file, letGo: () => void inMemory.delete(of.epoch) });
  };
  return {
    inMemory,
    async train(from: number, losses: readonly number[]): Promise<void> {
      losses.forEach((loss, index) => {
        const epoch = from + index;
        now += 1000 * secondsPerEpoch;
        if (spaced.has(epoch)) snapshots.keep(epoch, weightsOf(epoch));
        if (best.isBetter(loss)) keep({ epoch, loss });
      });
      await snapshots.settled();
    },
    async checkpoint(): Promise<void> {
      best.flush();
      await snapshots.settled();
    },
    end: () => best.flush(true),
  };
}
const kept = () => snapshotEpochs(folder.path);

test("at the end of a run the best epoch is on the disk at once, as after any other writing", async () => {
  const { train, end, inMemory } = await attempt(false, 0.1);
  await train(1, [0.9, 0.8, 0.7, 0.6]);
  end();
  expect(kept()).toEqual([1, 3, 4]);
  expect([...(await readSnapshot(folder.path, 4))]).toEqual([4]);
  expect([...inMemory]).toEqual([]);
  expect(await new Snapshots(folder.path).best()).toEqual({ epoch: 4, loss: 0.6 });
  end();
  expect(kept()).toEqual([1, 3, 4]);
});

test("a run whose best epoch is kept anyway only notes that at its end", async () => {
  const { train, end } = await attempt(false, 0.1);
  await train(1, [0.9, 0.8, 0.7]);
  end();
  expect(kept()).toEqual([1, 3]);
  expect(await new Snapshots(folder.path).best()).toEqual({ epoch: 3, loss: 0.7 });
});

test("a run's end outlives a folder that takes no file", async () => {
  const { train, end } = await attempt(false, 0.1);
  await train(4, [0.9]);
  folder.remove();
  writeFileSync(folder.path, "a file where the folder should be");
  end();
  expect(kept()).toEqual([]);
});

test("a new best epoch takes the place of the former one, unless that is kept anyway", async () => {
  const { train } = await attempt(false, 2);
  await train(1, [0.9, 0.8]);
  expect(kept()).toEqual([1, 2]);
  await train(3, [0.7, 0.75, 0.6]);
  expect(kept()).toEqual([1, 3, 5]);
  await train(6, [0.5, 0.5, 0.55]);
  expect(kept()).toEqual([1, 3, 6]);
  expect([...(await readSnapshot(folder.path, 6))]).toEqual([6]);
});

test("a run that goes on knows the best epoch before it, also where it trains that epoch again", async () => {
  await (await attempt(false, 2)).train(1, [0.9, 0.8, 0.85, 0.6, 0.7]);
  const again = await attempt(true, 2);
  await again.train(3, [0.85, 0.6, 0.7, 0.65]);
  expect(kept()).toEqual([1, 3, 4]);
  await again.train(7, [0.5]);
  expect(kept()).toEqual([1, 3, 7]);
});

test("epochs that are short are not all written, and each that waits is written before a checkpoint", async () => {
  const { train, checkpoint, inMemory } = await attempt(false, 0.1);
  await train(1, [0.9, 0.8, 0.7, 0.6]);
  expect(kept()).toEqual([1, 3]);
  expect([...inMemory]).toEqual([4]);
  await checkpoint();
  expect(kept()).toEqual([1, 3, 4]);
  expect([...inMemory]).toEqual([]);
  await train(5, [0.5]);
  // The lab ends here; the run goes on after the checkpoint.
  const again = await attempt(true, 2);
  await again.train(5, [0.5, 0.55]);
  expect(kept()).toEqual([1, 3, 5]);
});

test("a run that goes on removes what an attempt left that was killed between two writings", async () => {
  await (await attempt(false, 2)).train(1, [0.9, 0.8, 0.85, 0.6]);
  for (const epoch of [2, 5])
    writeFileSync(join(folder.path, `epoch-${epoch}.safetensors`), weightsOf(epoch)[0]!);
  const again = await attempt(true, 2);
  expect(kept()).toEqual([1, 3, 4]);
  await again.train(4, [0.6, 0.65]);
  expect(kept()).toEqual([1, 3, 4]);
});

test("a run that begins again forgets the best epoch of the attempt before, and a damaged note of it", async () => {
  await (await attempt(false, 2)).train(1, [0.9, 0.3]);
  const again = await attempt(false, 2);
  expect(kept()).toEqual([1]);
  await again.train(1, [0.9, 0.8]);
  expect(kept()).toEqual([1, 2]);
  writeFileSync(join(folder.path, "best.json"), "{");
  await (await attempt(true, 2)).train(3, [0.85]);
  expect(kept()).toEqual([1, 3]);
  expect(readdirSync(folder.path).filter((name) => !name.startsWith("epoch-"))).toEqual(["best.json"]);
});
