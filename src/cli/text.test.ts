import { expect, test } from "vitest";
import type { RunSummary } from "../contract/contract";
import type { EpochRecord } from "../experiment/result";
import { endText } from "./text";

test("a run that has ended early says what has ended it", () => {
  const run = (status: string, epochsDone: number) =>
    ({ variant: "p = 0.5", seed: 2, status, failure: null, epochsDone, epochs: 9 }) as RunSummary;
  const last = { validation: { eval: { loss: 0.25 }, train: { loss: 0.5 } } } as EpochRecord;
  const halving = { first: 1, eta: 3 };
  expect(endText(run("done", 9), last, halving)).toBe("done: p = 0.5, seed 2: validation loss 0.250");
  expect(endText(run("done", 3), last, halving)).toBe(
    "done: p = 0.5, seed 2, halted after 3 of 9 epochs (not among the best 1/3): validation loss 0.250",
  );
  expect(endText(run("done", 3), last)).toContain("seed 2, stopped early after 3 of 9 epochs: ");
  expect(endText(run("cancelled", 3), last, halving)).toContain("seed 2 after 3 of 9 epochs: ");
});
