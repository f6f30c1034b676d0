import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Redis } from "ioredis";
import { openTestRedis } from "../src/distributed/testing";

/**
 * What a queue costs, against a Redis of its own.
 *
 *     node bench/run.mjs bench/distributed.ts throughput [--turns 3]
 *     node bench/run.mjs bench/distributed.ts many [--runs 100000] [--workers 1000]
 *
 * `throughput`: a sweep with two workers of one run each, against the same sweep with `--jobs 2`, in turns (after `npm run build`).
 * `many`: workers that only sleep, each run through the lab's own end of the queue, without its store; the processor time of Redis
 * and of the lab's process for each run, and that process's memory.
 */
const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    turns: { type: "string", default: "3" },
    runs: { type: "string", default: "100000" },
    workers: { type: "string", default: "1000" },
  },
});

const folder = mkdtempSync(join(tmpdir(), "dropout-lab-distributed-"));
const redis = await openTestRedis();
const place = { redis: redis.url, shared: join(folder, "shared") };
const children: ChildProcess[] = [];
try {
  if (positionals[0] === "many") await many(Number(flags.runs), Number(flags.workers));
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

async function many(runs: number, workers: number): Promise<void> {
  const { openFleet } = await import("../src/distributed/fleet");
  const { SharedFolder } = await import("../src/artifacts/shared-folder");
  const { smallExperiment } = await import("../src/lab/testing");
  const files = new SharedFolder(place.shared);
  const weights = join(folder, "weights");
  writeFileSync(weights, "weights");
  const hash = await files.put(weights);
  const sleepers = 2;
  for (let index = 0; index < sleepers; index++) {
    const own = ["bench/run.mjs", "bench/sleeping-workers.ts", place.redis, String(workers / sleepers), hash];
    const child = spawn(process.execPath, own, { stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    await once(child.stdout, "data");
  }
  const fleet = await openFleet({
    address: { url: place.redis },
    files,
    version: "bench",
    tell: () => undefined,
  });
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
