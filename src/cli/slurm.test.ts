import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { epochOf, folderOfRun, newestFirst, runsWithCheckpoints } from "../artifacts/checkpoint-folder";
import { namesIn } from "../artifacts/spare-files";
import type { ExperimentDetail } from "../contract/contract";
import type { ExperimentInput } from "../experiment/schema";
import { smallExperiment, temporaryFolder } from "../lab/testing";
import { canStartCluster, type Cluster, startCluster, untilSo } from "../slurm/testing";
import { databaseFile } from "../store/folders";
import { Store } from "../store/store";
import { inFull } from "../test-size";
import { openTerminal, type Terminal } from "./testing";

/** Real Slurm on this machine (slurm-wlm and munge), started here in a folder of its own. */
describe.skipIf(!canStartCluster)("a sweep on Slurm", () => {
  let cluster: Cluster;
  const place = temporaryFolder();
  const terminals: Terminal[] = [];
  beforeAll(async () => void (cluster = await startCluster(join(place.path, "slurm"))));
  afterAll(async () => {
    await cluster.close();
    place.remove();
  });
  afterEach(() => terminals.splice(0).forEach((terminal) => terminal.close()));

  /** @param env also for the elements */
  function open(env: NodeJS.ProcessEnv = {}): Terminal {
    // This backend starts in a third of the time.
    const terminal = openTerminal({ env: { DROPOUT_LAB_BACKEND: "cpu", ...cluster.env, ...env } });
    terminals.push(terminal);
    return terminal;
  }

  const folderOf = (terminal: Terminal, id: string) => join(terminal.folder, "shared it's", id);
  const idIn = (output: string) => /\(([0-9a-f]{16})\)/.exec(output)![1]!;

  /** Lines of all journals that tell an epoch. */
  function epochsTold(folder: string): number {
    const journals = join(folder, "journals");
    if (!existsSync(journals)) return 0;
    const texts = readdirSync(journals).map((name) => readFileSync(join(journals, name), "utf8"));
    return texts.join("").split('"type":"epoch"').length - 1;
  }

  /** Runs with a checkpoint beyond their first epoch. */
  function runsToContinue(folder: string): number {
    const checkpoints = join(folder, "checkpoints");
    return [...runsWithCheckpoints(checkpoints)].filter((run) => {
      const [newest] = newestFirst(namesIn(folderOfRun(checkpoints, run)));
      return newest !== undefined && epochOf(newest) > 1;
    }).length;
  }

  const logIn = (folder: string, array: number) =>
    readFileSync(join(folder, "logs", `${array}-0.log`), "utf8");
  const jobIn = (output: string) => / job (\d+)\./.exec(output)![1]!;

  /** Whether the first element of a job is in one of these states. */
  const isIn = (job: string, ...states: string[]) =>
    states.includes(cluster.call("squeue", "-h", "-r", "-t", "all", "-j", job, "-o", "%T").trim());

  /**
   * Slurm lets a job that is queued again wait two minutes, and may set that only after it was told otherwise. In the second in which its
   * former attempt ended, a node takes it for that attempt ("already killed, do not launch").
   */
  const begin = async (job: string) => {
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await untilSo(() => {
      if (isIn(job, "RUNNING", "COMPLETED")) return true;
      try {
        cluster.call("scontrol", "update", `job=${job}_0`, "StartTime=now");
      } catch {
        // It has begun meanwhile.
      }
      return false;
    });
  };

  /** Ends the processes of a job at once, as the system does where memory runs out. */
  function kill(job: string): void {
    const [, ...lines] = cluster.call("scontrol", "listpids", job).trim().split("\n");
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) process.kill(Number(line.split(/\s+/)[0]), "SIGKILL");
  }

  /** The same sweep without Slurm. */
  async function trainedHere(sweep: readonly string[], document: ExperimentInput) {
    const here = open();
    here.write("long.json", document);
    expect((await here.lab(...sweep)).code).toBe(0);
    return kept(here);
  }

  test("equals the same sweep trained here, bit for bit, however often it is collected", async () => {
    const terminal = open();
    const rows = Array.from({ length: 80 }, (_, index) => {
      const [x, y] = [Math.sin(index), Math.cos(3 * index)];
      return `${x},${y},${x * y > 0 ? "a" : "b"}`;
    });
    writeFileSync(join(terminal.folder, "t.csv"), `x,y,kind\n${rows.join("\n")}\n`);
    const sweep = ["sweep", "t.csv", "--target", "kind", "--rates", "0,0.3", "--seeds", "2", "--epochs", "3"];
    const slurm = ["--slurm", "--array-limit", "2", "--time", "10", "--shared", "shared it's"];

    const dry = await terminal.lab(...sweep, ...slurm, "--dry-run");
    expect(dry.code).toBe(0);
    expect(dry.output).toContain("#SBATCH --array=0-1\n");
    expect(dry.output).toMatch(/^element 1: p = 0\.3 \(seed 1\), no dropout \(seed 2\)$/m);
    expect(dry.output).toContain("Nothing was submitted.");
    expect(existsSync(join(terminal.folder, "shared it's"))).toBe(false);
    expect(cluster.call("squeue", "-h", "-t", "all")).toBe("");

    const submitted = await terminal.lab(...sweep, ...slurm);
    expect(submitted.code).toBe(0);
    const id = idIn(submitted.output);
    const waiting = terminal.stored()!;
    expect(waiting.id).toBe(id);
    for (const run of waiting.runs) expect(run.failure?.code).toMatch(/^slurm(Waits|Trains)$/);
    // The elements have a copy.
    const text = readFileSync(join(terminal.folder, "t.csv"));
    writeFileSync(join(terminal.folder, "t.csv"), "changed");

    const first = await terminal.lab("collect", id);
    expect(first.output).toMatch(/: \d of 4 runs are done/);
    await untilSo(() => cluster.call("squeue", "-h") === "");
    const second = await terminal.lab("collect", folderOf(terminal, id));
    expect([second.code, second.output]).toEqual([0, expect.stringContaining(": 4 of 4 runs are done")]);
    const again = await terminal.lab("collect");
    expect([again.code, again.output]).toEqual([0, expect.stringContaining("something was new of 0.")]);

    const here = open();
    writeFileSync(join(here.folder, "t.csv"), text);
    expect((await here.lab(...sweep)).code).toBe(0);
    expectSame(kept(terminal), kept(here));
  });

  test("continues after a kill, and after the signal that comes before the time limit", async () => {
    const terminal = open({ DROPOUT_LAB_CHECKPOINT_SECONDS: "0.1" });
    const document: ExperimentInput = smallExperiment({
      training: { batchSize: 16, epochs: 300 },
      variants: [{ name: "no dropout", rate: 0 }, { name: "dropout" }],
    });
    const file = terminal.write("long.json", document);
    const sweep = ["sweep", file, "--rates", "0,0.3", "--seeds", "1"];
    const slurm = ["--slurm", "--array-limit", "1", "--time", "10", "--shared", "shared it's"];
    const { output } = await terminal.lab(...sweep, ...slurm);
    const id = idIn(output);
    const folder = folderOf(terminal, id);
    const job = jobIn(output);

    await untilSo(() => epochsTold(folder) > 20 && runsToContinue(folder) > 0);
    kill(job);
    await untilSo(() => isIn(job, "FAILED"));
    const afterKill = runsToContinue(folder);
    expect(logIn(folder, 1)).not.toContain("handed over");
    const killed = epochsTold(folder);
    expect(killed).toBeLessThan(600);
    const lacking = await terminal.lab("collect", id);
    expect(lacking.code).toBe(1);
    expect(lacking.output).toContain(`Element 0 of job ${job} ended (`);
    expect(lacking.output).toContain(`lab resume ${id} --slurm submits 2 of them again.`);
    expect(terminal.stored()!.runs.reduce((sum, run) => sum + run.epochsDone, 0)).toBe(killed);
    // As if the machine had lost its power amid a line.
    const [journal] = readdirSync(join(folder, "journals"));
    appendFileSync(join(folder, "journals", journal!), '{"type":"epoch","run":0,"record":{"epo');

    cluster.call("scontrol", "requeue", `${job}_0`);
    await begin(job);
    await untilSo(() => epochsTold(folder) > killed + 20);
    // As Slurm does before the time limit.
    cluster.call("scancel", "--batch", "--signal=USR2", `${job}_0`);
    await untilSo(() => isIn(job, "PENDING"));
    expect(logIn(folder, 1)).toContain("The time limit is near: back into the queue.");
    expect(logIn(folder, 1)).toMatch(/handed over: (no dropout|p = 0\.3), seed 1/);
    const continued = afterKill + runsToContinue(folder);
    await begin(job);
    await untilSo(() => isIn(job, "COMPLETED"));
    expect(logIn(folder, 1).match(/continues in epoch (?!1\b)\d+/g)).toHaveLength(continued);
    expect((await terminal.lab("collect", id)).code).toBe(0);
    expectSame(kept(terminal), await trainedHere(sweep, document));
  });

  test("continues after lab cancel, and after it gave way to a more urgent job", async () => {
    const terminal = open({ DROPOUT_LAB_CHECKPOINT_SECONDS: "0.1" });
    const document = smallExperiment({ training: { batchSize: 16, epochs: 800 } });
    const sweep = ["sweep", terminal.write("long.json", document), "--rates", "0,0.3", "--seeds", "1"];
    const slurm = ["--slurm", "--array-limit", "2", "--time", "10", "--shared", "shared it's"];
    const { output } = await terminal.lab(...sweep, ...slurm, "--jobs", "2");
    const id = idIn(output);
    const folder = folderOf(terminal, id);
    await untilSo(() => epochsTold(folder) > 20);
    const now = await terminal.lab("collect", id);
    expect(now.output).toContain("Elements: 1 training, 1 waiting.");
    expect(now.output).toMatch(/^ {2}1-0 +training +\S+ +cpu +0 of 1 +[1-9]\d* +1$/m);
    expect(now.output).toMatch(/^ {2}1-1 +waiting \(\w+\) +- +- +0 of 1 +0 +0$/m);

    const cancelled = await terminal.lab("cancel", id, "1-1", "1-0");
    expect(cancelled.output).toContain("Slurm ends 2 elements: 1-1, 1-0.");
    await untilSo(() => cluster.call("squeue", "-h") === "");
    expect(logIn(folder, 1)).toContain("handed over: no dropout, seed 1");
    expect((await terminal.lab("cancel", id)).output).toBe("None of them waits or trains.\n");
    expect((await terminal.lab("cancel", id, "2-0")).errors).toContain("has no element 2-0");
    const ended = await terminal.lab("collect", id, "--watch");
    expect([ended.code, ended.output]).toEqual([1, expect.stringContaining("Elements: 2 lost.")]);
    expect(ended.output).toContain(`lab resume ${id} --slurm submits 2 of them again.`);

    const before = epochsTold(folder);
    const again = await terminal.lab("resume", id, "--slurm", "--array-limit", "1", "--partition", "all");
    const job = jobIn(again.output);
    await untilSo(() => epochsTold(folder) > before + 20);
    const urgent = ["--partition=urgent", "--cpus-per-task=2", "--output=/dev/null", "--wrap=sleep 1"];
    cluster.call("sbatch", ...urgent);
    await untilSo(() => isIn(job, "PENDING"));
    await begin(job);
    // Until nothing more is coming.
    const watched = await terminal.lab("collect", "--watch", "1");
    expect(watched.code).toBe(0);
    expect(watched.output).toContain(": 2 of 2 runs are done");
    expect(logIn(folder, 2)).toContain("attempt 2");
    expect(logIn(folder, 2)).toMatch(/continues in epoch (?!1\b)\d+/);
    expectSame(kept(terminal), await trainedHere(sweep, document));
  });

  test("2,000 runs go into an array as large as Slurm takes, and not into a larger one", async () => {
    const terminal = open();
    const rates = Array.from({ length: 20 }, (_, index) => index / 25).join();
    const file = terminal.write("small.json", smallExperiment());
    const sweep = ["sweep", file, "--rates", rates, "--seeds", "100", "--slurm", "--dry-run"];
    for (const [limit, elements] of [
      [100, 100],
      [1000, 1000],
      [5000, 1001],
    ] as const) {
      const { code, output } = await terminal.lab(...sweep, "--array-limit", String(limit));
      expect(code).toBe(0);
      expect(output).toContain(`2000 runs in ${elements} elements`);
      const counts = output
        .split("\n")
        .filter((line) => /^element \d+: /.test(line))
        .map(
          (line) => (line.match(/\(seed /g) ?? []).length + Number(/and (\d+) more$/.exec(line)?.[1] ?? 0),
        );
      expect([counts.length, counts.reduce((sum, count) => sum + count)]).toEqual([elements, 2000]);
      // Slurm itself would take it.
      writeFileSync(join(terminal.folder, "array.sh"), output.slice(0, output.indexOf("\nelement 0:")));
      expect(cluster.call("sbatch", "--test-only", join(terminal.folder, "array.sh"))).toBe("");
    }
  });

  // Slurm's shortest limit is a minute, so this takes eight: only in `npm run test:full`.
  const inFullOnly = inFull<(name: string, run: () => Promise<void>) => void>(test, () => undefined);
  inFullOnly("continues after Slurm's own time limit", async () => {
    const terminal = open();
    const short = smallExperiment({ training: { batchSize: 16, epochs: 300 } });
    const timed = open();
    const sweep = ["sweep", "long.json", "--rates", "0,0.3", "--seeds", "1", "--jobs", "1"];
    timed.write("long.json", short);
    expect((await timed.lab(...sweep)).code).toBe(0);
    const seconds = secondsOf(timed.stored()!);
    // Longer than the two minutes until the signal of the shortest limit, also where the machine was busier just now.
    const epochs = Math.ceil((300 * 300) / seconds);
    const document = smallExperiment({ training: { batchSize: 16, epochs } });
    terminal.write("long.json", document);
    const slurm = ["--slurm", "--array-limit", "1", "--time", "3", "--shared", "shared it's"];
    const { output } = await terminal.lab(...sweep, ...slurm);
    const [id, job] = [idIn(output), jobIn(output)];
    const folder = folderOf(terminal, id);
    await untilSo(() => isIn(job, "RUNNING"));
    await untilSo(() => !isIn(job, "RUNNING"));
    expect(isIn(job, "COMPLETED")).toBe(false);
    expect(logIn(folder, 1)).toContain("The time limit is near: back into the queue.");
    const before = epochsTold(folder);
    expect(before).toBeLessThan(2 * epochs);
    await begin(job);
    await untilSo(() => epochsTold(folder) > before + 20);
    expect((await terminal.lab("cancel", id)).code).toBe(0);
    await untilSo(() => cluster.call("squeue", "-h") === "");
    const again = await terminal.lab("resume", id, "--slurm", "--time", "3");
    for (const next = jobIn(again.output); !isIn(next, "COMPLETED");) {
      await untilSo(() => !isIn(next, "RUNNING"));
      await begin(next);
    }
    expect((await terminal.lab("collect", id)).code).toBe(0);
    expectSame(kept(terminal), await trainedHere(sweep, document));
  });
});

/** All that a store keeps of its newest experiment, but for times, ids and places of files. */
function kept({ folder }: Terminal) {
  const store = new Store(databaseFile(folder));
  try {
    const { id, experiment, runs } = store.experiment(store.experiments(1)[0]!.id);
    const { preparations, places } = store.preparations(id);
    return {
      experiment: { ...experiment, data: { ...experiment.data, path: "" } },
      runs: runs.map((run) => ({
        ...run,
        ...{ id: "", experimentId: "", started: "", ended: "" },
        records: run.records.map((record) => ({ ...record, trainingSeconds: 0, evaluationSeconds: 0 })),
        weights: Buffer.from(store.weights(run.id)!).toString("hex"),
        preparation: preparations[places.get(run.id)!],
        snapshots: readdirSync(join(folder, "snapshots", run.id)).sort(),
      })),
    };
  } finally {
    store.close();
  }
}

/** That all epochs took. */
function secondsOf({ runs }: ExperimentDetail): number {
  const records = runs.flatMap((run) => run.records);
  return records.reduce((sum, record) => sum + record.trainingSeconds + record.evaluationSeconds, 0);
}

/** Run by run and part by part: the difference of two long lists of records says little. */
function expectSame(one: ReturnType<typeof kept>, other: ReturnType<typeof kept>): void {
  expect(one.experiment).toEqual(other.experiment);
  expect(one.runs.length).toBe(other.runs.length);
  for (const [index, { records, ...run }] of one.runs.entries()) {
    const { records: others, ...about } = other.runs[index]!;
    expect(run).toEqual(about);
    for (const [epoch, record] of records.entries()) expect(record).toEqual(others[epoch]);
    expect(records.length).toBe(others.length);
  }
}
