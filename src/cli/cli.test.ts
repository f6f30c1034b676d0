import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { version } from "../../package.json";
import { resultSchema } from "../experiment/result";
import type { ExperimentInput } from "../experiment/schema";
import { endlessExperiment, smallExperiment } from "../lab/testing";
import { childrenOf, type Ended, openTerminal, type Terminal, until } from "./testing";

let terminal: Terminal;
beforeEach(() => void (terminal = openTerminal()));
afterEach(() => {
  terminal.close();
  vi.unstubAllEnvs();
});

/** This backend starts in a third of the time, for tests that do not depend on it. */
function onPlainBackend(): void {
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
}

const lab = (...parameters: string[]): Promise<Ended> => terminal.lab(...parameters);
const write = (name: string, document: unknown): string => terminal.write(name, document);
const stored = () => terminal.stored();
const epochsMeasured = () => stored()?.runs.reduce((sum, run) => sum + run.epochsDone, 0) ?? 0;

function readResult(folder: string) {
  return resultSchema.parse(JSON.parse(readFileSync(join(terminal.folder, folder, "result.json"), "utf8")));
}

test("a sweep on a logarithmic scale takes no 0", async () => {
  const parameters = ["sweep", "moons", "--set", "training.l2=0,0.1", "--sample", "4"];
  const refused = await lab(...parameters, "--log", "training.l2");
  expect(refused).toMatchObject({ code: 2, output: "" });
  expect(refused.errors).toContain("--log training.l2: a logarithmic scale has only numbers above 0");
});

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
    expect(output).toMatch(/mean over seeds ± half of its 95% confidence interval/);
    expect(output).toMatch(/^ +SD +\d\.\d+ /m);
    // The sentences: at least one on forgetting eval, and one that two seeds allow no test.
    expect(output).toMatch(/^Differences over fewer than 3 seeds are not tested: /m);
    expect(output).toMatch(/[Ee]val forgotten.*\.$/m);
    expect(output).toMatch(/^Backend: /m);
    expect(code).toBe(0);
    const result = readResult("out");
    expect(result.experiment).toMatchObject({ seeds: [4, 5], training: { epochs: 2 } });
    expect(result.environment.lab).toBe(version);
    expect(readdirSync(join(terminal.folder, "out"))).toHaveLength(6);

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
    writeFileSync(join(terminal.folder, "t.csv"), "x,y,kind\n1,2,a\n3,4,b\n5,6,a\n7,8,b\n");
    const data = { source: "csv", path: "t.csv", target: "kind", train: 2, validation: 2 } as const;
    write("csv.json", smallExperiment({ data }));
    const child = terminal.start(
      "run",
      join(terminal.folder, "csv.json"),
      "--epochs",
      "1",
      "--out",
      "deep/out",
    );
    const { code } = await child.ended;
    expect(code).toBe(0);
    expect(readResult("deep/out").experiment.data).toMatchObject({ path: "../../t.csv" });
    write("lost.json", smallExperiment({ data: { ...data, path: "lost.csv" } }));
    const lost = await lab("run", "lost.json");
    expect(lost.code).toBe(2);
    expect(lost.errors).toContain("lost.csv");
  });

  test("Ctrl-C once stops the runs, keeps what they measured and writes the result", async () => {
    onPlainBackend();
    const file = write("endless.json", endlessExperiment({ seeds: [1, 2] }));
    const { child, ended } = terminal.start("run", file, "--jobs", "1", "--out", "out");
    await until(() => epochsMeasured() > 2);
    child.kill("SIGINT");
    const { code, output, errors } = await ended;
    expect(code).toBe(130);
    expect(errors).toContain("Stopping");
    expect(output).toMatch(/^cancelled: dropout, seed 1 after \d+ of 100000 epochs: validation loss/m);
    const result = readResult("out");
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
      const { child, ended, errors } = terminal.start("run", file);
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
      const { child, ended } = terminal.start(
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

describe("lab sweep", () => {
  beforeEach(onPlainBackend);

  test("makes variants of rates, sizes and widths, trains each with every seed, and shows them", async () => {
    const file = write("small.json", smallExperiment({ training: { batchSize: 16, epochs: 1 } }));
    const swept = ["--rates", "0, 0.25", "--sizes", "16,80", "--widths", "0.5", "--seeds", "2"];
    const { code, output, errors } = await lab("sweep", file, ...swept, "--out", "out");
    expect(code).toBe(0);
    const [, id] = /^small \(([0-9a-f]{16})\): 8 runs\. .* lab resume \1 /m.exec(errors)!;
    expect(stored()!.id).toBe(id);
    const { experiment, runs } = readResult("out");
    expect(experiment.variants).toEqual([
      { name: "no dropout, 16 rows, width × 0.5", rate: 0, train: 16, width: 0.5 },
      { name: "p = 0.25, 16 rows, width × 0.5", rate: 0.25, train: 16, width: 0.5 },
      { name: "no dropout, 80 rows, width × 0.5", rate: 0, train: 80, width: 0.5 },
      { name: "p = 0.25, 80 rows, width × 0.5", rate: 0.25, train: 80, width: 0.5 },
    ]);
    expect(experiment).toMatchObject({ seeds: [1, 2], data: { train: 80 } });
    expect(runs.map(({ status }) => status)).toEqual(Array(8).fill("done"));
    for (const { name } of experiment.variants) expect(output).toContain(`\n${name} `);
  });

  test("without more words is the textbook's: p = 0 to 0.5, seeds 1 to 5", async () => {
    const file = write("endless.json", endlessExperiment());
    const { child, ended } = terminal.start("sweep", file);
    await until(() => epochsMeasured() > 0);
    child.kill("SIGINT");
    const { errors } = await ended;
    const { id, experiment } = stored()!;
    expect(experiment.variants.map(({ rate }) => rate)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
    expect(experiment.seeds).toEqual([1, 2, 3, 4, 5]);
    expect(errors).toContain(`Missing: 30 of 30 runs; lab resume ${id} trains them.`);
  });
});

describe("lab resume", () => {
  beforeEach(onPlainBackend);

  test("trains what Ctrl-C cut short, by the first characters of the id", async () => {
    const file = write(
      "small.json",
      smallExperiment({ training: { batchSize: 16, epochs: 120 }, seeds: [1, 2] }),
    );
    const { child, ended } = terminal.start("run", file, "--jobs", "1");
    await until(() => epochsMeasured() > 2);
    child.kill("SIGINT");
    expect((await ended).code).toBe(130);
    const before = stored()!;
    expect(before.runs.map(({ status }) => status)).toEqual(["cancelled", "cancelled"]);

    const resumed = await lab("resume", before.id.slice(0, 6), "--out", "out");
    expect(resumed.code).toBe(0);
    expect(resumed.errors).toContain(`small (${before.id}): 2 runs.`);
    const after = readResult("out").runs;
    expect(after.map(({ status, epochs }) => [status, epochs.length])).toEqual([
      ["done", 120],
      ["done", 120],
    ]);
    const { records } = before.runs[0]!;
    expect(after[0]!.epochs.slice(0, records.length)).toEqual(records);

    const nothing = await lab("resume", before.id);
    expect(nothing.errors).toContain("all 2 runs are done");
    expect(nothing).toMatchObject({ code: 0, output: resumed.output.replace(/Written: .*\n$/, "") });
  });

  test("leaves to a living process what it trains", async () => {
    const { child } = terminal.start("run", write("endless.json", endlessExperiment()));
    await until(() => epochsMeasured() > 0);
    const { id } = stored()!;
    const refused = await lab("resume", id);
    expect(refused.code).toBe(1);
    expect(refused.errors).toContain("belongs to another window or terminal");
    expect(child.exitCode).toBeNull();
    expect(stored()!.runs[0]!.status).toBe("running");
  });

  test.skipIf(process.platform !== "linux")(
    "goes on with what a killed lab left whose parent never asks how it ended (/proc: Linux only)",
    async () => {
      // As in a container without an init process: the number stays taken.
      const within = ["sh", "-c", '"$@" & exec sleep 600', "sh"];
      const careless = openTerminal({ place: terminal.folder, within });
      try {
        const { child } = careless.start("run", write("endless.json", endlessExperiment()));
        await until(() => epochsMeasured() > 0);
        const [killed] = childrenOf(child.pid!);
        process.kill(killed!, "SIGKILL");
        // The first thread of a killed process is a zombie shortly before the others are gone.
        await until(() =>
          /^State:\tZ[^]*^Threads:\t1$/m.test(readFileSync(`/proc/${killed}/status`, "utf8")),
        );
        const before = stored()!;
        expect(before.runs[0]!.status).toBe("interrupted");
        const again = terminal.start("resume", before.id);
        await until(() => epochsMeasured() > before.runs[0]!.epochsDone + 1 || again.child.exitCode !== null);
        again.child.kill("SIGINT");
        const { code, errors } = await again.ended;
        expect(errors).not.toContain("belongs to another");
        expect(code).toBe(130);
        expect(existsSync(`/proc/${killed}`)).toBe(true);
      } finally {
        careless.close();
      }
    },
  );

  test("asks for more of an id that several begin with", async () => {
    const file = write("small.json", smallExperiment({ training: { batchSize: 16, epochs: 1 } }));
    await lab("run", file);
    await lab("run", file);
    const several = await lab("resume", "");
    expect(several.code).toBe(2);
    expect(several.errors).toContain("write more of it");
  });
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
  [["sweep", "textbook", "--rates", "0,much"], 2],
  [["sweep", "textbook", "--rates", "0,1"], 2],
  [["sweep", "textbook", "--rates", "0.1,0.1"], 2],
  [["sweep", "textbook", "--sizes", "0"], 2],
  [["sweep", "textbook", "--widths", "400"], 2],
  [["sweep", "textbook", "--seeds", "0"], 2],
  [["sweep", "textbook", "--seeds", "1001"], 2],
  [["resume"], 2],
  [["resume", "no-such-id"], 1],
])("lab %j is refused in words, with exit code %i", async (parameters, code) => {
  const ended = await lab(...parameters);
  expect(ended.code).toBe(code);
  expect(ended.errors.trim()).not.toBe("");
  expect(ended.errors).not.toMatch(/^ +at /m);
});
