import { expect, test } from "vitest";
import type { EpochRecord } from "../../src/experiment/result";
import { type HistoryExperiment, historyQuerySchema, type HistoryRun } from "../../src/contract/history";
import { bestVariant } from "./best";
import { withChanges } from "./changes";
import { activeFilters, type Filters, noFilters, pageSize, requestOf, without } from "./filters";

function run(
  id: string,
  variant: string,
  loss: number | null,
  changes: Partial<HistoryRun> = {},
): HistoryRun {
  return {
    id,
    experimentId: "x",
    variant,
    rate: null,
    seed: 1,
    status: "done",
    failure: null,
    attempt: 1,
    epochsDone: 2,
    epochs: 4,
    started: null,
    ended: null,
    last: loss === null ? null : { loss, accuracy: 0.5, forgottenLoss: 2 * loss, forgottenAccuracy: 0.25 },
    bestLoss: loss,
    ...changes,
  };
}

function experiment(id: string, runs: HistoryRun[]): HistoryExperiment {
  const created = "2026-11-23T10:00:00.000Z";
  return { id, name: id, created, note: "", tags: [], pinned: false, source: "xor", imported: false, runs };
}

function record(epoch: number, loss: number): EpochRecord {
  const measures = { loss, accuracy: 0.75 };
  return {
    epoch,
    training: measures,
    train: { eval: measures },
    validation: { eval: measures, train: { loss: loss + 1, accuracy: 0.5 } },
    trainingSeconds: 1,
    evaluationSeconds: 1,
  };
}

const narrow: Filters = {
  text: "  dropout ",
  tags: ["thesis", "mnist"],
  days: ["2026-11-01", "2026-11-30"],
  sources: ["digits"],
  statuses: ["done", "failed"],
  rate: { min: 0.1, max: 0.3 },
  loss: { min: null, max: 0.5 },
  accuracy: { min: 90, max: null },
  pinnedOnly: true,
};

test("no filter asks for everything, and the first page of it", () => {
  const request = requestOf(noFilters(), "newest", 1);
  expect(historyQuerySchema.parse(request)).toEqual(request);
  expect(request).toMatchObject({ text: "", from: null, to: null, rate: null, loss: null, accuracy: null });
  expect(request).toMatchObject({ tags: [], sources: [], statuses: [], pinnedOnly: false, offset: 0 });
});

test("filters become a request: days in the person's own time, accuracy as a share, open ends open", () => {
  const request = requestOf(narrow, "loss", 3);
  expect(historyQuerySchema.parse(request)).toEqual(request);
  expect(new Date(request.from!)).toEqual(new Date(2026, 10, 1));
  expect(new Date(request.to!)).toEqual(new Date(2026, 10, 30, 23, 59, 59, 999));
  expect(request).toMatchObject({
    text: "dropout",
    rate: { min: 0.1, max: 0.3 },
    loss: { min: null, max: 0.5 },
    accuracy: { min: 0.9, max: null },
    sort: "loss",
    offset: 2 * pageSize,
    limit: pageSize,
  });
});

test("zero is a bound like another", () => {
  const filters = { ...noFilters(), rate: { min: null, max: 0 }, accuracy: { min: 0, max: null } };
  expect(requestOf(filters, "newest", 1)).toMatchObject({
    rate: { min: null, max: 0 },
    accuracy: { min: 0, max: null },
  });
  expect(activeFilters(filters)).toHaveLength(2);
});

test("every filter that is on can be taken off by itself, until none is left", () => {
  let filters = narrow;
  expect(activeFilters(noFilters())).toEqual([]);
  const count = activeFilters(filters).length;
  expect(count).toBe(2 + 1 + 1 + 2 + 3 + 1);
  for (let left = count; left > 0; left--) {
    const active = activeFilters(filters);
    expect(active).toHaveLength(left);
    filters = without(filters, active[Math.floor(left / 2)]!);
  }
  expect(filters).toEqual({ ...noFilters(), text: narrow.text });
});

test("the best variant is the one with the lowest mean, not the one with the luckiest seed", () => {
  const runs = [
    run("a", "none", 0.1),
    run("b", "none", 0.9),
    run("c", "p = 0.3", 0.4),
    run("d", "p = 0.3", 0.5),
    run("e", "p = 0.5", null, { status: "failed" }),
  ];
  const best = bestVariant(runs)!;
  expect(best).toMatchObject({ variant: "p = 0.3", seeds: 2, accuracy: 0.5, forgottenAccuracy: 0.25 });
  expect(best.loss).toBeCloseTo(0.45, 12);
  expect(best.forgottenLoss).toBeCloseTo(0.9, 12);
});

test("runs that still train wait until one of their variant has ended; without a measure there is no best", () => {
  const early = run("b", "none", 0.1, { status: "running" });
  expect(bestVariant([early])).toMatchObject({ seeds: 1, loss: 0.1 });
  expect(bestVariant([early, run("a", "none", 0.8)])).toMatchObject({ seeds: 1, loss: 0.8 });
  expect(bestVariant([run("c", "none", null, { status: "queued" })])).toBeNull();
  const regression = run("d", "none", 1, {
    last: { loss: 1, accuracy: null, forgottenLoss: 2, forgottenAccuracy: null },
  });
  expect(bestVariant([regression])).toMatchObject({ accuracy: null, forgottenAccuracy: null });
});

test("what the lab tells of a run is seen in its experiment, and no other is drawn anew", () => {
  const before = [
    experiment("x", [run("a", "none", 0.5, { status: "running" }), run("b", "none", null)]),
    experiment("y", [run("c", "none", 0.5)]),
  ];
  const records = new Map([["a", record(3, 0.6)]]);
  const [x, y] = withChanges(before, { summaries: new Map(), records });
  expect(y).toBe(before[1]);
  expect(x!.runs[1]).toBe(before[0]!.runs[1]);
  expect(x!.runs[0]).toMatchObject({
    epochsDone: 3,
    bestLoss: 0.5,
    last: { loss: 0.6, accuracy: 0.75, forgottenLoss: 1.6, forgottenAccuracy: 0.5 },
  });
});

test("older news takes nothing back", () => {
  const before = [experiment("x", [run("a", "none", 0.5, { epochsDone: 4 })])];
  const summary = { ...before[0]!.runs[0]!, epochsDone: 1 };
  const [after] = withChanges(before, {
    summaries: new Map([["a", summary]]),
    records: new Map([["a", record(2, 0.1)]]),
  });
  expect(after!.runs[0]).toMatchObject({ epochsDone: 4, last: { loss: 0.5 }, bestLoss: 0.5 });
});
