import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { type Result, resultSchema } from "../experiment/result";
import type { Terminal } from "./testing";

/** For tests only: what `--out out` wrote in a terminal's folder. */
export function readResult({ folder }: Terminal): Result {
  return resultSchema.parse(JSON.parse(readFileSync(join(folder, "out", "result.json"), "utf8")));
}

/** Expects the same results and weights, bit for bit, whatever time they took. */
export function expectSameResults(one: Terminal, other: Terminal): void {
  const [first, second] = [readResult(one), readResult(other)];
  expect(withoutTimes(first)).toEqual(withoutTimes(second));
  for (const { weights } of first.runs) {
    const [ours, theirs] = [one, other].map(({ folder }) => readFileSync(join(folder, "out", weights!)));
    expect(ours!.equals(theirs!)).toBe(true);
  }
}

function withoutTimes({ created: _created, runs, ...result }: Result) {
  const untimed = runs.map((run) => ({
    ...run,
    epochs: run.epochs.map((record) => ({ ...record, trainingSeconds: 0, evaluationSeconds: 0 })),
  }));
  return { ...result, runs: untimed };
}
