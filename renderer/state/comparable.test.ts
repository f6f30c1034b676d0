import { expect, test } from "vitest";
import type { RunSummary } from "../../src/lab/contract";
import { comparable, type LiveRun } from "./runBook";

const run = (variant: string, status: RunSummary["status"], epochsDone: number): LiveRun => ({
  summary: {
    id: `${variant} ${status} ${epochsDone}`,
    experimentId: "1",
    variant,
    rate: null,
    seed: 1,
    status,
    attempt: 1,
    failure: null,
    epochsDone,
    epochs: 40,
    started: null,
    ended: null,
  },
  epochsDone,
  progress: null,
});

test("a run that goes on counts only while its variant has none that ended", () => {
  const [first, going, other] = [run("a", "done", 40), run("a", "running", 3), run("b", "running", 5)];
  expect(comparable([first, going, other])).toEqual([first, other]);
});

test("a run that ended before its first epoch holds none back", () => {
  const [failed, going] = [run("a", "failed", 0), run("a", "running", 3)];
  expect(comparable([failed, going])).toContain(going);
});
