import { expect, test } from "vitest";
import type { Machine } from "../../src/contract/contract";
import type { LiveRun } from "../state/runRegistry";
import { machineRows } from "./machines";

const machine = (id: string, host: string, runs: string[] = [], version = "1.0.0"): Machine => ({
  ...{
    id,
    host,
    runs,
    version,
    cores: 4,
    jobs: 2,
    backend: "tensorflow",
    done: 3,
    retried: 1,
    trouble: null,
  },
});
const run = (id: string, samplesPerSecond: number | null): LiveRun => ({
  summary: {
    ...{ id, experimentId: "e", variant: "v", rate: null, seed: 1, status: "running", attempt: 1 },
    ...{ failure: null, epochsDone: 0, epochs: 10, started: null, ended: null },
  },
  epochsDone: 0,
  progress:
    samplesPerSecond === null
      ? null
      : { runId: id, epoch: 1, samplesDone: 10, samples: 100, samplesPerSecond, secondsLeft: null },
});

test("a machine has its runs and their speed together; runs of other labs count only in its own list", () => {
  const runs = [run("a", 100), run("b", 250), run("c", 999), run("d", null)];
  const [row] = machineRows([machine("m", "host", ["a", "b", "d", "of another lab"])], runs, "1.0.0");
  expect(row!.runs.map(({ summary }) => summary.id)).toEqual(["a", "b", "d"]);
  expect(row!.samplesPerSecond).toBe(350);
  expect(row!.machine.runs).toHaveLength(4);
});

test("workers on one host are told apart, and machines come in the order of their names", () => {
  const machines = [
    machine("node10-1-aaaaaa", "node10"),
    machine("node2-1-bbbbbb", "node2"),
    machine("node2-2-cccccc", "node2"),
  ];
  const names = machineRows(machines, [], null).map(({ name }) => name);
  expect(names).toEqual(["node2 (bbbbbb)", "node2 (cccccc)", "node10"]);
});

test("a machine of another version is told of, once this lab's own is known", () => {
  const machines = [machine("m", "host", [], "0.9.0")];
  const others = [null, "1.0.0", "0.9.0"].map((version) => machineRows(machines, [], version)[0]!.isOther);
  expect(others).toEqual([false, true, false]);
});
