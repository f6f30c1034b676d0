import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RandomStream } from "../engine/random";
import { type Result, resultSchema } from "../experiment/result";
import type { ExperimentInput } from "../experiment/schema";
import type { ExperimentDetail } from "../lab/contract";
import { childrenOf, openTerminal, type StartedLab, type Terminal, until } from "./testing";

/** Short runs, many of them: kills hit before, in and between them, and none is the last for long. */
const experiment: ExperimentInput = {
  name: "killed",
  data: { source: "digits", train: 200, validation: 100, seed: 1 },
  network: {
    layers: [
      { type: "dense", units: 20 },
      { type: "relu" },
      { type: "dropout", rate: 0.3 },
      { type: "dense", units: 10 },
    ],
  },
  training: { epochs: 100 },
};
const sweep = ["sweep", "killed.json", "--rates", "0,0.3,0.5", "--seeds", "6"];
const flags = ["--jobs", "2", "--out", "out"];
const kills = 20;
/** Another one makes other moments. */
const seed = Number(process.env["DROPOUT_LAB_KILL_SEED"] ?? 1);

let disturbed: Terminal;
let undisturbed: Terminal;
beforeEach(() => {
  [disturbed, undisturbed] = [openTerminal(), openTerminal()];
  for (const terminal of [disturbed, undisturbed]) terminal.write("killed.json", experiment);
});
afterEach(() => {
  disturbed.close();
  undisturbed.close();
});

test.skipIf(process.platform !== "linux")(
  `a sweep that is killed ${kills} times with its trainers, and resumed, is the sweep that never was (/proc: Linux only)`,
  async () => {
    const begun = performance.now();
    expect(await undisturbed.lab(...sweep, ...flags)).toMatchObject({ code: 0 });
    // Of the size of what lies between two kills, on a machine of whatever speed.
    const longest = (performance.now() - begun) / 8;
    const random = new RandomStream(seed, "dataSampling");
    const moments: string[] = [];
    let reported: ExperimentDetail | null = null;
    for (let killed = 0; killed < kills || reported;) {
      const parameters: string[] = reported ? ["resume", reported.id] : sweep;
      const lab = disturbed.start(...parameters, ...flags);
      if (killed < kills) moments.push(await kill(lab, longest, random));
      const { code, errors } = await lab.ended;
      const now = disturbed.stored();
      expectKept(reported, now, errors);
      moments.push(`${epochsOf(now)} epochs`);
      if (code === null) {
        killed++;
        reported = now;
      } else {
        expect(code, `${moments.join(", ")}: ${errors}`).toBe(0);
        // All is done, perhaps before it could be killed often enough: then another one is begun.
        expectSame();
        reported = null;
      }
    }
    console.info(`Kills of seed ${seed}: ${moments.join(", ")}`);
  },
  600_000,
);

/** Ends the lab and its trainers at a random moment, `longest` ms after it began at the latest. @returns which one */
async function kill(lab: StartedLab, longest: number, random: RandomStream): Promise<string> {
  const { child } = lab;
  const whileItStarts = random.uniform() < 0.3;
  // It names its backend when a trainer trains.
  if (!whileItStarts) await until(() => lab.errors().includes("Backend:") || child.exitCode !== null);
  const time = Math.round(longest * random.uniform());
  const trainerFirst = random.uniform() < 0.3;
  await sleep(time);
  if (trainerFirst) await killTrainer(lab);
  if (child.exitCode === null) process.kill(-child.pid!, "SIGKILL");
  return `${time} ms${whileItStarts ? " from the start" : ""}${trainerFirst ? " and a trainer before" : ""}`;
}

/** One of its trainers alone, and time for the lab to notice. */
async function killTrainer({ child }: StartedLab): Promise<void> {
  const [trainer] = existsSync(`/proc/${child.pid}`) ? childrenOf(child.pid!) : [];
  if (trainer !== undefined) process.kill(trainer, "SIGKILL");
  await sleep(100);
}

/** Every record that was there is there as it was; what was told to be done is done. */
function expectKept(before: ExperimentDetail | null, now: ExperimentDetail | null, errors: string): void {
  for (const [place, { records }] of (before?.runs ?? []).entries()) {
    expect(now!.runs[place]!.records.slice(0, records.length)).toEqual(records);
  }
  for (const [, variant, text] of errors.matchAll(/^done: (.*), seed (\d+): /gm)) {
    const run = now!.runs.find((each) => each.variant === variant && each.seed === Number(text));
    expect(run).toMatchObject({ status: "done", epochsDone: 100 });
  }
}

function epochsOf(detail: ExperimentDetail | null): number {
  return detail?.runs.reduce((sum, { epochsDone }) => sum + epochsDone, 0) ?? 0;
}

function expectSame(): void {
  const [first, second] = [readResult(disturbed), readResult(undisturbed)];
  expect(withoutTimes(first)).toEqual(withoutTimes(second));
  for (const { weights } of first.runs) {
    const [one, other] = [disturbed, undisturbed].map(({ folder }) =>
      readFileSync(join(folder, "out", weights!)),
    );
    expect(one!.equals(other!)).toBe(true);
  }
}

function readResult({ folder }: Terminal): Result {
  return resultSchema.parse(JSON.parse(readFileSync(join(folder, "out", "result.json"), "utf8")));
}

function withoutTimes({ created: _created, runs, ...result }: Result) {
  const untimed = runs.map((run) => ({
    ...run,
    epochs: run.epochs.map((record) => ({ ...record, trainingSeconds: 0, evaluationSeconds: 0 })),
  }));
  return { ...result, runs: untimed };
}
