import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EpochRecord } from "../experiment/result";
import { experimentSchema } from "../experiment/schema";
import type { HistoryQuery } from "../contract/history";
import { Store } from "./store";
import { anything, codeOf, experiment, record } from "./testing";

let folder: string;
let file: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-history-"));
  file = join(folder, "lab.sqlite");
  store = new Store(file);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An epoch with this validation loss and accuracy in eval mode; with eval forgotten both are worse. */
function measured(epoch: number, loss: number, accuracy?: number): EpochRecord {
  const eval_ = { loss, ...(accuracy !== undefined && { accuracy }) };
  const train = { loss: loss * 2, ...(accuracy !== undefined && { accuracy: accuracy / 2 }) };
  return { ...record(epoch), validation: { eval: eval_, train } };
}

/** Stores an experiment whose n-th run has these losses and accuracies and has ended. */
function keep(name: string, results: readonly [number, number?][][], changes: object = {}): string {
  const id = store.createExperiment(experimentSchema.parse({ ...experiment, name, seeds: [1], ...changes }));
  store.summary(id).runs.forEach(({ id: runId }, index) => {
    const epochs = results[index] ?? [];
    epochs.forEach(([loss, accuracy], index) => store.addEpoch(runId, measured(index + 1, loss, accuracy)));
    store.endRun(runId, epochs.length > 0 ? "done" : "cancelled");
  });
  return id;
}

const found = (changes: Partial<HistoryQuery>) => {
  const { page, experiments, runs } = store.search({ ...anything, ...changes });
  expect(experiments).toBe(page.length);
  expect(runs).toBe(page.reduce((sum, each) => sum + each.runs.length, 0));
  return Object.fromEntries(page.map((each) => [each.name, each.runs.map(({ variant }) => variant)]));
};
const names = (changes: Partial<HistoryQuery>) =>
  store.search({ ...anything, ...changes }).page.map(({ name }) => name);

describe("a search", () => {
  const both = ["p = 0.1", "own"];

  test("of an empty store finds nothing", () => {
    expect(store.search(anything)).toEqual({ experiments: 0, runs: 0, tags: [], page: [] });
  });

  test("gives all that a list shows", () => {
    const id = keep("a", [[[0.5, 0.7], [0.25, 0.9], [0.75, 0.8]], [[1]]]); // prettier-ignore
    store.annotate({ experimentId: id, note: "why", tags: ["b", "a", "b"], pinned: true });
    const { page, tags } = store.search(anything);
    const [first, second] = store.summary(id).runs;
    expect(page).toEqual([
      {
        ...store.summary(id),
        note: "why",
        tags: ["a", "b"],
        pinned: true,
        source: "moons",
        imported: false,
        runs: [
          {
            ...first,
            last: { loss: 0.75, accuracy: 0.8, forgottenLoss: 1.5, forgottenAccuracy: 0.4 },
            bestLoss: 0.25,
          },
          {
            ...second,
            last: { loss: 1, accuracy: null, forgottenLoss: 2, forgottenAccuracy: null },
            bestLoss: 1,
          },
        ],
      },
    ]);
    expect(tags).toEqual([
      { tag: "a", count: 1 },
      { tag: "b", count: 1 },
    ]);
  });

  test("finds every word in name, note, tags and variant, whatever its case and script", () => {
    const id = keep("Überraschung 드롭아웃", []);
    store.annotate({ experimentId: id, note: "100% sure_of it", tags: ["Kapitel 3"] });
    keep("other", []);
    expect(found({ text: "ÜBER 롭아" })).toEqual({ "Überraschung 드롭아웃": both });
    expect(found({ text: "kapitel  0.1" })).toEqual({ "Überraschung 드롭아웃": ["p = 0.1"] });
    expect(found({ text: "OWN" })).toEqual({ "Überraschung 드롭아웃": ["own"], other: ["own"] });
    expect(found({ text: "100% e_o" })).toEqual({ "Überraschung 드롭아웃": both });
    expect(found({ text: "1%0 other" })).toEqual({});
    expect(found({ text: "드롭아웃".normalize("NFD") })).toEqual({ "Überraschung 드롭아웃": both });
  });

  test("narrows by tag, source, status, date and pin", () => {
    const a = keep("a", [[[1]]]);
    const b = keep("b", [], { data: { source: "xor", train: 2, validation: 2 } });
    store.annotate({ experimentId: a, tags: ["x", "y"] });
    store.annotate({ experimentId: b, tags: ["x"], pinned: true });
    expect(found({ tags: ["x"] })).toEqual({ a: both, b: both });
    expect(found({ tags: ["x", "y"] })).toEqual({ a: both });
    expect(store.search(anything).tags).toEqual([
      { tag: "x", count: 2 },
      { tag: "y", count: 1 },
    ]);
    expect(found({ sources: ["xor", "digits"] })).toEqual({ b: both });
    expect(found({ statuses: ["done"] })).toEqual({ a: ["p = 0.1"] });
    expect(found({ statuses: ["done", "cancelled"] })).toEqual({ a: both, b: both });
    expect(found({ pinnedOnly: true })).toEqual({ b: both });
    const { created } = store.summary(a);
    const inSeoul = `${new Date(Date.parse(created) + 9 * 3_600_000).toISOString().slice(0, -1)}+09:00`;
    expect(names({ to: inSeoul })).toContain("a");
    expect(found({ from: new Date(Date.now() + 1000).toISOString() })).toEqual({});
    expect(found({ from: created, to: new Date().toISOString() })).toEqual({ a: both, b: both });
  });

  test("narrows by rate and by the result at the last epoch, ends included", () => {
    const layers = [{ type: "dense", units: 2 }, { type: "dropout", rate: 0.3 }, { type: "dense", units: 2 }]; // prettier-ignore
    keep("a", [[[0.1, 0.2], [0.5, 0.9]], [[0.4]]], { network: { layers } }); // prettier-ignore
    keep("b", []);
    expect(found({ rate: { min: 0.1, max: 0.1 } })).toEqual({ a: ["p = 0.1"], b: ["p = 0.1"] });
    // A variant that keeps the layers' rates is found by them.
    expect(found({ rate: { min: 0.3, max: null } })).toEqual({ a: ["own"] });
    expect(found({ rate: { min: null, max: null } })).toEqual({ a: both, b: ["p = 0.1"] });
    expect(found({ loss: { min: 0.5, max: 0.5 } })).toEqual({ a: ["p = 0.1"] });
    expect(found({ loss: { min: null, max: 0.4 } })).toEqual({ a: ["own"] });
    expect(found({ accuracy: { min: 0, max: 1 } })).toEqual({ a: ["p = 0.1"] });
  });

  test("finds rates of every kind of dropout, within blocks, and as a variant sets them", () => {
    const layers = [
      { type: "residual", layers: [{ type: "dense", units: 2 }, { type: "gaussianDropout", rate: 0.25 }] },
      { type: "dense", units: 2 },
    ]; // prettier-ignore
    const path = "network.layers[0].layers[1].rate";
    const variants = [{ name: "own" }, { name: "set", set: { [path]: 0.75 } }, { name: "none", rate: 0 }];
    keep("a", [], { network: { layers }, variants });
    keep("b", [], {
      network: { layers: layers.slice(1) },
      variants: [{ name: "nothing drops", rate: 0.75 }],
    });
    expect(found({ rate: { min: 0.2, max: 0.3 } })).toEqual({ a: ["own"] });
    expect(found({ rate: { min: 0.7, max: null } })).toEqual({ b: ["nothing drops"], a: ["set"] });
    expect(found({ rate: { min: null, max: 0 } })).toEqual({ a: ["none"] });
  });

  test("is sorted, pinned first, and comes in pages", () => {
    const results: Record<string, [number, number?][]> = { c: [[2, 0.5]], a: [[1, 0.4]], B: [[3]], d: [] };
    const ids = Object.entries(results).map(([name, result]) => keep(name, [result]));
    expect(names({ sort: "newest" })).toEqual(["d", "B", "a", "c"]);
    expect(names({ sort: "oldest" })).toEqual(["c", "a", "B", "d"]);
    expect(names({ sort: "name" })).toEqual(["a", "B", "c", "d"]);
    expect(names({ sort: "loss" })).toEqual(["a", "c", "B", "d"]);
    expect(names({ sort: "accuracy" })).toEqual(["c", "a", "d", "B"]);
    store.annotate({ experimentId: ids[3]!, pinned: true });
    expect(names({ sort: "oldest" })).toEqual(["d", "c", "a", "B"]);
    expect(store.search({ ...anything, sort: "oldest", offset: 1, limit: 2 })).toMatchObject({
      experiments: 4,
      runs: 8,
      page: [{ name: "c" }, { name: "a" }],
    });
    expect(store.search({ ...anything, offset: 9 })).toMatchObject({ experiments: 4, page: [] });
  });
});

test("what a list says of results is bit for bit what the records say", () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e300 });
  fc.assert(
    fc.property(fc.array(finite, { minLength: 1, maxLength: 4 }), (losses) => {
      const id = keep("a", [losses.map((loss) => [loss, 1 / 3])]);
      const [run] = store.search(anything).page[0]!.runs;
      const { records } = store.experiment(id).runs[0]!;
      const last = records.at(-1)!.validation;
      expect(run!.last).toEqual({
        loss: last.eval.loss,
        accuracy: last.eval.accuracy,
        forgottenLoss: last.train.loss,
        forgottenAccuracy: last.train.accuracy,
      });
      expect(run!.bestLoss).toBe(Math.min(...records.map(({ validation }) => validation.eval.loss)));
      expect(run!.epochsDone).toBe(records.length);
    }),
    { numRuns: 200 },
  );
});

describe("annotations", () => {
  test("change what is given and leave the rest", () => {
    const id = keep("a", []);
    store.annotate({ experimentId: id, note: "n", tags: ["t"], pinned: true });
    store.annotate({ experimentId: id, name: "새 이름" });
    store.annotate({ experimentId: id });
    expect(store.search(anything).page[0]).toMatchObject({
      name: "새 이름",
      note: "n",
      tags: ["t"],
      pinned: true,
    });
    store.annotate({ experimentId: id, note: "", tags: [], pinned: false });
    expect(store.search(anything).page[0]).toMatchObject({
      name: "새 이름",
      note: "",
      tags: [],
      pinned: false,
    });
  });

  test("a new name is the document's too, and nothing else of it changes", () => {
    const id = keep("a", []);
    const before = store.experiment(id).experiment;
    store.annotate({ experimentId: id, name: "b" });
    expect(store.experiment(id).experiment).toEqual({ ...before, name: "b" });
    expect(store.summary(id).name).toBe("b");
  });
});

describe("deleted experiments", () => {
  test("are nowhere to be seen, and restored they are as they were", () => {
    const [a, b] = [keep("a", [[[1]]]), keep("b", [])];
    store.annotate({ experimentId: a, tags: ["x"] });
    const runId = store.summary(a).runs[0]!.id;
    const before = [store.search(anything), store.experiment(a), store.experimentsOf([runId])];
    store.deleteExperiments([a, a]);
    expect(names({})).toEqual(["b"]);
    expect(store.search(anything).tags).toEqual([]);
    expect(store.experiments().map(({ name }) => name)).toEqual(["b"]);
    for (const look of [
      () => store.experiment(a),
      () => store.summary(a),
      () => store.annotate({ experimentId: a, note: "" }),
      () => store.deleteExperiments([b, a]),
    ]) {
      expect(codeOf(look)).toBe("noSuchExperiment");
    }
    expect(codeOf(() => store.run(runId))).toBe("noSuchRun");
    expect(codeOf(() => store.experimentsOf([runId]))).toBe("noSuchRun");
    expect(names({})).toEqual(["b"]);
    store.restoreExperiments([a, b]);
    expect([store.search(anything), store.experiment(a), store.experimentsOf([runId])]).toEqual(before);
  });

  test("are not such as still go on, and then none is deleted", () => {
    const ended = keep("a", []);
    const going = store.createExperiment(experiment);
    expect(codeOf(() => store.deleteExperiments([ended, going]))).toBe("experimentGoesOn");
    expect(names({})).toHaveLength(2);
  });
});

test("runs of several experiments come with what belongs to them", () => {
  const [a, b] = [keep("a", [[[1]], [[2]]]), keep("b", [[[3], [4]]])];
  const [a1, a2] = store.summary(a).runs.map(({ id }) => id);
  const [b1] = store.summary(b).runs.map(({ id }) => id);
  const [wholeA, wholeB] = [store.experiment(a), store.experiment(b)];
  expect(store.experimentsOf([b1!, a2!])).toEqual([
    { ...wholeB, runs: [wholeB.runs[0]] },
    { ...wholeA, runs: [wholeA.runs[1]] },
  ]);
  expect(store.experimentsOf([a2!, a1!, a2!])).toEqual([wholeA]);
  expect(codeOf(() => store.experimentsOf([a1!, "x"]))).toBe("noSuchRun");
});

test("an older lab that has the file open leaves the new columns in step", () => {
  const raw = new DatabaseSync(file);
  raw.exec(`INSERT INTO experiments (id, name, created, document)
    VALUES ('old', 'old', '2026-01-01T00:00:00.000Z', '${JSON.stringify(experiment)}')`);
  raw.close();
  store.createExperiment(experiment);
  const runs = store.search(anything).page;
  expect(runs[0]).toMatchObject({ source: "moons", runs: [{ epochs: 7 }, {}, {}, {}] });
});

test("what others write is noticed once, and one's own writing is not", () => {
  const other = new Store(file);
  keep("a", []);
  expect([store.changedElsewhere(), other.changedElsewhere(), other.changedElsewhere()]).toEqual([
    false,
    true,
    false,
  ]);
  other.close();
});
