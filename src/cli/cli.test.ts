import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { version } from "../../package.json";
import { resultSchema } from "../experiment/result";
import type { ExperimentInput } from "../experiment/schema";
import { databaseFile } from "../lab/folders";
import { built, endlessExperiment, smallExperiment, temporaryFolder } from "../lab/testing";
import { Store } from "../runs/store";

/** The terminal's lab as people start it: a real process with its own store. */
let folder: ReturnType<typeof temporaryFolder>;
let started: ChildProcess[];
beforeEach(() => {
  folder = temporaryFolder();
  started = [];
});
afterEach(() => {
  for (const child of started) child.kill("SIGKILL");
  folder.remove();
  vi.unstubAllEnvs();
});

/** Starts in a third of the time, for what does not depend on who computes. */
function onPlainBackend(): void {
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
}

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

function startLab(...parameters: string[]): {
  child: ChildProcess;
  ended: Promise<Ended>;
  errors: () => string;
} {
  const child = spawn(process.execPath, [built("cli.cjs"), ...parameters], {
    cwd: folder.path,
    env: { ...process.env, DROPOUT_LAB_HOME: folder.path },
  });
  started.push(child);
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, output, errors }));
  return { child, ended, errors: () => errors };
}

const lab = (...parameters: string[]): Promise<Ended> => startLab(...parameters).ended;

function write(name: string, document: unknown): string {
  writeFileSync(join(folder.path, name), JSON.stringify(document));
  return name;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** What the store holds of the newest experiment, as another process sees it. */
function stored() {
  if (!existsSync(databaseFile(folder.path))) return null;
  const store = new Store(databaseFile(folder.path));
  try {
    const [newest] = store.experiments();
    return newest ? store.experiment(newest.id) : null;
  } finally {
    store.close();
  }
}

const epochsMeasured = () => stored()?.runs.reduce((sum, run) => sum + run.epochsDone, 0) ?? 0;

/** Processes that this one started (Linux). */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
}

describe("lab run", () => {
  test("trains a document, shows the variants beside each other, and writes the result", async () => {
    const file = write("small.json", {
      ...smallExperiment(),
      variants: [{ name: "no dropout", rate: 0 }, { name: "p = 0.3" }],
    });
    const { code, output, errors } = await lab(
      "run",
      file,
      "--seeds",
      "4,5",
      "--epochs",
      "2",
      "--out",
      "out",
    );
    expect(errors).toMatch(/^Backend: /m);
    expect(errors.match(/^done: /gm)).toHaveLength(4);
    expect(output).toMatch(/^variant .*seeds.*loss.*accuracy.*eval forgotten/m);
    expect(output).toMatch(/^no dropout +2 +2 +\d\.\d+ ± \d/m);
    expect(output).toMatch(/^p = 0\.3 +2 +2 +\d\.\d+ ± \d/m);
    // What it shows, in words: at least that of forgetting eval.
    expect(output).toMatch(/[Ee]val forgotten.*\.$/m);
    expect(output).toMatch(/^Backend: /m);
    expect(code).toBe(0);
    const result = resultSchema.parse(
      JSON.parse(readFileSync(join(folder.path, "out", "result.json"), "utf8")),
    );
    expect(result.experiment).toMatchObject({ seeds: [4, 5], training: { epochs: 2 } });
    expect(result.environment.lab).toBe(version);
    expect(readdirSync(join(folder.path, "out"))).toHaveLength(5);

    const list = await lab("runs");
    expect(list.output).toMatch(/^[0-9a-f]{16} .*small +4 done +8$/m);
    const [id] = /^[0-9a-f]{16}/m.exec(list.output)!;
    expect((await lab("runs", id)).output).toBe(output.replace(/Written: .*\n$/, ""));
  });

  test("says a fallback plainly", async () => {
    onPlainBackend();
    const { output, errors } = await lab("run", write("a.json", smallExperiment()));
    expect(output).toMatch(/^Backend: FALLBACK, slower: the cpu backend/m);
    expect(errors).toMatch(/^Backend: FALLBACK/m);
  });

  test("names every fault at once, with warnings, and trains nothing", async () => {
    const experiment: ExperimentInput = smallExperiment();
    const file = write("faulty.json", {
      ...experiment,
      network: {
        layers: [
          { type: "dropout", rate: 1.2 },
          { type: "dens", units: 2 },
        ],
      },
      seeds: [],
    });
    for (const verb of ["run", "check"]) {
      const { code, output, errors } = await lab(verb, file);
      const said = output + errors;
      expect(said).toContain("network.layers[0].rate: 1.2 is not below 1");
      expect(said).toContain("network.layers[1].type");
      expect(said).toContain("seeds");
      expect(code).toBe(2);
    }
    expect(stored()).toBeNull();
  });

  test("finds data beside its document, wherever it is called from", async () => {
    onPlainBackend();
    writeFileSync(join(folder.path, "t.csv"), "x,y,kind\n1,2,a\n3,4,b\n5,6,a\n7,8,b\n");
    const data = { source: "csv", path: "t.csv", target: "kind", train: 2, validation: 2 } as const;
    write("csv.json", smallExperiment({ data }));
    const child = startLab("run", join(folder.path, "csv.json"), "--epochs", "1", "--out", "deep/out");
    const { code } = await child.ended;
    expect(code).toBe(0);
    const result = readFileSync(join(folder.path, "deep", "out", "result.json"), "utf8");
    expect(resultSchema.parse(JSON.parse(result)).experiment.data).toMatchObject({ path: "../../t.csv" });
    write("lost.json", smallExperiment({ data: { ...data, path: "lost.csv" } }));
    const lost = await lab("run", "lost.json");
    expect(lost.code).toBe(2);
    expect(lost.errors).toContain("lost.csv");
  });

  test("Ctrl-C once stops the runs, keeps what they measured and writes the result", async () => {
    onPlainBackend();
    const file = write("endless.json", endlessExperiment({ seeds: [1, 2] }));
    const { child, ended } = startLab("run", file, "--jobs", "1", "--out", "out");
    await until(() => epochsMeasured() > 2);
    child.kill("SIGINT");
    const { code, output, errors } = await ended;
    expect(code).toBe(130);
    expect(errors).toContain("Stopping");
    expect(output).toMatch(/^cancelled: dropout, seed 1 after \d+ of 100000 epochs: validation loss/m);
    const result = resultSchema.parse(
      JSON.parse(readFileSync(join(folder.path, "out", "result.json"), "utf8")),
    );
    expect(result.runs.map(({ status }) => status)).toEqual(["cancelled", "cancelled"]);
    expect(result.runs[0]!.epochs.length).toBeGreaterThan(2);
    expect(result.runs[0]!.weights).toBe("01-dropout-seed-1.safetensors");
    expect(result.runs[1]).toMatchObject({ epochs: [], weights: null });
  });

  test.skipIf(process.platform !== "linux")(
    "Ctrl-C twice ends a trainer that does not answer (finds it in /proc: Linux only)",
    async () => {
      onPlainBackend();
      const file = write("endless.json", endlessExperiment());
      const { child, ended, errors } = startLab("run", file);
      await until(() => epochsMeasured() > 0);
      const [trainer] = childrenOf(child.pid!);
      process.kill(trainer!, "SIGSTOP");
      child.kill("SIGINT");
      await until(() => errors().includes("Stopping"));
      expect(child.exitCode).toBeNull();
      child.kill("SIGINT");
      expect((await ended).code).toBe(130);
      await until(() => !existsSync(`/proc/${trainer}`));
      expect(stored()!.runs[0]!.status).toBe("interrupted");
    },
  );

  test.skipIf(process.platform !== "linux")(
    "killed, it takes its trainers with it, and its runs are shown as interrupted (/proc: Linux only)",
    async () => {
      onPlainBackend();
      const { child, ended } = startLab(
        "run",
        write("endless.json", endlessExperiment({ seeds: [1, 2] })),
        "--jobs",
        "1",
      );
      await until(() => epochsMeasured() > 2);
      const trainers = childrenOf(child.pid!);
      expect(stored()!.runs[0]!.status).toBe("running");
      child.kill("SIGKILL");
      await ended;
      const detail = stored()!;
      expect(detail.runs.map(({ status }) => status)).toEqual(["interrupted", "interrupted"]);
      expect(detail.runs[0]!.records.length).toBeGreaterThan(0);
      expect(trainers.length).toBeGreaterThan(0);
      await until(() => trainers.every((pid) => !existsSync(`/proc/${pid}`)));
    },
  );
});

test("the rest: version, presets, an empty store, a machine's state", async () => {
  expect((await lab("--version")).output).toBe(`${version}\n`);
  expect((await lab("presets")).output).toMatch(/^textbook {2,}/m);
  expect((await lab("runs")).output).toContain("no runs yet");
  const doctor = await lab("doctor", "--json");
  expect(JSON.parse(doctor.output)).toMatchObject({ lab: version, node: process.versions.node });
  expect((await lab("--help")).output).toContain("Exit codes:");
});

test.each([
  [["fly"], 2],
  [[], 2],
  [["run"], 2],
  [["run", "textbook", "--seeds", "1,x"], 2],
  [["run", "textbook", "--jobs", "0"], 2],
  [["run", "no-such-preset"], 2],
  [["runs", "no-such-id"], 1],
])("lab %j is refused in words, with exit code %i", async (parameters, code) => {
  const ended = await lab(...parameters);
  expect(ended.code).toBe(code);
  expect(ended.errors.trim()).not.toBe("");
  expect(ended.errors).not.toMatch(/^ +at /m);
});
