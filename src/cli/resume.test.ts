import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RandomStream } from "../random/random";
import type { ExperimentInput } from "../experiment/schema";
import type { ExperimentDetail } from "../contract/contract";
import { inFull } from "../test-size";
import { expectSameResults, readResult } from "./results.testing";
import { childrenOf, openTerminal, type StartedLab, type Terminal, until } from "./testing";

/** Many short runs, so that kills hit before, in and between them. */
const sweep: Scenario = {
  document: {
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
  },
  parameters: ["sweep", "killed.json", "--rates", "0,0.3,0.5", "--seeds", "6"],
  kills: inFull(20, 3),
};

/** Two runs side by side that survive many kills, one of them with several calls to TensorFlow per epoch. */
const longRuns: Scenario = {
  document: {
    name: "killed",
    data: { source: "clusters", features: 100, train: 4000, validation: 500 },
    network: {
      layers: [
        { type: "dense", units: 600 },
        { type: "relu" },
        { type: "dropout", rate: 0.3 },
        { type: "dense", units: 10 },
      ],
    },
    training: { batchSize: 8, epochs: 100 },
    variants: [{ name: "narrow", width: 0.05 }, { name: "wide" }],
    seeds: [1],
  },
  parameters: ["run", "killed.json"],
  kills: inFull(100, 10),
  checkpoints: true,
};

/** Words, gaps and a number; 12,000 rows to test with take longer than all epochs together. */
const flats = Array.from({ length: 12_400 }, (_, row) => {
  const [area, town] = [(row * 7919) % 127, (row * 31) % 3];
  const kind = (area + 40 * town + ((row * 17) % 29)) % 5 > 1 ? "dear" : "cheap";
  return `${row % 11 === 0 ? "" : `${area}.5`},${row % 13 === 0 ? "" : ["Busan", "Daegu", "서울"][town]},${kind}`;
});

/** Kills while the chosen epoch is measured, besides while it trains. */
const measured: Scenario = {
  document: {
    name: "killed",
    data: {
      source: "table",
      path: "flats.csv",
      target: "kind",
      gaps: "fill",
      train: 300,
      validation: 100,
      test: 12_000,
    },
    network: {
      layers: [
        { type: "dense", units: 1500 },
        { type: "relu" },
        { type: "dropout", rate: 0.3 },
        { type: "dense", units: 1000 },
        { type: "relu" },
        { type: "dense", units: 2 },
      ],
    },
    training: { epochs: 8 },
    seeds: [1, 2],
    evaluation: { measureAt: "best" },
  },
  files: { "flats.csv": ["area,town,kind", ...flats].join("\n") },
  parameters: ["run", "killed.json"],
  kills: inFull(30, 4),
  atEnd: true,
};

interface Scenario {
  readonly document: ExperimentInput;
  readonly files?: Readonly<Record<string, string>>;
  readonly parameters: string[];
  readonly kills: number;
  /** Whether half of the kills come once all epochs of a run are stored, and its end is not. */
  readonly atEnd?: boolean;
  /** Whether kills come only once there is something to continue from. */
  readonly checkpoints?: boolean;
}

const flags = ["--jobs", "2", "--out", "out"];
/** Another seed kills at other moments. */
const seed = Number(process.env["DROPOUT_LAB_KILL_SEED"] ?? 1);

let disturbed: Terminal;
let undisturbed: Terminal;
beforeEach(() => {
  [disturbed, undisturbed] = [openTerminal(), openTerminal()];
});
afterEach(() => {
  vi.unstubAllEnvs();
  disturbed.close();
  undisturbed.close();
});

/** In milliseconds: ends only what hangs, on however busy a machine. */
const muchLonger = 7_200_000;

const onLinux = test.skipIf(process.platform !== "linux");

onLinux(
  `a sweep that is killed ${sweep.kills} times with its trainers, and resumed, is the sweep that never was (/proc: Linux only)`,
  async () => {
    // No run trains long enough for its first checkpoint.
    vi.stubEnv("DROPOUT_LAB_CHECKPOINT_SECONDS", "86400");
    const { continued } = await killAndResume(sweep);
    expect(continued).toBe(0);
  },
  muchLonger,
);

onLinux(
  `runs that go on from checkpoints, killed ${longRuns.kills} times, are the runs that never were (/proc: Linux only)`,
  async () => {
    vi.stubEnv("DROPOUT_LAB_CHECKPOINT_SECONDS", "0.05");
    const { continued, kills } = await killAndResume(longRuns);
    console.info(`Gone on from checkpoints: ${continued} times after ${kills} kills`);
    expect(continued).toBeGreaterThan(0);
    // Runs that are done need no checkpoints.
    expect(readdirSync(join(disturbed.folder, "checkpoints"))).toEqual([]);
  },
  muchLonger,
);

onLinux(
  `a table's runs that are killed ${measured.kills} times, also while the chosen epoch is measured, end with the same measures (/proc: Linux only)`,
  async () => {
    vi.stubEnv("DROPOUT_LAB_CHECKPOINT_SECONDS", "0.5");
    const { atEnd } = await killAndResume(measured);
    expect(atEnd).toBeGreaterThan(0);
    const { runs, preparations } = readResult(disturbed);
    expect(preparations).toHaveLength(1);
    for (const { end } of runs) {
      expect(end).toMatchObject({ classes: ["cheap", "dear"], test: { rows: 12_000 } });
      expect(end!.test!.confusion!.flat().reduce((sum, count) => sum + count)).toBe(12_000);
    }
  },
  muchLonger,
);

/**
 * @returns how often a run continued from a checkpoint, how often something was killed, and how often that was while a
 * run had all its epochs and no end
 */
async function killAndResume(scenario: Scenario) {
  const { document, parameters, kills: enough } = scenario;
  for (const { folder, write } of [disturbed, undisturbed]) {
    write("killed.json", document);
    for (const [name, text] of Object.entries(scenario.files ?? {})) writeFileSync(join(folder, name), text);
  }
  const begun = performance.now();
  expect(await undisturbed.lab(...parameters, ...flags)).toMatchObject({ code: 0 });
  // About the time between two kills, however fast the machine.
  const longest = (performance.now() - begun) / 8;
  const random = new RandomStream(seed, "dataSampling");
  const moments: string[] = [];
  let [kills, continued, atEnd] = [0, 0, 0];
  let reported: ExperimentDetail | null = null;
  while (kills < enough || reported) {
    const lab = disturbed.start(...(reported ? ["resume", reported.id] : parameters), ...flags);
    if (kills < enough) kills += await kill(lab, longest, random, moments, scenario);
    const { code, errors } = await lab.ended;
    const now = disturbed.stored();
    expectKept(reported, now, errors);
    continued += errors.match(/^continues: /gm)?.length ?? 0;
    moments.push(`${epochsOf(now)} epochs`);
    // Ended by a kill; or with 1 if two kills of its trainers made a run fail, or one hit the process that reads a file for it.
    const hasKilled = now?.runs.some(({ failure }) => isKill(failure?.code)) || readerKilled.test(errors);
    const isCut = code === null || (code === 1 && hasKilled);
    if (isCut) {
      reported = now;
      atEnd += now?.runs.some(isMeasured) ? 1 : 0;
    } else {
      expect(code, `${moments.join(", ")}: ${errors}`).toBe(0);
      // Everything is done, perhaps before it could be killed often enough; then another one begins.
      expectSameResults(disturbed, undisturbed);
      reported = null;
    }
  }
  console.info(`Kills of seed ${seed}: ${moments.join(", ")}`);
  return { continued, kills, atEnd };
}

/** Whether all its epochs are stored, and it has not ended in a lab that lives. */
const isMeasured = ({ status, epochsDone, epochs }: ExperimentDetail["runs"][number]) =>
  epochsDone === epochs && ["running", "interrupted"].includes(status);

const readerKilled = /^The process that read .* crashed \(SIGKILL\)/m;

const isKill = (code: string | undefined) => code === "trainerKilled";

/**
 * Kills some of a lab's processes, mostly trainers, one after another, and then the lab with the others. Each kill comes at a random
 * moment, at most `longest` ms after the one before. @returns the number of kills
 */
async function kill(
  lab: StartedLab,
  longest: number,
  random: RandomStream,
  moments: string[],
  { checkpoints, atEnd }: Scenario,
): Promise<number> {
  const { child } = lab;
  if (atEnd && random.uniform() < 0.5) {
    await until(() => child.exitCode !== null || (disturbed.stored()?.runs.some(isMeasured) ?? false));
    if (child.exitCode !== null) return 0;
    process.kill(-child.pid!, "SIGKILL");
    moments.push("all while the end is measured");
    return 1;
  }
  const whileItStarts = random.uniform() < 0.3;
  // The lab names its backend once a trainer trains.
  if (!whileItStarts) await until(() => lab.errors().includes("Backend:") || child.exitCode !== null);
  if (!whileItStarts && checkpoints) await until(() => hasCheckpoint() || child.exitCode !== null);
  let kills = 0;
  for (let trainers = random.integer(4); trainers > 0; trainers--) {
    const time = Math.round(longest * random.uniform());
    await sleep(time);
    const living = existsSync(`/proc/${child.pid}`) ? childrenOf(child.pid!) : [];
    if (living.length === 0) break;
    process.kill(living[random.integer(living.length)]!, "SIGKILL");
    moments.push(`a trainer after ${time} ms`);
    kills++;
  }
  const time = Math.round(longest * random.uniform());
  await sleep(time);
  if (child.exitCode !== null) return kills;
  process.kill(-child.pid!, "SIGKILL");
  moments.push(`all after ${time} ms${whileItStarts ? " from the start" : ""}`);
  return kills + 1;
}

function hasCheckpoint(): boolean {
  const folder = join(disturbed.folder, "checkpoints");
  return existsSync(folder) && readdirSync(folder).some((run) => readdirSync(join(folder, run)).length > 0);
}

/** Every earlier record is unchanged, and every run announced as done or continued has its records. */
function expectKept(before: ExperimentDetail | null, now: ExperimentDetail | null, errors: string): void {
  for (const [index, { records }] of (before?.runs ?? []).entries()) {
    expect(now!.runs[index]!.records.slice(0, records.length)).toEqual(records);
  }
  const runOf = (variant: string, seedText: string) =>
    now!.runs.find((each) => each.variant === variant && each.seed === Number(seedText))!;
  for (const [, variant, text] of errors.matchAll(/^done: (.*), seed (\d+): /gm)) {
    expect(runOf(variant!, text!)).toMatchObject({ status: "done", end: expect.anything() });
  }
  for (const [, variant, text, epoch] of errors.matchAll(
    /^continues: (.*), seed (\d+), from epoch (\d+) /gm,
  )) {
    expect(runOf(variant!, text!).epochsDone).toBeGreaterThanOrEqual(Number(epoch) - 1);
  }
  expect(errors).not.toContain("checkpoint");
}

function epochsOf(detail: ExperimentDetail | null): number {
  return detail?.runs.reduce((sum, { epochsDone }) => sum + epochsDone, 0) ?? 0;
}
