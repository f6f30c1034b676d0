import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { expectSameResults } from "../cli/results.testing";
import { openTerminal, type Terminal, until } from "../cli/testing";
import type { ExperimentInput } from "../experiment/schema";
import { RandomStream } from "../random/random";
import { inFull } from "../test-size";
import { digits, isThere, killGroup, onCpu, openTestQueue, soon, type TestQueue } from "./queue.testing";

/**
 * A sweep through a real Redis with real workers, each a process with a home of its own, against the same sweep on this
 * machine alone: bit for bit, also where workers, lab and Redis are killed or stopped meanwhile.
 */

const command = ["sweep", "queued.json", "--rates", "0,0.3", "--seeds", "3", "--out", "out"];

/** Native TensorFlow takes seconds to load in each trainer; what is compared is the way of the numbers. */
const env = process.env["DROPOUT_LAB_TESTS"] === "full" ? soon : { ...soon, ...onCpu };

let queue: TestQueue;
let lab: Terminal;
let alone: Terminal;

beforeEach(async () => {
  queue = await openTestQueue(env, true);
  ({ lab } = queue);
  alone = openTerminal({ env });
});
afterEach(async () => {
  alone.close();
  await queue.close();
});

test("four workers give the result of this machine alone, weights and all: a table by its content, over TLS, as a user of its own", async () => {
  const rows = Array.from({ length: 400 }, (_, row) => {
    const area = (row * 7919) % 127;
    return `${area},${(row * 31) % 17},${area > 60 ? "dear" : "cheap"}`;
  });
  for (const { folder } of [alone, lab]) {
    writeFileSync(join(folder, "flats.csv"), ["area,floor,kind", ...rows].join("\n"));
  }
  await trainAlone({
    ...digits,
    data: { source: "table", path: "flats.csv", target: "kind", train: 200, validation: 100 },
    network: { layers: [...digits.network.layers.slice(0, -1), { type: "dense", units: 2 }] },
    training: { epochs: 20 },
  });
  const { url, ca } = queue.redis.secure;
  const secure = ["--queue", url, "--ca", ca, "--shared", join(lab.folder, "shared")];
  const workers = Array.from({ length: 4 }, () => queue.startWorker(secure));
  await Promise.all(workers.map(isThere));
  const { code, errors } = await lab.lab(...command, ...secure);
  expect(code, errors).toBe(0);
  expect(errors).toContain("1 run at a time");
  expectSameResults(lab, alone);
  const done = await Promise.all(
    workers.map(async ({ child, ended }) => {
      child.kill("SIGINT");
      const { output } = await ended;
      return output.match(/ done: /g)?.length ?? 0;
    }),
  );
  console.info(`Runs of each worker: ${done.join(", ")}`);
  expect(done.reduce((sum, runs) => sum + runs)).toBe(6);
});

/** Another seed kills at other moments. */
const seed = Number(process.env["DROPOUT_LAB_KILL_SEED"] ?? 1);
const kills = inFull(50, 3);

test(`workers, lab and Redis that are killed or stopped ${kills} times change nothing of the result`, async () => {
  await trainAlone(digits);
  const random = new RandomStream(seed, "dataSampling");
  const moments: string[] = [];
  const workers = [queue.startWorker(), queue.startWorker()];
  let count = 0;
  while (count < kills) {
    let running = lab.start(...command, ...queue.place);
    while (running.child.exitCode === null && count < kills) {
      const isWarm = random.uniform() < 0.8;
      await until(() => !isWarm || running.errors().includes("Backend:") || running.child.exitCode !== null);
      await sleep(Math.round(2000 * random.uniform()));
      if (running.child.exitCode !== null) break;
      // Each kind in turn, so that a few kills have them all.
      const kind = (["worker", "lab", "redis", "stopped"] as const)[count++ % 4]!;
      moments.push(kind);
      if (kind === "worker") {
        const index = random.integer(workers.length);
        killGroup(workers[index]!);
        workers[index] = queue.startWorker();
      } else if (kind === "lab") {
        const { id } = lab.stored() ?? { id: null };
        killGroup(running);
        await running.ended;
        running =
          id === null
            ? lab.start(...command, ...queue.place)
            : lab.start("resume", id, "--out", "out", ...queue.place);
      } else if (kind === "redis") {
        await queue.redis.kill();
        await sleep(Math.round(500 * random.uniform()));
        await queue.redis.start();
      } else {
        // A machine that was cut off for longer than its lease, with its trainers.
        const stopped = workers[random.integer(workers.length)]!;
        killGroup(stopped, "SIGSTOP");
        await sleep(3000);
        killGroup(stopped, "SIGCONT");
      }
    }
    const { code, errors } = await running.ended;
    expect(code, `${moments.join(", ")}: ${errors}`).toBe(0);
    expectSameResults(lab, alone);
  }
  console.info(`Seed ${seed}: ${moments.join(", ")}`);
}, 3_600_000);

async function trainAlone(document: ExperimentInput): Promise<void> {
  for (const { write } of [alone, lab]) write("queued.json", document);
  expect(await alone.lab(...command)).toMatchObject({ code: 0 });
}
