import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { trainersFor } from "./early";
import { exitCodes } from "./exit-codes";
import { openTerminal, type Terminal } from "./testing";

let terminal: Terminal;
beforeEach(() => (terminal = openTerminal({ env: { DROPOUT_LAB_BACKEND: "cpu" } })));
afterEach(() => terminal.close());

/** Waits until no process of the group is left. */
async function groupEnds(leader: number): Promise<void> {
  for (;;) {
    try {
      process.kill(-leader, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("a trainer that was started for a document that is refused ends with the command", async () => {
  const { child, ended } = terminal.start("run", "missing.json");
  const { code, output } = await ended;
  expect(code).toBe(exitCodes.faults);
  expect(output).toBe("");
  await groupEnds(child.pid!);
});

test("a command that is killed at once leaves no trainer", async () => {
  const { child } = terminal.start("run", "textbook");
  await once(child, "spawn");
  child.kill("SIGKILL");
  await groupEnds(child.pid!);
});

test.each([
  ["run textbook --epochs 1", 2],
  ["sweep textbook --jobs 8", 2],
  ["sweep textbook --jobs 1 --epochs 2", 1],
  ["resume 4f --jobs=1", 1],
  ["", 0],
  ["--version", 0],
  ["check run", 0],
  ["run --help", 0],
  ["sweep textbook --slurm", 0],
  ["run textbook --queue redis://here", 0],
  ["run textbook --queue=redis://here", 0],
])("lab %s: %i trainers", (line, expected) => {
  const parameters = line.split(" ").filter(Boolean);
  expect(trainersFor(parameters, 4)).toBe(expected);
  expect(trainersFor(parameters, 1)).toBe(Math.min(1, expected));
});
