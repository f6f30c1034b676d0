import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { ExperimentInput } from "../experiment/schema";
import { smallExperiment, temporaryFolder } from "../lab/testing";
import { canStartCluster, type Cluster, startCluster, untilSo } from "../slurm/testing";
import { databaseFile } from "../store/folders";
import { Store } from "../store/store";
import { openTerminal, type Terminal } from "./testing";

/** Real Slurm on this machine (slurm-wlm and munge, as root), started here in a folder of its own. */
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
    expect(kept(terminal)).toEqual(kept(here));
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
    const job = / job (\d+)\./.exec(output)![1]!;
    const log = () => readFileSync(join(folder, "logs", "1-0.log"), "utf8");
    const isIn = (state: string) =>
      cluster.call("squeue", "-h", "-r", "-t", "all", "-j", job, "-o", "%T").trim() === state;
    /** Slurm lets a job that is queued again wait two minutes, and may set that only after it was told otherwise. */
    const begin = () =>
      untilSo(() => {
        if (isIn("RUNNING") || isIn("COMPLETED")) return true;
        try {
          cluster.call("scontrol", "update", `job=${job}_0`, "StartTime=now");
        } catch {
          // It has begun meanwhile.
        }
        return false;
      });

    await untilSo(() => epochsTold(folder) > 20);
    cluster.call("scancel", "--full", "--signal=KILL", `${job}_0`);
    await untilSo(() => isIn("FAILED") || isIn("CANCELLED"));
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
    await begin();
    await untilSo(() => epochsTold(folder) > killed + 20);
    // As Slurm does before the time limit.
    cluster.call("scancel", "--batch", "--signal=USR2", `${job}_0`);
    await untilSo(() => isIn("PENDING"));
    expect(log()).toContain("The time limit is near: back into the queue.");
    expect(log()).toMatch(/handed over: (no dropout|p = 0\.3), seed 1/);
    await begin();
    await untilSo(() => isIn("COMPLETED"));
    expect(log().match(/continues in epoch (?!1\b)\d+/g)!.length).toBeGreaterThanOrEqual(2);
    expect((await terminal.lab("collect", id)).code).toBe(0);

    const here = open();
    here.write("long.json", document);
    expect((await here.lab(...sweep)).code).toBe(0);
    expect(kept(terminal)).toEqual(kept(here));
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
