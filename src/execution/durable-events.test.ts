import { expect, test } from "vitest";
import { DurableEvents } from "./durable-events";

/** A disk whose syncs end when the test says so. */
function slowDisk() {
  const syncs: { end(): void; fail(): void }[] = [];
  let now = 0;
  const log = {
    sync: () =>
      new Promise<void>((end, reject) => void syncs.push({ end, fail: () => reject(new Error("EIO")) })),
    syncNow: () => void (now += 1),
  };
  return { log, syncs, syncedNow: () => now };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("nothing is told before its sync, all in order, and what comes meanwhile shares the next one", async () => {
  const { log, syncs } = slowDisk();
  const durableEvents = new DurableEvents(log);
  const told: number[] = [];
  for (const each of [1, 2, 3]) durableEvents.add(() => told.push(each));
  expect(syncs).toHaveLength(0);
  await settled();
  expect(told).toEqual([]);
  // It began when all three were written.
  expect(syncs).toHaveLength(1);
  durableEvents.add(() => told.push(4));
  durableEvents.add(() => told.push(5));
  syncs[0]!.end();
  await settled();
  expect(told).toEqual([1, 2, 3]);
  expect(syncs).toHaveLength(2);
  syncs[1]!.fail();
  await settled();
  expect(told).toEqual([1, 2, 3, 4, 5]);
  durableEvents.add(() => durableEvents.add(() => told.push(6)));
  await settled();
  syncs[2]!.end();
  await settled();
  syncs[3]!.end();
  await settled();
  expect(told).toEqual([1, 2, 3, 4, 5, 6]);
  expect(syncs).toHaveLength(4);
});

test("a lab that closes tells the rest at once, each once", async () => {
  const { log, syncs, syncedNow } = slowDisk();
  const durableEvents = new DurableEvents(log);
  const told: number[] = [];
  durableEvents.add(() => told.push(1));
  await settled();
  durableEvents.add(() => told.push(2));
  durableEvents.close();
  expect(told).toEqual([1, 2]);
  expect(syncedNow()).toBe(1);
  syncs[0]!.end();
  await settled();
  durableEvents.close();
  expect(told).toEqual([1, 2]);
  expect(syncedNow()).toBe(1);
});
