import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scheduleSchema } from "./kinds";
import { learningRateOf, watchedAfter } from "./learning-rate";
import type { WatchedLoss } from "./schedule-kind";

/** The learning rates of a run by PyTorch's schedulers, step by step. */
interface Reference {
  readonly settings: object;
  readonly learningRate: number;
  readonly batches: number;
  /** Of the validation split, epoch by epoch. */
  readonly losses: readonly number[];
  readonly rates: readonly number[];
}

/**
 * Declares the test of a schedule; `pytorch.json` of its folder is written by bench/reference/schedules.py.
 * @param folder the schedule's, named like its type
 */
export function expectPyTorch(folder: string): void {
  const file = join(import.meta.dirname, folder, "pytorch.json");
  const references = JSON.parse(readFileSync(file, "utf8")) as Reference[];
  test.each(references)("the learning rates of $settings are PyTorch's", (reference) => {
    const { settings, learningRate, batches, losses, rates } = reference;
    const schedule = scheduleSchema.parse({ type: folder, ...settings });
    const plan = { optimizer: { learningRate }, schedule, epochs: losses.length };
    let watched: WatchedLoss | undefined;
    losses.forEach((loss, index) => {
      for (let batch = 0; batch < batches; batch++) {
        const rate = learningRateOf(plan, { epoch: index + 1, batch, batches }, watched?.factor);
        expect(rate / rates[index * batches + batch]!).toBeCloseTo(1, 9);
      }
      watched = watchedAfter(plan, watched, index + 1, loss);
    });
  });
}
