import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DatabaseSync } from "@photostructure/sqlite";
import type { EpochRecord } from "../src/experiment/result";
import { experimentSchema } from "../src/experiment/schema";
import { presets } from "../src/experiment/presets";
import { overBridge } from "../src/transport/bridge";
import type { LabVerbs, Request, Response, Verb } from "../src/contract/contract";
import { Files } from "../src/documents/file-references";
import { answer } from "../src/transport/gate";
import { Lab } from "../src/lab/lab";
import { nodeLauncher } from "../src/execution/workers";
import { Store } from "../src/store/store";
import { anything } from "../src/store/testing";

/**
 * How long History's questions take on a store of 10,000 runs (400 experiments of 25), asked as the window asks them:
 * through the gate and the bridge, every schema checked. 50 of the runs have 200 epochs, the others `--epochs`.
 *
 *     node bench/run.mjs bench/history.ts [--epochs 20] [--turns 20]
 */
const { values: flags } = parseArgs({
  options: { epochs: { type: "string", default: "20" }, turns: { type: "string", default: "20" } },
});
const [epochs, turns] = [Number(flags.epochs), Number(flags.turns)];
const [experiments, opened, openedEpochs] = [400, 2, 200];
const rates = [0, 0.1, 0.2, 0.3, 0.5];
const tags = ["chapter 3", "to repeat", "논문", "mistake"];

const environment = {
  backend: "tensorflow",
  backendSource: "libtensorflow from the PyPI wheel tensorflow-cpu 2.21.0",
  engine: "graph",
  tensorflow: "2.21.0",
  tfjs: "4.22.0",
  runtime: "Node 20.20.2",
  platform: "linux x64",
  lab: "0.1.0",
};

const folder = await mkdtemp(join(tmpdir(), "dropout-lab-history-"));
const database = join(folder, "lab.sqlite");
try {
  const opening = fill();
  const { size } = await stat(database);
  console.log(`${experiments * 25} runs, ${epochs} epochs each: ${(size / 1e6).toFixed(0)} MB`);
  await measureChecks();
  await measureQuestions(opening);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Returns the ids of the 50 runs that have 200 epochs. */
function fill(): string[] {
  const store = new Store(database);
  const raw = new DatabaseSync(database);
  raw.exec("PRAGMA synchronous = OFF");
  const insert = raw.prepare(
    "INSERT INTO epochs (run, epoch, record) SELECT number, ?, ? FROM runs WHERE id = ?",
  );
  const runIds: string[] = [];
  for (let number = 0; number < experiments; number++) {
    const experimentId = store.createExperiment(
      experimentSchema.parse({
        ...presets.textbook.document,
        name: `${["textbook", "moons, wide", "숫자"][number % 3]} ${number}`,
        variants: rates.map((rate) => ({ name: rate === 0 ? "no dropout" : `p = ${rate}`, rate })),
        seeds: [1, 2, 3, 4, 5],
      }),
    );
    const tagged = number % 4 === 0 ? [tags[(number / 4) % tags.length]!] : [];
    const note =
      number % 3 === 0 ? "Does the gain hold with less data? Compare with the runs of last week." : "";
    store.annotate({ experimentId, note, tags: tagged, pinned: number % 50 === 0 });
    const { runs } = store.summary(experimentId);
    const isOpened = number >= experiments - opened;
    if (isOpened) runIds.push(...runs.map(({ id }) => id));
    raw.exec("BEGIN");
    for (const { id } of runs) {
      const count = isOpened ? openedEpochs : epochs;
      for (let epoch = 1; epoch <= count; epoch++) insert.run(epoch, JSON.stringify(recordOf(epoch)), id);
    }
    raw.exec("COMMIT");
  }
  const day = 24 * 60 * 60 * 1000;
  raw.exec(`UPDATE runs SET status = 'done', environment = '${JSON.stringify(environment)}'`);
  const age = raw.prepare("UPDATE experiments SET created = ? WHERE number = ?");
  for (let number = 1; number <= experiments; number++) {
    age.run(new Date(Date.now() - (experiments - number) * day).toISOString(), number);
  }
  raw.close();
  store.close();
  return runIds;
}

function recordOf(epoch: number): EpochRecord {
  const measures = () => ({ loss: Math.random() + 1 / epoch, accuracy: Math.random() });
  return {
    epoch,
    training: measures(),
    train: { eval: measures() },
    validation: { eval: measures(), train: measures() },
    trainingSeconds: Math.random(),
    evaluationSeconds: Math.random(),
  };
}

async function measureChecks(): Promise<void> {
  const raw = new DatabaseSync(database);
  for (const check of ["quick_check", "quick_check(experiments)", "quick_check(runs)"]) {
    report(`PRAGMA ${check}`, await repeated(() => raw.prepare(`PRAGMA ${check}`).all(), 3));
  }
  raw.close();
  report("open the store", await repeated(() => new Store(database).close(), 3));
}

async function measureQuestions(runIds: string[]): Promise<void> {
  const lab = new Lab({ launch: nodeLauncher("unused"), version: "bench", database });
  const verbs = overBridge(lab, new Files()) as LabVerbs;
  async function ask<V extends Verb>(verb: V, request: Request<V>): Promise<Response<V>> {
    const envelope = await answer(verbs, verb, request);
    if (!envelope.ok) throw new Error(envelope.failure.code);
    return envelope.value as Response<V>;
  }
  const everything = { min: 0, max: null };
  const searches: Record<string, Partial<Request<"searchHistory">>> = {
    "list, 50 experiments": {},
    "list, 200 experiments": { limit: 200 },
    "last page": { offset: 350 },
    "text: one word": { text: "textbook" },
    "text: three words of all": { text: "숫자 no last" },
    "text that is nowhere": { text: "nowhere" },
    tags: { tags: ["논문"] },
    dates: { from: new Date(Date.now() - 1e10).toISOString(), to: new Date().toISOString() },
    "source and status": { sources: ["digits"], statuses: ["done"] },
    rate: { rate: { min: 0.25, max: 0.35 } },
    "loss and accuracy": { loss: everything, accuracy: { min: 0.5, max: null } },
    pinned: { pinnedOnly: true },
    "sort by name": { sort: "name" },
    "sort by loss": { sort: "loss" },
    "all at once": { text: "p", tags: ["논문"], sources: ["digits"], statuses: ["done"], rate: everything, loss: everything, accuracy: everything, sort: "accuracy" }, // prettier-ignore
  };
  for (const [name, changes] of Object.entries(searches)) {
    const query = { ...anything, ...changes };
    const { experiments: found, runs } = await ask("searchHistory", query);
    report(`${name} (${found} experiments, ${runs} runs)`, await repeated(() => ask("searchHistory", query)));
  }
  report("open 50 runs of 200 epochs", await repeated(() => ask("getRuns", { runIds })));
  lab.close();
}

interface Measured {
  /** Elapsed milliseconds, and the milliseconds that this process computed: on a quiet machine, all of them. */
  readonly wall: number;
  readonly cpu: number;
}

async function repeated(action: () => unknown, times = turns): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (let turn = 0; turn < times; turn++) {
    const [from, used] = [performance.now(), process.cpuUsage()];
    await action();
    const { user, system } = process.cpuUsage(used);
    measured.push({ wall: performance.now() - from, cpu: (user + system) / 1000 });
  }
  return measured;
}

function report(name: string, measured: readonly Measured[]): void {
  const sorted = (key: keyof Measured) => measured.map((each) => each[key]).sort((a, b) => a - b);
  const [wall, cpu] = [sorted("wall"), sorted("cpu")];
  const [median, worst, computing] = [wall[wall.length >> 1]!, wall.at(-1)!, cpu[cpu.length >> 1]!].map(
    (time) => time.toFixed(1).padStart(6),
  );
  console.log(`${name.padEnd(56)} median ${median} ms, worst ${worst} ms, computing ${computing} ms`);
}
