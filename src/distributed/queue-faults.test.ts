import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exitCodes } from "../cli/exit-codes";
import { expectSameResults } from "../cli/results.testing";
import { openTerminal, type StartedLab, until } from "../cli/testing";
import { smallDisk } from "../store/small-disk.testing";
import { inFull } from "../test-size";
import { countersAt, machinesAt } from "./machines";
import { prefix, queueOf } from "./names";
import { digits, hasSaid, isThere, killGroup, onCpu, openTestQueue, type TestQueue } from "./queue.testing";
import { beginRun } from "./run-state";
import { WordsReader } from "./words-reader";

/** What goes wrong at a worker of a real queue, one process each: the lab names it, and other workers bring the same results. */

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

let queue: TestQueue;
let admin: Redis;
let jobs: Queue;
beforeEach(async () => {
  queue = await openTestQueue();
  admin = new Redis(queue.redis.url, { maxRetriesPerRequest: null });
  jobs = new Queue(queueOf(version), { connection: admin, prefix });
});
afterEach(async () => {
  await jobs.close();
  admin.disconnect();
  await queue.close();
});

const sweepOf = (epochs: number, seeds: number) => {
  queue.lab.write("queued.json", { ...digits, training: { epochs } });
  return ["sweep", "queued.json", "--rates", "0.3", "--seeds", String(seeds), "--out", "out"];
};

/** The same on this machine alone. */
async function expectAsAlone(command: readonly string[], epochs: number): Promise<void> {
  const alone = openTerminal({ env: onCpu });
  try {
    alone.write("queued.json", { ...digits, training: { epochs } });
    expect(await alone.lab(...command)).toMatchObject({ code: 0 });
    expectSameResults(queue.lab, alone);
  } finally {
    alone.close();
  }
}

/** Once the lab has said it. */
async function labSays({ errors, child }: StartedLab, text: string): Promise<void> {
  await until(() => errors().includes(text) || child.exitCode !== null);
  expect(errors()).toContain(text);
}

test("workers with a full disk and with another shared folder give their runs back, and the lab says why; another one trains them", async () => {
  const full = "The worker's machine cannot write its files (";
  const other = "The shared folder is not the one that the run's lab uses";
  const disk = smallDisk(() => sick.child.pid!);
  // They try again soon, and are far from lost.
  const env = { DROPOUT_LAB_LEASE_SECONDS: "12" };
  const sick = queue.startWorker(queue.place, { home: disk.folder, env });
  const elsewhere = ["--queue", queue.redis.url, "--shared", join(queue.lab.folder, "other")];
  const strayed = queue.startWorker(elsewhere, { env });
  try {
    await Promise.all([sick, strayed].map(isThere));
    disk.fill();
    const command = sweepOf(5, 3);
    const running = queue.lab.start(...command, ...queue.place);
    await hasSaid(sick, `given back to others: ${full}`);
    await hasSaid(strayed, `given back to others: ${other}`);
    await labSays(running, `gives its runs back to others: ${full}`);
    await labSays(running, `gives its runs back to others: ${other}`);
    const troubles = (await machinesAt(admin)).map(({ trouble }) => trouble?.code);
    expect(troubles.sort()).toEqual(["queueOtherFolder", "workerDisk"]);
    const healthy = queue.startWorker();
    const { code, errors } = await running.ended;
    expect(code, errors).toBe(0);
    await hasSaid(healthy, " done: ");
    // Nobody was lost.
    expect(healthy.output()).not.toContain("whose former worker was lost");
    expect(await countersAt(admin)).toMatchObject({ redelivered: 0 });
    await expectAsAlone(command, 5);
  } finally {
    killGroup(sick);
    await sick.ended;
    disk.remove();
  }
});

test("a run that is delivered twice at once is told once", async () => {
  const epochs = inFull(1000, 100);
  const command = sweepOf(epochs, 1);
  const workers = [queue.startWorker(), queue.startWorker()];
  await Promise.all(workers.map(isThere));
  const running = queue.lab.start(...command, ...queue.place);
  const begun = ({ output }: StartedLab) => output().includes("begins:");
  await until(() => workers.some(begun));
  const [first, second] = begun(workers[0]!) ? workers : workers.reverse();
  const [job] = await jobs.getJobs("active");
  await jobs.add(job!.name, job!.data, { jobId: `${job!.id}-again` });
  await hasSaid(second!, "begins:");
  const { code, errors } = await running.ended;
  expect(code, errors).toBe(0);
  await hasSaid(first!, "given up, as it is no longer this worker's");
  const { redelivered } = await countersAt(admin);
  expect([redelivered, queue.lab.stored()!.runs[0]!.records.length]).toEqual([1, epochs]);
  await expectAsAlone(command, epochs);
});

test("a worker of another version, and one that is given a job of another version or of no kind, says so", async () => {
  const worker = queue.startWorker();
  await isThere(worker);
  const { openFleet } = await import("./fleet");
  const { SharedFolder } = await import("../artifacts/shared-folder");
  const news: string[] = [];
  const fleet = await openFleet({
    address: { url: queue.redis.url },
    files: new SharedFolder(join(queue.lab.folder, "shared")),
    version: "0.0.1",
    tell: (what) => news.push("machine" in what ? `${what.type} ${what.machine.version}` : what.type),
  });
  try {
    expect(news).toEqual([`otherVersion ${version}`, "nobody"]);
    await hasSaid(worker, "Worker of another version: runs of lab 0.0.1 wait here");
  } finally {
    await fleet.close();
  }
  // Such jobs come to a worker only if somebody else than a lab puts them into its queue.
  const jobsOf: Record<string, object> = {
    workerOfAnotherVersion: { lab: "0.0.1" },
    queueJobDamaged: { lab: version, experiment: "rm -rf" },
  };
  const experimentId = "e".repeat(16);
  const reader = new WordsReader(admin.duplicate(), experimentId);
  try {
    for (const [code, data] of Object.entries(jobsOf)) {
      const { number } = await beginRun(admin, code);
      const told = new Promise((resolve) => reader.listen(code, (entry) => resolve(entry.told[0]!.word)));
      await jobs.add("train", { ...data, experimentId, runId: code, attempt: number }, { jobId: code });
      expect(await told).toMatchObject({ type: "failed", failure: { code } });
    }
  } finally {
    reader.close();
  }
});

/** How many of the six losses are real; the queue counts the others because the test says so. */
const losses = inFull(6, 1);

test(`a run that has lost six workers, ${losses} before our eyes, fails by name and is given to nobody any more`, async () => {
  const command = sweepOf(100_000, 1);
  const running = queue.lab.start(...command, ...queue.place);
  const soonLost = { env: { DROPOUT_LAB_LEASE_SECONDS: "3" } };
  for (let loss = 0; loss < losses; loss++) {
    const worker = queue.startWorker(queue.place, soonLost);
    await hasSaid(worker, "begins:");
    const [job] = await jobs.getJobs("active");
    // `stc`: how often BullMQ found its worker gone.
    if (loss === 0) await admin.hset(`${prefix}:${queueOf(version)}:${job!.id}`, "stc", 6 - losses);
    killGroup(worker);
  }
  const last = queue.startWorker(queue.place, soonLost);
  const { code, errors } = await running.ended;
  expect([code, errors]).toEqual([
    exitCodes.failed,
    expect.stringMatching(/[67] workers were lost one after another/),
  ]);
  expect(last.output()).toContain("refused: ");
  expect(last.output()).not.toContain("begins:");
});
