import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { temporaryFolder } from "../lab/testing";
import { canCancelJobs, elementStates } from "./commands";

/** No site here keeps accounts, so programs stand in that print what the manuals of sacct and squeue (22.05) say. */

let place: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  place = temporaryFolder();
  vi.stubEnv("PATH", place.path);
});
afterEach(() => {
  place.remove();
  vi.unstubAllEnvs();
});

function program(name: string, lines: readonly string[], code = 0): void {
  const file = join(place.path, name);
  writeFileSync(file, `#!/bin/sh\n${lines.map((line) => `echo '${line}'\n`).join("")}exit ${code}\n`);
  chmodSync(file, 0o755);
}

test("jobs can be cancelled where scancel is", () => {
  expect(canCancelJobs()).toBe(false);
  program("scancel", []);
  expect(canCancelJobs()).toBe(true);
  vi.stubEnv("PATH", "");
  expect(canCancelJobs()).toBe(false);
});

test("accounts know what the queue has forgotten; where both know an element, the queue is right", async () => {
  const accounts = [
    "7_0|COMPLETED",
    "7_1|CANCELLED by 1000",
    "7_2|RUNNING",
    "7_[4-9]|PENDING",
    "7_0.batch|FAILED",
  ];
  program("sacct", accounts);
  program("squeue", ["2|PENDING|BeginTime", "3|RUNNING|None", "N/A|PENDING|None"]);
  expect([...(await elementStates("7"))]).toEqual([
    [0, { state: "COMPLETED", reason: "" }],
    [1, { state: "CANCELLED", reason: "" }],
    [2, { state: "PENDING", reason: "BeginTime" }],
    [3, { state: "RUNNING", reason: "None" }],
  ]);
});

test.each([
  ["refuses", () => program("sacct", ["Slurm accounting storage is disabled"], 1)],
  ["is not there", () => undefined],
])("where sacct %s, the queue is enough", async (_how, prepare) => {
  program("squeue", ["0|RUNNING|None"]);
  prepare();
  expect([...(await elementStates("7"))]).toEqual([[0, { state: "RUNNING", reason: "None" }]]);
});

test("where neither answers, nothing is known", async () => {
  program("squeue", ["slurm_load_jobs error: Unable to contact slurm controller"], 1);
  program("sacct", [], 1);
  expect((await elementStates("7")).size).toBe(0);
});
