import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Redis } from "ioredis";
import { toBytes } from "../contract/bytes";
import { countersAt, machinesAt, otherVersions, removeMachine, showMachine, showVersion } from "./machines";
import { wordsKey } from "./names";
import { openRedis } from "./redis";
import { type Batch, beginRun, forgetRun, releaseRun, takeRun, tell, wishFor, wishOf } from "./run-state";
import { openTestRedis, type TestRedis } from "./testing";

let server: TestRedis;
let redis: Redis;
beforeAll(async () => {
  server = await openTestRedis();
  redis = await openRedis({ url: server.url });
});
afterAll(async () => {
  redis.disconnect();
  await server.close();
});
beforeEach(() => redis.flushall());

const batch = (number: number, changes: Partial<Batch> = {}): Batch => ({
  number,
  bytes: toBytes([]),
  epoch: null,
  end: null,
  ...changes,
});

async function taken() {
  const delivery = await takeRun(redis, await beginRun(redis, "r"));
  return delivery!;
}

test("a run that was begun is found again, until its end is read", async () => {
  const first = await beginRun(redis, "r");
  expect(first).toMatchObject({ runId: "r", isNew: true });
  expect(await beginRun(redis, "r")).toEqual({ ...first, isNew: false });
  const delivery = (await takeRun(redis, first))!;
  expect(await tell(redis, "e", delivery, batch(1, { end: "done" }))).toBe("taken");
  expect(await beginRun(redis, "r")).toEqual({ ...first, isNew: false });
  await forgetRun(redis, first);
  const second = await beginRun(redis, "r");
  expect(second.isNew).toBe(true);
  expect(Number(second.number)).toBeGreaterThan(Number(first.number));
});

test("a run that is given back is taken from nobody that was lost, and its former worker says nothing any more", async () => {
  const former = await taken();
  expect(await tell(redis, "e", former, batch(1, { epoch: 3 }))).toBe("taken");
  await releaseRun(redis, former);
  expect(await tell(redis, "e", former, batch(2, { end: "done" }))).toBe("lost");
  const later = (await takeRun(redis, former))!;
  expect(later).toMatchObject({ again: false, epoch: 3 });
  // Whoever had it before gives back nothing.
  await releaseRun(redis, former);
  expect(await wishOf(redis, later)).toBe("");
  expect(await countersAt(redis)).toEqual({ redelivered: 0, dropped: 1 });
});

test("a later delivery has a higher fence, and what the former one says is dropped and counted", async () => {
  const former = await taken();
  expect(await tell(redis, "e", former, batch(1, { epoch: 3 }))).toBe("taken");
  const later = (await takeRun(redis, former))!;
  expect(later).toMatchObject({ again: true, epoch: 3 });
  expect(Number(later.fence)).toBeGreaterThan(Number(former.fence));
  expect(await tell(redis, "e", former, batch(2, { epoch: 4, end: "done" }))).toBe("lost");
  expect(await wishOf(redis, former)).toBeNull();
  expect(await tell(redis, "e", later, batch(1, { epoch: 4 }))).toBe("taken");
  expect(await redis.xlen(wordsKey("e"))).toBe(2);
  expect(await countersAt(redis)).toEqual({ redelivered: 1, dropped: 1 });
});

test("the first end wins: nothing is heard after it, and a duplicated delivery finds nothing to do", async () => {
  const delivery = await taken();
  expect(await tell(redis, "e", delivery, batch(1, { end: "done" }))).toBe("taken");
  expect(await tell(redis, "e", delivery, batch(2, { end: "failed" }))).toBe("lost");
  expect(await takeRun(redis, delivery)).toBeNull();
  expect(await redis.xlen(wordsKey("e"))).toBe(1);
  expect(await countersAt(redis)).toEqual({ redelivered: 0, dropped: 2 });
});

test("a batch that is sent twice is there once", async () => {
  const delivery = await taken();
  for (let time = 0; time < 3; time++) expect(await tell(redis, "e", delivery, batch(1))).toBe("taken");
  // Its answer may have been lost with the connection, also of the last one.
  for (let time = 0; time < 3; time++)
    expect(await tell(redis, "e", delivery, batch(2, { end: "done" }))).toBe("taken");
  expect(await redis.xlen(wordsKey("e"))).toBe(2);
  expect(await countersAt(redis)).toEqual({ redelivered: 0, dropped: 0 });
});

test("a run that its lab gave up is nobody's", async () => {
  const delivery = await taken();
  await forgetRun(redis, delivery);
  expect(await wishOf(redis, delivery)).toBeNull();
  expect(await tell(redis, "e", delivery, batch(1))).toBe("lost");
  expect(await takeRun(redis, delivery)).toBeNull();
  // An attempt that came later is not touched by what is said of the former.
  const next = await beginRun(redis, "r");
  await forgetRun(redis, delivery);
  await wishFor(redis, delivery, "cancel");
  expect(await takeRun(redis, next)).toMatchObject({ wish: "", again: false });
});

test("a lab that is away holds its workers up before its stream takes the server's memory", async () => {
  const delivery = await taken();
  expect(await tell(redis, "e", delivery, batch(1), 2)).toBe("taken");
  expect(await tell(redis, "e", delivery, batch(2), 2)).toBe("taken");
  expect(await tell(redis, "e", delivery, batch(3), 2)).toBe("full");
  await redis.xtrim(wordsKey("e"), "MAXLEN", 0);
  expect(await tell(redis, "e", delivery, batch(3), 2)).toBe("taken");
});

test("wishes wait for the worker that takes the run", async () => {
  const attempt = await beginRun(redis, "r");
  await wishFor(redis, attempt, "pause");
  const delivery = (await takeRun(redis, attempt))!;
  expect(delivery.wish).toBe("pause");
  await wishFor(redis, attempt, "");
  expect(await wishOf(redis, delivery)).toBe("");
});

test("fences rise also where the server lost everything", async () => {
  const before = await taken();
  // No server that lost everything is there again within the same millisecond.
  while (Date.now() <= Number(before.fence)) await sleep(1);
  await redis.flushall();
  expect(await tell(redis, "e", before, batch(1))).toBe("lost");
  expect(Number((await taken()).fence)).toBeGreaterThan(Number(before.fence));
});

test("machines are there while they say so, and a lab of another version is named", async () => {
  const machine = {
    id: "m",
    host: "one",
    cores: 4,
    jobs: 2,
    backend: "tensorflow",
    version: "1",
    trouble: null,
  } as const;
  await showMachine(redis, { ...machine, runs: ["r"], done: 3, retried: 1 });
  expect(await machinesAt(redis)).toEqual([{ ...machine, runs: ["r"], done: 3, retried: 1 }]);
  await removeMachine(redis, "m");
  expect(await machinesAt(redis)).toEqual([]);
  await showVersion(redis, "2");
  expect(await otherVersions(redis, "1")).toEqual(["2"]);
  expect(await otherVersions(redis, "2")).toEqual([]);
});

test.each([
  ["http://127.0.0.1", "queueAddress"],
  ["redis://:wrong@127.0.0.1:PORT", "queueNotReached"],
])("%s is refused by name", async (url, code) => {
  const { port } = new URL(server.url);
  await expect(openRedis({ url: url.replace("PORT", port) })).rejects.toMatchObject({ code });
});
