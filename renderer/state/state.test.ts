import { expect, test, vi } from "vitest";
import { nextTick, ref } from "vue";
import type { RunSummary } from "../../src/lab/contract";
import { overall } from "../progress/overall";
import { freshData, sources, splitOf } from "../data/sources";
import { dataSchema } from "../../src/experiment/schema";
import { freshVariant, ratesBetween } from "../training/variants";
import { zoomed } from "../charts/zoom";
import { isPreset, presetDocument, sameSetup } from "./documents";
import { RunBook } from "./runBook";
import { useHistory } from "./useHistory";

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
  const book = new RunBook();
  book.noteOwn(run("a", "running"));
  book.note(run("b", "running"));
  book.noteOwn(run("c", "done", 10, "y"));
  book.noteOwn(run("d", "queued", 0, "y"));
  expect(book.ownWith("running", "queued")).toEqual(["a", "d"]);
  expect(book.of("x").map(({ summary }) => summary.id)).toEqual(["a", "b"]);
  expect(book.unfinishedBeside("x").map(({ summary }) => summary.id)).toEqual(["d"]);
  book.forgetFinished("x");
  expect(book.of("y").map(({ summary }) => summary.id)).toEqual(["d"]);
  book.forget("y");
  expect(book.ownWith("queued")).toEqual([]);
});

test("an old summary does not take epochs back", () => {
  const book = new RunBook();
  book.noteOwn(run("a", "running", 2));
  book.measured("a", 5);
  book.note(run("a", "paused", 3));
  expect(book.of("x")[0]).toMatchObject({ epochsDone: 5, summary: { status: "paused" } });
});

test("many runs as one: share of epochs, speed together, time left", () => {
  const book = new RunBook();
  book.noteOwn(run("a", "done", 10));
  book.noteOwn(run("b", "running", 5));
  book.noteOwn(run("c", "queued"));
  book.noteOwn(run("d", "failed", 3));
  book.progress({
    runId: "b",
    epoch: 6,
    samplesDone: 50,
    samples: 100,
    samplesPerSecond: 20,
    secondsLeft: 22.5,
  });
  const sum = overall([...book.of("x")]);
  expect(sum).toMatchObject({ total: 4, done: 1, running: 1, queued: 1, failed: 1, samplesPerSecond: 20 });
  // Behind: 10 + 5.5 + 0 + all 10 of the failed run, of 40.
  expect(sum.percent).toBeCloseTo(63.75, 10);
  expect(sum.secondsLeft).toBeCloseTo((14.5 * 100) / 20, 10);
});

test("every source starts right, but for the files that are still to be chosen", () => {
  const before = presetDocument("textbook").data;
  for (const source of sources) {
    const fresh = freshData(source, before);
    expect(fresh).toMatchObject({ source, train: before.train, seed: before.seed });
    expect(dataSchema.safeParse(fresh).success).toBe(source !== "csv" && source !== "idx");
  }
  expect(splitOf(150)).toEqual({ train: 120, validation: 30 });
  expect(splitOf(2)).toEqual({ train: 1, validation: 1 });
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
  const text = ref("a");
  const history = useHistory(
    text,
    () => null,
    (older) => (text.value = older),
  );
  const change = async (to: string, rest: number) => {
    text.value = to;
    await nextTick();
    vi.advanceTimersByTime(rest);
  };
  await change("b", 50);
  await change("c", 1000);
  await change("d", 1000);
  history.undo();
  expect(text.value).toBe("c");
  history.undo();
  expect(text.value).toBe("a");
  expect(history.canUndo.value).toBe(false);
  history.redo();
  expect(text.value).toBe("c");
  await nextTick();
  await change("e", 1000);
  expect(history.canRedo.value).toBe(false);
  vi.useRealTimers();
});

test("what is settled is a step of its own, however fast it came, and only the last hundred steps are kept", () => {
  const text = ref("0");
  const history = useHistory(
    text,
    () => null,
    (older) => (text.value = older),
  );
  for (let step = 1; step <= 150; step++) {
    text.value = String(step);
    history.settle();
  }
  let back = 0;
  while (history.canUndo.value) {
    history.undo();
    back += 1;
  }
  expect([back, text.value]).toEqual([100, "50"]);
  // Nothing changed, so nothing is a step.
  history.settle();
  expect(history.canUndo.value).toBe(false);
  expect(history.canRedo.value).toBe(true);
});
