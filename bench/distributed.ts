import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Redis } from "ioredis";
import type { OpenFleet } from "../src/distributed/fleet";
import { openTestRedis } from "../src/distributed/testing";

/**
 * What a queue costs, against a Redis of its own.
 *
 *     node bench/run.mjs bench/distributed.ts throughput [--turns 3]
 *     node bench/run.mjs bench/distributed.ts many [--runs 100000] [--workers 1000]
 *     node bench/run.mjs bench/distributed.ts stored [--runs 10000] [--workers 1000] [--epochs 10]
 *
 * `throughput`: a sweep with two workers of one run each, against the same sweep with `--jobs 2`, in turns (after `npm run build`).
 * `many`: workers that only sleep, each run through the lab's own end of the queue, without its store; the processor time of Redis
 * and of the lab's process for each run, and that process's memory. `stored`: the same with a whole lab, whose store gets records of
 * so many epochs and weights of 20 kB from each run.
 */
const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    turns: { type: "string", default: "3" },
    runs: { type: "string" },
    epochs: { type: "string", default: "10" },
    workers: { type: "string", default: "1000" },
  },
});

const folder = mkdtempSync(join(tmpdir(), "dropout-lab-distributed-"));
const redis = await openTestRedis();
const place = { redis: redis.url, shared: join(folder, "shared") };
const children: ChildProcess[] = [];
try {
  if (positionals[0] === "many") await many(Number(flags.runs ?? 100_000), Number(flags.workers));
  else if (positionals[0] === "stored")
    await stored(Number(flags.runs ?? 10_000), Number(flags.workers), Number(flags.epochs));
  else await throughput(Number(flags.turns));
} finally {
  for (const child of children) child.kill("SIGKILL");
  await redis.close();
  rmSync(folder, { recursive: true, force: true });
}

async function throughput(turns: number): Promise<void> {
  const queue = ["--queue", place.redis, "--shared", place.shared];
  for (const home of ["one", "two"]) {
    const worker = lab(home, "worker", ...queue, "--jobs", "1");
    await new Promise<void>((there) =>
      worker.stdout!.on("data", (text: string) => /At the queue/.test(text) && there()),
    );
  }
  const sweep = ["sweep", "textbook", "--rates", "0,0.3,0.5", "--seeds", "5"];
  const shares: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const seconds = { alone: 0, queued: 0 };
    for (const way of turn % 2 === 0 ? (["alone", "queued"] as const) : (["queued", "alone"] as const)) {
      const begun = performance.now();
      const [code] = await once(
        lab(`${way}${turn}`, ...sweep, ...(way === "alone" ? ["--jobs", "2"] : queue)),
        "close",
      );
      if (code !== 0) throw new Error(`lab sweep ended with ${code}`);
      seconds[way] = (performance.now() - begun) / 1000;
    }
    shares.push(seconds.alone / seconds.queued);
    console.log(
      `--jobs 2: ${seconds.alone.toFixed(1)} s; two workers: ${seconds.queued.toFixed(1)} s; throughput ${shares.at(-1)!.toFixed(3)}`,
    );
  }
  console.log(
    `Median throughput with two workers, of that with --jobs 2: ${median(shares).toFixed(3)} (${cpus().length} cores)`,
  );
}

function lab(home: string, ...parameters: string[]): ChildProcess {
  const env = { ...process.env, DROPOUT_LAB_HOME: join(folder, home) };
  const child = spawn(process.execPath, [resolve("dist/cli.cjs"), ...parameters], {
    env,
    stdio: ["ignore", "pipe", "ignore"],
  });
  child.stdout.setEncoding("utf8").resume();
  children.push(child);
  return child;
}

/** Workers that sleep, and the lab's end of their queue. */
async function sleeping(workers: number, weights: Uint8Array, epochs = 0): Promise<OpenFleet> {
  const { openFleet } = await import("../src/distributed/fleet");
  const { SharedFolder } = await import("../src/artifacts/shared-folder");
  const files = new SharedFolder(place.shared);
  const file = join(folder, "weights");
  writeFileSync(file, weights);
  const hash = await files.put(file);
  const sleepers = 2;
  for (let index = 0; index < sleepers; index++) {
    const own = [place.redis, String(workers / sleepers), hash, String(epochs)];
    const child = spawn(process.execPath, ["bench/run.mjs", "bench/sleeping-workers.ts", ...own], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(child);
    await once(child.stdout, "data");
  }
  return openFleet({ address: { url: place.redis }, files, version: "bench", tell: () => undefined });
}

async function stored(runs: number, workers: number, epochs: number): Promise<void> {
  const { Lab } = await import("../src/lab/lab");
  const { smallExperiment } = await import("../src/lab/testing");
  const { writeSafetensors } = await import("../src/artifacts/safetensors");
  const weights = writeSafetensors({ kernel: { shape: [5000], values: new Float32Array(5000) } });
  const fleet = await sleeping(workers, weights, epochs);
  const database = join(folder, "lab.sqlite");
  const launch = () => Promise.reject(new Error("no trainers here"));
  const lab = new Lab({ launch, fleet, version: "bench", database });
  const variants = Array.from({ length: 10 }, (_, place) => ({ name: `${place}`, rate: place / 20 }));
  const seeds = Array.from({ length: runs / variants.length }, (_, seed) => seed);
  const before = { cpu: process.cpuUsage(), time: performance.now() };
  let most = 0;
  let done = 0;
  const all = new Promise<void>((resolve) => {
    const count = (ended: number) => {
      most = Math.max(most, process.memoryUsage().rss);
      if ((done += ended) === runs) resolve();
    };
    lab.events.on("runChanged", ({ status }) => status === "done" && count(1));
    lab.events.on("runsChanged", ({ runIds, status }) => status === "done" && count(runIds.length));
  });
  const training = { batchSize: 16, epochs };
  const { id } = await lab.startExperiment({ experiment: smallExperiment({ variants, seeds, training }) });
  await all;
  const { user, system } = process.cpuUsage(before.cpu);
  const each = (milliseconds: number) => `${(milliseconds / runs).toFixed(2)} ms`;
  const kept = await lab.getExperiment({ experimentId: id });
  const records = kept.runs.reduce((sum, run) => sum + run.records.length, 0);
  console.log(
    [
      `${runs} runs of ${epochs} epochs by ${workers} workers that sleep: ${each(performance.now() - before.time)} for each, of all`,
      `processor time for each, of the lab with its store: ${each((user + system) / 1000)}`,
      `${records} records in the store, of ${(statSync(database).size / 1e6).toFixed(0)} MB; memory of the lab's process: at most ${Math.round(most / 1e6)} MB`,
    ].join("\n"),
  );
  lab.close();
  await fleet.close();
}

async function many(runs: number, workers: number): Promise<void> {
  const { smallExperiment } = await import("../src/lab/testing");
  const fleet = await sleeping(workers, Buffer.from("weights"));
  const admin = new Redis(place.redis);
  const experiment = smallExperiment();
  const before = { cpu: process.cpuUsage(), redis: await processorOf(admin), time: performance.now() };
  const memory = [process.memoryUsage().rss];
  let begun = 0;
  let done = 0;
  const lane = async () => {
    const worker = await fleet.launch();
    let finish: () => void = () => undefined;
    worker.onMessage((message) => {
      const { type } = message as { type: string };
      if (type === "askKept") worker.send({ type: "kept" });
      if (type === "failed") throw new Error(JSON.stringify(message));
      if (type === "done") finish();
    });
    while (begun < runs) {
      const number = begun++;
      const ended = new Promise<void>((resolve) => (finish = resolve));
      worker.send({
        type: "train",
        run: { experimentId: "many", runId: `run${number}` },
        ...{ experiment, variant: experiment.variants[0]!, seed: number, until: 1 },
        checkpoints: { folder, epochsKept: 0 },
        ...{ snapshots: folder, prepared: folder },
      });
      await ended;
      if (++done % 10_000 === 0) {
        memory.push(process.memoryUsage().rss);
        console.log(
          `${done} runs, ${Math.round(memory.at(-1)! / 1e6)} MB, ${((performance.now() - before.time) / done).toFixed(2)} ms each`,
        );
      }
    }
  };
  await Promise.all(Array.from({ length: 2 * workers }, lane));
  const { user, system } = process.cpuUsage(before.cpu);
  const each = (milliseconds: number) => `${(milliseconds / runs).toFixed(2)} ms`;
  console.log(
    [
      `${runs} runs by ${workers} workers that sleep: ${each(performance.now() - before.time)} for each, of all`,
      `processor time for each: lab ${each((user + system) / 1000)}, Redis ${each(1000 * ((await processorOf(admin)) - before.redis))}`,
      `memory of the lab's process: ${memory.map((bytes) => Math.round(bytes / 1e6)).join(", ")} MB`,
      `memory of Redis at the end: ${/used_memory_human:(\S+)/.exec(await admin.info("memory"))![1]}, at most ${/used_memory_peak_human:(\S+)/.exec(await admin.info("memory"))![1]}`,
    ].join("\n"),
  );
  admin.disconnect();
  await fleet.close();
}

/** In seconds. */
async function processorOf(admin: Redis): Promise<number> {
  const info = await admin.info("cpu");
  return ["user", "sys"].reduce(
    (sum, kind) => sum + Number(new RegExp(`used_cpu_${kind}:(\\S+)`).exec(info)![1]),
    0,
  );
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)]!;
}
