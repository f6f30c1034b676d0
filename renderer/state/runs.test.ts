import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { effectScope } from "vue";
import type { ExperimentSummary, LabVerbs, RunSummary } from "../../src/contract/contract";
import { LabEvents } from "../../src/execution/events";
import { RecentEvents } from "../../src/execution/recent-events";
import type { EpochRecord } from "../../src/experiment/result";
import { type Experiment, experimentSchema } from "../../src/experiment/schema";
import { CurrentWork } from "../../src/lab/current-work";
import { type BytesPair, bytesPair, type Wire } from "../../src/transport/bytes-pair.testing";
import { createClient } from "../lab/client";
import type { LiveRun } from "./runRegistry";
import { createRuns } from "./useRuns";

// A page without a window cannot show what went wrong.
vi.mock("../lab/failures", () => ({
  attempt: (action: () => Promise<unknown>) => action().catch(() => undefined),
}));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const experimentNamed = (name: string): Experiment =>
  experimentSchema.parse({
    name,
    data: { source: "moons", train: 10, validation: 10 },
    network: { layers: [{ type: "dense", units: 2 }] },
    training: { epochs: 3 },
    variants: [{ name: "none", rate: 0 }, { name: "some" }],
    seeds: [1, 2],
  });

const recordOf = (epoch: number): EpochRecord => ({
  epoch,
  training: { loss: 1 / epoch },
  train: { eval: { loss: 1 / epoch } },
  validation: { eval: { loss: 1 / epoch }, train: { loss: 2 / epoch } },
  trainingSeconds: 1,
  evaluationSeconds: 1,
});

/** A lab whose runs do what the test says; its events and its present work are the real ones. */
class ScriptedLab {
  readonly events: LabEvents;
  readonly work: CurrentWork;
  readonly #experiments = new Map<string, { document: Experiment; runs: Map<string, RunSummary> }>();

  constructor(mostKept?: number) {
    this.events = new LabEvents(new RecentEvents(mostKept));
    this.work = new CurrentWork(this.events, (id) => this.#summary(id));
  }

  get runs(): RunSummary[] {
    return [...this.#experiments.values()].flatMap(({ runs }) => [...runs.values()]);
  }

  get verbs(): Partial<LabVerbs> {
    return {
      startExperiment: async ({ experiment }) => this.#start(experiment),
      getExperiment: async ({ experimentId }) => ({
        ...this.#summary(experimentId),
        experiment: this.#experiments.get(experimentId)!.document,
        environment: null,
        runs: this.#summary(experimentId).runs.map((run) => ({
          ...run,
          records: Array.from({ length: run.epochsDone }, (_, index) => recordOf(index + 1)),
        })),
      }),
      eventsSince: async (position) => ({ events: this.events.since(position) }),
      currentWork: async () => this.work.now(),
    };
  }

  #summary(id: string): ExperimentSummary {
    const { document, runs } = this.#experiments.get(id)!;
    return { id, name: document.name, created: "2026-11-28T00:00:00Z", runs: [...runs.values()] };
  }

  /** Both pages start the same experiment; the second finds it there. */
  #start(document: Experiment): ExperimentSummary {
    const id = document.name;
    if (this.#experiments.has(id)) return this.#summary(id);
    const runs = document.variants.flatMap(({ name: variant }) =>
      document.seeds.map((seed): RunSummary => {
        const part = { rate: null, attempt: 1, failure: null, started: null, ended: null };
        return {
          ...part,
          id: `${id}/${variant}/${seed}`,
          experimentId: id,
          variant,
          seed,
          status: "queued",
          epochsDone: 0,
          epochs: 3,
        };
      }),
    );
    this.work.queued(id, !this.runs.some(({ ended }) => ended === null));
    this.#experiments.set(id, { document, runs: new Map(runs.map((run) => [run.id, run])) });
    return this.#summary(id);
  }

  change(runId: string, changes: Partial<RunSummary>): void {
    const run = this.runs.find(({ id }) => id === runId)!;
    const next = { ...run, ...changes };
    this.#experiments.get(run.experimentId)!.runs.set(runId, next);
  }

  /** One of the unfinished runs goes on by a step, or all are paused, resumed or stopped as one. */
  step(choice: number): void {
    const active = this.runs.filter(({ ended }) => ended === null);
    const run = active[choice % active.length];
    if (!run) return;
    const what = Math.floor(choice / 7) % 10;
    if (what === 0) this.all(active, run.status === "paused" ? "queued" : "paused");
    else if (what === 1 && choice % 3 === 0) this.all(active, "cancelled");
    else if (run.status !== "running") this.tell(run.id, { status: "running", started: "now" });
    else if (run.epochsDone === run.epochs) this.tell(run.id, { status: "done", ended: "now" });
    else if (what === 2) this.progress(run, choice);
    else this.measure(run);
  }

  tell(runId: string, changes: Partial<RunSummary>): void {
    this.change(runId, changes);
    this.events.emit(
      "runChanged",
      this.runs.find(({ id }) => id === runId)!,
    );
  }

  measure(run: RunSummary): void {
    const epoch = run.epochsDone + 1;
    this.change(run.id, { epochsDone: epoch });
    this.events.emit("epochMeasured", { runId: run.id, record: recordOf(epoch) });
  }

  progress(run: RunSummary, samplesDone: number): void {
    const [epoch, samples] = [run.epochsDone + 1, 1e6];
    const report = { runId: run.id, epoch, samplesDone, samples, samplesPerSecond: 1, secondsLeft: 1 };
    this.events.emit("runProgress", report);
  }

  all(runs: readonly RunSummary[], status: RunSummary["status"]): void {
    const ended = status === "cancelled" ? "now" : null;
    for (const { id } of runs) this.change(id, { status, ended });
    this.events.emit("runsChanged", { runIds: runs.map(({ id }) => id), status, ended });
  }
}

function openPage(pair: BytesPair) {
  const scope = effectScope();
  const runs = scope.run(() => createRuns(createClient(pair.channel)))!;
  const close = () => {
    scope.stop();
    pair.close();
  };
  return { runs, close };
}

type Page = ReturnType<typeof openPage>["runs"];

/** `epochsDone` counts what is known of a run; that of its summary may be older, and no view shows it. */
const seen = (runs: readonly LiveRun[]) =>
  runs.map((run) => ({ ...run, summary: { ...run.summary, epochsDone: run.epochsDone } }));

/** Everything that the views show of runs. */
function shownBy({ shown, runs, otherRuns, going, experimentName }: Page) {
  const ofOthers = otherRuns.value.filter(({ summary }) => summary.ended === null);
  return {
    shown: shown.value?.id,
    runs: seen(runs.value),
    records: runs.value.map(({ summary }) => shown.value!.series.records(summary.id)),
    others: seen(ofOthers).sort((one, other) => one.summary.id.localeCompare(other.summary.id)),
    names: new Set(ofOthers.map(({ summary }) => experimentName(summary.experimentId))),
    going: going.value,
  };
}

const settle = () => vi.advanceTimersByTimeAsync(500);

/** Loses, repeats, delays and reorders, as the numbers say. */
function disturbed(choices: readonly number[]): { wire: Wire; release(): void } {
  const held: (() => void)[] = [];
  let next = 0;
  return {
    wire(text, arrive) {
      const choice = choices[next++ % choices.length]!;
      const isLost = choice % 5 === 0;
      if (!isLost && choice % 5 < 3) arrive(text);
      if (choice % 3 === 0) held.unshift(() => arrive(text));
      else if (!isLost) held.push(() => arrive(text));
      if (choice % 4 === 0) held.shift()?.();
    },
    release() {
      for (const arrive of held.splice(0)) arrive();
    },
  };
}

/** Answers come late, in another order, but come. */
function delayed(choices: readonly number[]): { wire: Wire; release(): void } {
  const held: (() => void)[] = [];
  let next = 0;
  return {
    wire(text, arrive) {
      if (choices[next++ % choices.length]! % 2 === 0) arrive(text);
      else held.unshift(() => arrive(text));
    },
    release() {
      for (const arrive of held.splice(0)) arrive();
    },
  };
}

test.each([
  ["that the lab still has", undefined],
  ["that the lab no longer has", 3],
])("events that are lost, repeated and reordered, %s, leave nothing behind in the page", async (_, most) => {
  const choices = fc.array(fc.nat(1000), { minLength: 5, maxLength: 40 });
  const act = fc.record({
    kind: fc.constantFrom("steps", "steps", "steps", "start", "open", "lose", "reconnect", "release"),
    choice: fc.nat(1000),
  });
  const acts = fc.array(act, { minLength: 5, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(acts, choices, choices, choices, async (script, steps, onEvents, onAnswers) => {
      const lab = new ScriptedLab(most);
      const events = disturbed(onEvents);
      const answers = delayed(onAnswers);
      const steadyPair = bytesPair(lab.verbs, lab.events);
      const awayPair = bytesPair(lab.verbs, lab.events, { events: events.wire, answers: answers.wire });
      const pages = [openPage(steadyPair), openPage(awayPair)];
      const [steady, away] = pages.map(({ runs }) => runs) as [Page, Page];
      const started: string[] = [];
      for (const { kind, choice } of script) {
        if (kind === "start") {
          started.push(`e${started.length}`);
          for (const page of [steady, away]) void page.start(experimentNamed(started.at(-1)!));
        }
        const known = started[choice % started.length];
        if (kind === "open" && known !== undefined) for (const page of [steady, away]) void page.open(known);
        if (kind === "steps") for (const step of steps) lab.step(step + choice);
        if (kind === "lose") awayPair.lose();
        if (kind === "reconnect") awayPair.reconnect();
        if (kind === "release") {
          events.release();
          answers.release();
        }
        await vi.advanceTimersByTimeAsync(choice % 50);
      }
      // The connection comes back for good. Whether the last events got through, nobody can know but by asking.
      awayPair.lose();
      awayPair.reconnect();
      for (let round = 0; round < 10; round++) {
        answers.release();
        await settle();
      }
      const last = started.at(-1);
      for (const page of [steady, away]) if (last !== undefined) void page.open(last);
      for (let round = 0; round < 10; round++) {
        answers.release();
        await settle();
      }
      expect(shownBy(away)).toEqual(shownBy(steady));
      for (const { close } of pages) close();
    }),
    { seed: 20261128, numRuns: 150 },
  );
});

test("what is told of runs before the answer that lists them is not lost, whatever kind of event tells it", async () => {
  const lab = new ScriptedLab();
  const answers = delayed([1]);
  const { runs: page, close } = openPage(bytesPair(lab.verbs, lab.events, { answers: answers.wire }));
  const started = page.start(experimentNamed("e"));
  await settle();
  const [one, two, three] = lab.runs;
  lab.tell(one!.id, { status: "running", started: "now" });
  lab.progress(one!, 5);
  lab.measure(one!);
  lab.all([one!, two!], "paused");
  lab.tell(three!.id, { status: "done", ended: "now" });
  await settle();
  for (let round = 0; round < 5; round++) {
    answers.release();
    await settle();
  }
  expect(await started).not.toBeNull();
  expect(page.runs.value.map(({ summary }) => summary.status)).toEqual([
    "paused",
    "paused",
    "done",
    "queued",
  ]);
  expect(page.runs.value[0]).toMatchObject({ epochsDone: 1, progress: { samplesDone: 5 } });
  expect(page.shown.value!.series.records(one!.id)).toEqual([recordOf(1)]);
  expect(page.going.value).toEqual({ running: 0, paused: 2, queued: 1 });
  close();
});

test("a page that is loaded again knows the lab's runs, speeds and totals as the one before", async () => {
  const lab = new ScriptedLab();
  const before = openPage(bytesPair(lab.verbs, lab.events));
  await before.runs.start(experimentNamed("first"));
  await before.runs.start(experimentNamed("second"));
  for (const { id } of lab.runs.slice(0, 4)) lab.tell(id, { status: "done", epochsDone: 3, ended: "now" });
  const run = lab.runs[5]!;
  lab.tell(run.id, { status: "running", started: "now" });
  lab.progress(run, 7);
  await settle();
  const after = openPage(bytesPair(lab.verbs, lab.events));
  await after.runs.open("second");
  await settle();
  expect(shownBy(after.runs)).toEqual(shownBy(before.runs));
  expect(seen(after.runs.counted.value)).toEqual(seen(before.runs.counted.value));
  expect(after.runs.counted.value).toHaveLength(8);
  expect(after.runs.runs.value[1]).toMatchObject({ progress: { samplesDone: 7 } });
  for (const { close } of [before, after]) close();
});

test("a lab that has started anew is told from the one before", async () => {
  const [old, fresh] = [new ScriptedLab(), new ScriptedLab()];
  const pair = bytesPair(old.verbs, old.events);
  const { runs: page, close } = openPage(pair);
  await page.start(experimentNamed("e"));
  for (const { id } of old.runs) old.tell(id, { status: "running", started: "now" });
  await settle();
  expect(page.going.value.running).toBe(4);
  // The same connection leads to another lab, which knows the experiment and trains nothing.
  const next = bytesPair(fresh.verbs, fresh.events);
  await fresh.verbs.startExperiment!({ experiment: experimentNamed("e") });
  for (const { id } of fresh.runs) fresh.tell(id, { status: "interrupted", ended: "now" });
  pair.lose();
  Object.assign(pair.channel, { call: next.channel.call });
  pair.reconnect();
  await settle();
  await settle();
  expect(page.going.value).toEqual({ running: 0, paused: 0, queued: 0 });
  expect(page.runs.value.map(({ summary }) => summary.status)).toEqual(Array(4).fill("interrupted"));
  close();
  next.close();
});
