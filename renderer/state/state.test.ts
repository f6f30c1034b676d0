import { expect, test, vi } from "vitest";
import { nextTick, ref } from "vue";
import type { RunSummary } from "../../src/contract/contract";
import { overall } from "./overall";
import { soFar } from "./soFar";
import { dataSources as sources, needsFiles } from "../../src/data/kinds";
import { usualCounts } from "../../src/data/source-kind";
import { freshData, SharedOut } from "./sources";
import { presetIds } from "../../src/experiment/presets";
import { dataSchema } from "../../src/experiment/schema";
import { freshVariant, ratesBetween } from "./variants";
import { zoomed } from "../series/zoom";
import { isPreset, presetDocument, sameSetup } from "./documents";
import { RunRegistry } from "./runRegistry";
import { useUndo } from "./useUndo";

function run(id: string, status: RunSummary["status"], epochsDone = 0, experimentId = "x"): RunSummary {
  return {
    id,
    experimentId,
    variant: "dropout",
    rate: null,
    seed: 1,
    status,
    attempt: 1,
    failure: null,
    epochsDone,
    epochs: 10,
    started: null,
    ended: null,
  };
}

test("the book knows its own runs from a terminal's, and forgets only what has ended", () => {
  const registry = new RunRegistry();
  registry.noteOwn(run("a", "running"));
  registry.note(run("b", "running"));
  registry.noteOwn(run("c", "done", 10, "y"));
  registry.noteOwn(run("d", "queued", 0, "y"));
  expect(registry.ownWith("running", "queued")).toEqual(["a", "d"]);
  expect(registry.of("x").map(({ summary }) => summary.id)).toEqual(["a", "b"]);
  // Finished runs of an unfinished experiment are counted with it.
  expect(registry.beside("x").map(({ summary }) => summary.id)).toEqual(["c", "d"]);
  registry.noteOwn(run("a", "done", 10));
  registry.noteOwn(run("d", "done", 10, "y"));
  registry.note(run("e", "running", 0, "z"));
  registry.forgetFinished("z");
  expect(registry.beside("z").map(({ summary }) => summary.id)).toEqual(["b"]);
  expect(registry.of("z").map(({ summary }) => summary.id)).toEqual(["e"]);
  registry.noteOwn(run("d", "queued", 0, "y"));
  registry.forget("y");
  expect(registry.ownWith("queued")).toEqual([]);
});

test("an old summary does not take epochs back", () => {
  const registry = new RunRegistry();
  registry.noteOwn(run("a", "running", 2));
  registry.measured("a", 5);
  registry.note(run("a", "paused", 3));
  expect(registry.of("x")[0]).toMatchObject({ epochsDone: 5, summary: { status: "paused" } });
});

test("many runs as one: share of epochs, speed together, time left", () => {
  const registry = new RunRegistry();
  registry.noteOwn(run("a", "done", 10));
  registry.noteOwn(run("b", "running", 5));
  registry.noteOwn(run("c", "queued"));
  registry.noteOwn(run("d", "failed", 3));
  registry.progress({
    runId: "b",
    epoch: 6,
    samplesDone: 50,
    samples: 100,
    samplesPerSecond: 20,
    secondsLeft: 22.5,
  });
  const sum = overall([...registry.of("x")]);
  expect(sum).toMatchObject({ total: 4, done: 1, running: 1, queued: 1, failed: 1, samplesPerSecond: 20 });
  // Trained: 10 + 5.5 + 0 + the failed run's 3, of 40.
  expect(sum.percent).toBeCloseTo(46.25, 10);
  expect(sum.secondsLeft).toBeCloseTo((14.5 * 100) / 20, 10);
});

test.each<[string, [RunSummary["status"], number][], Partial<ReturnType<typeof overall>>]>([
  ["nothing", [], { total: 0, percent: 0, secondsLeft: null }],
  [
    "none begun",
    [
      ["queued", 0],
      ["queued", 0],
    ],
    { total: 2, queued: 2, percent: 0 },
  ],
  [
    "all done",
    [
      ["done", 10],
      ["done", 10],
    ],
    { done: 2, percent: 100 },
  ],
  [
    "all interrupted before an epoch",
    [
      ["interrupted", 0],
      ["interrupted", 0],
    ],
    { done: 0, interrupted: 2, percent: 0 },
  ],
  [
    "all interrupted half way",
    [
      ["interrupted", 5],
      ["interrupted", 5],
    ],
    { interrupted: 2, percent: 50 },
  ],
  [
    "one done, one cancelled",
    [
      ["done", 10],
      ["cancelled", 2],
    ],
    { done: 1, cancelled: 1, percent: 60 },
  ],
  [
    "one done, one failed at once",
    [
      ["done", 10],
      ["failed", 0],
    ],
    { done: 1, failed: 1, percent: 50 },
  ],
  [
    "one paused",
    [
      ["paused", 5],
      ["done", 10],
    ],
    { paused: 1, percent: 75 },
  ],
])("the bar of %s", (_, runs, expected) => {
  const registry = new RunRegistry();
  runs.forEach(([status, epochs], index) => registry.noteOwn(run(`${index}`, status, epochs)));
  expect(overall(registry.of("x"))).toMatchObject(expected);
});

test("the total of what is trained shrinks neither as runs end nor as others are queued or looked at", () => {
  const registry = new RunRegistry();
  const told = (shown: string) => {
    const { total, done } = overall(registry.counted(shown));
    return `${done} of ${total}`;
  };
  const note = (experiment: string, status: RunSummary["status"], ...seeds: number[]) => {
    for (const seed of seeds)
      registry.noteOwn(run(`${experiment}${seed}`, status, status === "done" ? 10 : 0, experiment));
  };
  note("x", "queued", 1, 2);
  expect(told("x")).toBe("0 of 2");
  note("x", "done", 1);
  note("y", "queued", 1, 2, 3);
  registry.forgetFinished("y");
  expect(told("y")).toBe("1 of 5");
  note("x", "done", 2);
  note("y", "done", 1);
  expect(told("y")).toBe("3 of 5");
  // An older experiment is shown, then left again.
  for (const seed of [1, 2]) registry.note(run(`z${seed}`, "done", 10, "z"));
  registry.forgetFinished("z");
  expect(told("z")).toBe("3 of 5");
  registry.forgetFinished("y");
  note("y", "done", 2, 3);
  expect(told("y")).toBe("5 of 5");
  // A new round.
  note("y", "queued", 4);
  expect(told("y")).toBe("3 of 4");
});

test.each<[string, [RunSummary["status"], number][], ReturnType<typeof soFar>]>([
  ["not begun", [["queued", 0]], null],
  [
    "all done",
    [
      ["done", 10],
      ["done", 10],
    ],
    null,
  ],
  [
    "one done, the other not begun",
    [
      ["done", 10],
      ["queued", 0],
    ],
    null,
  ],
  [
    "both at an epoch",
    [
      ["running", 4],
      ["paused", 4],
    ],
    { lowest: 4, highest: 4, epochs: 10 },
  ],
  [
    "one further than the other",
    [
      ["done", 10],
      ["running", 4],
    ],
    { lowest: 4, highest: 10, epochs: 10 },
  ],
  [
    "cut short",
    [
      ["interrupted", 7],
      ["cancelled", 0],
    ],
    { lowest: 7, highest: 7, epochs: 10 },
  ],
])(
  "a number over runs that are %s is marked with their epochs unless all are at the last",
  (_, runs, expected) => {
    const registry = new RunRegistry();
    runs.forEach(([status, epochs], index) => registry.noteOwn(run(`${index}`, status, epochs)));
    expect(soFar(registry.of("x"))).toEqual(expected);
  },
);

test("every source starts right, but for the files that are still to be chosen", () => {
  const before = presetDocument("textbook").data;
  for (const source of sources) {
    const fresh = freshData(source, before);
    expect(fresh).toMatchObject({ source, train: before.train, seed: before.seed });
    expect(dataSchema.safeParse(fresh).success).toBe(!needsFiles(source));
  }
});

const usual = (rows: number) => ({ ...usualCounts(rows), division: "stratified" as const });

test("a file's rows are shared out, 70/15/15, unless somebody asked for other counts", () => {
  const shared = new SharedOut();
  const carried = { train: 1000, validation: 1000, test: 0 };
  shared.noteUnasked(carried);
  let counts = shared.countsFor(150, usual(150), carried, true);
  expect(counts).toEqual({ train: 104, validation: 23, test: 23 });
  // Fewer rows once gaps are left out, and another file.
  counts = shared.countsFor(100, usual(100), counts, false);
  expect(counts).toEqual({ train: 70, validation: 15, test: 15 });
  counts = shared.countsFor(70_000, usual(70_000), counts, true);
  expect(counts).toEqual({ train: 49_000, validation: 10_500, test: 10_500 });
  // What a person sets stays, also if it is too many: the preview says so.
  const typed = { train: 90_000, validation: 10, test: 0 };
  expect(shared.countsFor(70_000, usual(70_000), typed, false)).toEqual(typed);
  expect(shared.isUnasked(typed)).toBe(false);
});

test("a file with too few samples for the counts asked for is divided anew, and the next one gets them", () => {
  const wanted = { train: 1000, validation: 400, test: 100 };
  const shared = new SharedOut();
  let counts = wanted;
  for (const [rows, ...expected] of [
    [150, 104, 23, 23],
    [150, 104, 23, 23],
    [2, 1, 1, 0],
    [1499, 1049, 225, 225],
    [1500, 1000, 400, 100],
    [70_000, 1000, 400, 100],
    [3, 2, 1, 0],
  ] as const) {
    counts = shared.countsFor(rows, usual(rows), counts, true);
    expect([counts.train, counts.validation, counts.test]).toEqual(expected);
  }
  // What a person sets is what is wanted from then on.
  const typed = { train: 1, validation: 1, test: 1 };
  expect(shared.countsFor(3, usual(3), typed, false)).toEqual(typed);
  expect(shared.countsFor(1500, usual(1500), typed, true)).toEqual(typed);
});

test("a further variant takes the next rate and a name of its own", () => {
  const name = (rate: number) => `p = ${rate}`;
  const variants = ratesBetween(0, 0.5, 0.1).map((rate) => ({ name: name(rate), rate }));
  expect(freshVariant(variants, name)).toEqual({ name: "p = 0.6", rate: 0.6 });
  expect(freshVariant([{ name: "p = 0.1" }], name)).toEqual({ name: "p = 0.1 (2)", rate: 0.1 });
});

test("rates are stepped without the noise of binary fractions, and never without end", () => {
  expect(ratesBetween(0, 0.5, 0.1)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
  expect(ratesBetween(0.05, 0.3, 0.1)).toEqual([0.05, 0.15, 0.25]);
  expect(ratesBetween(0.5, 0.5, 0.1)).toEqual([0.5]);
  for (const step of [0, -1, NaN]) expect(ratesBetween(0, 0.5, step)).toEqual([]);
  expect(ratesBetween(0, 0.9, 1e-9)).toHaveLength(101);
  expect(ratesBetween(1e-12, 3e-12, 1e-12)).toEqual([1e-12, 2e-12, 3e-12]);
});

test("a set-up is the same in whichever order its fields were set, and another with another value", () => {
  const reversed = (value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, inner]) => [key, reversed(inner)]),
        )
      : value;
  for (const id of presetIds) {
    const document = presetDocument(id);
    const same = { ...(reversed(document) as typeof document), name: "mine" };
    expect(sameSetup(document, same)).toBe(true);
    expect(sameSetup(document, { ...same, data: { ...same.data, seed: 9 } })).toBe(false);
    expect(sameSetup(document, { ...same, seeds: [...document.seeds].reverse().concat(9) })).toBe(false);
  }
});

test("a preset is known whatever it is called and whichever files it got, until it is changed", () => {
  const mnist = presetDocument("mnist");
  const chosen = {
    ...mnist,
    name: "mine",
    data: { ...mnist.data, images: "file:0123456789abcdef/images", labels: "file:0123456789abcdef/labels" },
  } as typeof mnist;
  expect(isPreset(chosen, "mnist")).toBe(true);
  expect(sameSetup(chosen, mnist)).toBe(false);
  expect(isPreset({ ...chosen, seeds: [9] }, "mnist")).toBe(false);
  expect(isPreset(mnist, "textbook")).toBe(false);
});

test("zooming keeps the middle, stays inside, and ends with everything in view", () => {
  const all = { from: 1, to: 101 };
  const epochs = { logarithmic: false, whole: true };
  expect(zoomed(all, 0.5, all, epochs)).toEqual({ from: 26, to: 76 });
  expect(zoomed({ from: 1, to: 21 }, 2, all, epochs)).toEqual({ from: 1, to: 41 });
  expect(zoomed({ from: 26, to: 76 }, 2, all, epochs)).toBeNull();
  expect(zoomed({ from: 50, to: 52 }, 0.5, all, epochs)).toEqual({ from: 51, to: 53 });
  const seconds = zoomed(
    { from: 1, to: 100 },
    0.5,
    { from: 1, to: 100 },
    { logarithmic: true, whole: false },
  )!;
  expect(seconds.from * seconds.to).toBeCloseTo(100, 10);
  expect(seconds.to / seconds.from).toBeCloseTo(10, 10);
});

test("changes that follow each other closely are one step back", async () => {
  vi.useFakeTimers();
  const text = ref('"a"');
  const undoSteps = useUndo(
    text,
    () => null,
    (older) => (text.value = older),
  );
  const change = async (to: string, rest: number) => {
    text.value = JSON.stringify(to);
    await nextTick();
    vi.advanceTimersByTime(rest);
  };
  await change("b", 50);
  await change("c", 1000);
  await change("d", 1000);
  undoSteps.undo();
  expect(text.value).toBe('"c"');
  undoSteps.undo();
  expect(text.value).toBe('"a"');
  expect(undoSteps.canUndo.value).toBe(false);
  undoSteps.redo();
  expect(text.value).toBe('"c"');
  await nextTick();
  await change("e", 1000);
  expect(undoSteps.canRedo.value).toBe(false);
  vi.useRealTimers();
});

test("a change of another field is a step of its own, however soon it comes", async () => {
  vi.useFakeTimers();
  const text = ref(JSON.stringify({ epochs: 1, data: { source: "digits" } }));
  const undoSteps = useUndo(
    text,
    () => null,
    (older) => (text.value = older),
  );
  const states = [
    { epochs: 1, data: { source: "csv" } },
    { epochs: 1, data: { source: "csv", path: "five.csv" } },
    { epochs: 2, data: { source: "csv", path: "five.csv" } },
    { epochs: 23, data: { source: "csv", path: "five.csv" } },
    { epochs: 23, data: { source: "digits" } },
  ].map((state) => JSON.stringify(state));
  for (const state of states) {
    text.value = state;
    await nextTick();
    vi.advanceTimersByTime(10);
  }
  const seen = [];
  while (undoSteps.canUndo.value) {
    undoSteps.undo();
    await nextTick();
    seen.push(text.value);
  }
  // The two digits of 23 are one step.
  expect(seen.slice(0, -1)).toEqual([states[3], states[1], states[0]]);
  while (undoSteps.canRedo.value) undoSteps.redo();
  expect(text.value).toBe(states[4]);
  vi.useRealTimers();
});

test("what is settled is a step of its own, however fast it came, and only the last hundred steps are kept", () => {
  const text = ref("0");
  const undoSteps = useUndo(
    text,
    () => null,
    (older) => (text.value = older),
  );
  for (let step = 1; step <= 150; step++) {
    text.value = String(step);
    undoSteps.settle();
  }
  let back = 0;
  while (undoSteps.canUndo.value) {
    undoSteps.undo();
    back += 1;
  }
  expect([back, text.value]).toEqual([100, "50"]);
  // Nothing changed, so there is no new step.
  undoSteps.settle();
  expect(undoSteps.canUndo.value).toBe(false);
  expect(undoSteps.canRedo.value).toBe(true);
});
