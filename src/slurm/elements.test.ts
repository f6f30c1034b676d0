import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { smallExperiment, temporaryFolder } from "../lab/testing";
import type { Collected } from "./collect";
import { elementsNow } from "./elements";
import type { Journal, JournalLine } from "./journal";
import { keepEnded, keepSweepNow, sweepsNow } from "./sweep-now";
import { toldOf } from "./told";

let home: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  home = temporaryFolder();
});
afterEach(() => home.remove());

const at = "2026-11-29T12:00:00.000Z";
const begun = (host: string): JournalLine => ({
  ...{ type: "begun", format: "dropout-lab-slurm-journal-1", at, host, job: "7", lab: "1" },
});
const ended = (run: number): JournalLine => ({
  ...{ type: "ended", run, at, status: "done", failure: null, epochs: 0, end: null, weights: null },
});
const journal = (array: number, element: number, attempt: number, lines: JournalLine[]): Journal => ({
  ...{ array, element, attempt, lines },
});

const format = "dropout-lab-slurm-array-1" as const;
const arrays = [
  { format, number: 1, job: "7", elements: [[0, 3], [1], [2], [4, 5]] },
  { format, number: 2, job: "8", elements: [[1], [5]] },
];
const states = new Map([
  [
    1,
    new Map([
      [0, { state: "RUNNING", reason: "None" }],
      [3, { state: "CANCELLED", reason: "None" }],
    ]),
  ],
  [2, new Map([[0, { state: "PENDING", reason: "Resources" }]])],
]);
const journals = [
  journal(1, 0, 0, [begun("node1"), ended(0)]),
  journal(1, 0, 1, [begun("node2")]),
  journal(1, 1, 0, [begun("node3")]),
  journal(1, 2, 0, [begun("node3"), ended(2)]),
];

const elements = () => elementsNow(arrays, states, journals, toldOf(journals));

test("an element has the runs that no later array has, and the machine of its last attempt", () => {
  const told = elements().map(({ array, element, state, reason, host, attempts, runs, runsOver }) => [
    ...[`${array}-${element}`, state, reason, host, attempts, runs, runsOver],
  ]);
  expect(told).toEqual([
    ["1-0", "trains", "", "node2", 2, [0, 3], 1],
    // Slurm no longer knows it, and need not: its run is over.
    ["1-2", "over", "", "node3", 1, [2], 1],
    ["1-3", "lost", "", null, 0, [4], 0],
    ["2-0", "waits", "Resources", null, 0, [1], 0],
    ["2-1", "lost", "", null, 0, [5], 0],
  ]);
});

test("a window reads what lab collect found last, in the order in which people look for it", async () => {
  const sweep = { id: "0123456789abcdef", experiment: smallExperiment({ name: "swept" }) };
  const collected = { sweep, elements: elements() } as unknown as Collected;
  await keepSweepNow(home.path, collected, new Date(at));
  const [now] = sweepsNow(home.path);
  expect(now).toMatchObject({
    ...{ experimentId: sweep.id, name: "swept", looked: at },
    counts: { trains: 1, lost: 2, waits: 1, over: 1 },
  });
  expect(now!.elements.map(({ name, runs, runsOver }) => [name, runs, runsOver])).toEqual([
    ...[
      ["1-0", 2, 1],
      ["1-3", 1, 0],
      ["2-1", 1, 0],
      ["2-0", 1, 0],
      ["1-2", 1, 1],
    ],
  ]);
  expect(readdirSync(join(home.path, "slurm"))).toEqual(["0123456789abcdef.now.json"]);
});

test("elements that were cancelled are lost from now on, also those that are only counted", async () => {
  const id = "0123456789abcdef";
  const sweep = { id, experiment: smallExperiment({ name: "swept" }) };
  await keepSweepNow(home.path, { sweep, elements: elements() } as unknown as Collected, new Date(at));
  const waits = { state: "PENDING", reason: "Resources" };
  await keepEnded(home.path, id, new Map([["2-0", waits]]));
  const [now] = sweepsNow(home.path);
  expect(now!.counts).toEqual({ trains: 1, lost: 3, waits: 0, over: 1 });
  expect(now!.elements.find(({ name }) => name === "2-0")).toMatchObject({
    ...{ state: "lost", reason: "CANCELLED" },
  });
  // What is over stays so, and what was cancelled before counts once.
  await keepEnded(
    home.path,
    id,
    new Map(["1-0", "1-2", "2-0"].map((name) => [name, { state: "RUNNING", reason: "" }])),
  );
  expect(sweepsNow(home.path)[0]!.counts).toEqual({ trains: 0, lost: 4, waits: 0, over: 1 });

  const [first] = elements();
  const many = Array.from({ length: 60 }, (_, element) => ({ ...first!, element }));
  await keepSweepNow(home.path, { sweep, elements: many } as unknown as Collected, new Date(at));
  await keepEnded(home.path, id, new Map([["1-59", { state: "RUNNING", reason: "" }]]));
  expect(sweepsNow(home.path)[0]!.counts).toMatchObject({ trains: 59, lost: 1 });
  await keepEnded(home.path, "f".repeat(16), new Map([["1-0", waits]]));
});

test("sweeps that are over, and files that cannot be read, are left out; thousands of elements are counted", async () => {
  const [first] = elements();
  const over = { ...first!, state: "over" } as const;
  const keep = (id: string, all: unknown[]) =>
    keepSweepNow(home.path, {
      ...{ sweep: { id, experiment: smallExperiment() }, elements: all },
    } as unknown as Collected);
  await keep("a".repeat(16), [over, over]);
  await keep("b".repeat(16), [...Array.from({ length: 2000 }, () => over), first]);
  mkdirSync(join(home.path, "slurm"), { recursive: true });
  writeFileSync(join(home.path, "slurm", `${"c".repeat(16)}.now.json`), "{");
  const sweeps = sweepsNow(home.path);
  expect(sweeps.map(({ experimentId }) => experimentId)).toEqual(["b".repeat(16)]);
  expect([sweeps[0]!.counts.over, sweeps[0]!.elements.length]).toEqual([2000, 50]);
  expect(sweeps[0]!.elements[0]!.state).toBe("trains");
  expect(sweepsNow(join(home.path, "none"))).toEqual([]);
});
