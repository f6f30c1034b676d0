import { expect, test } from "vitest";
import type { EpochRecord } from "../../src/experiment/result";
import { SeriesStore } from "./store";

function record(epoch: number, loss: number, accuracy?: number): EpochRecord {
  const measures = (offset: number) => ({
    loss: loss + offset,
    ...(accuracy === undefined ? {} : { accuracy: accuracy - offset / 10 }),
  });
  return {
    epoch,
    training: measures(0.3),
    train: { eval: measures(0.2) },
    validation: { eval: measures(0), train: measures(0.1) },
    trainingSeconds: 1,
    evaluationSeconds: 1,
  };
}

test("the mean of a variant is over the runs that have the epoch", () => {
  const store = new SeriesStore(2);
  store.addRun("a", 0);
  store.addRun("b", 0);
  store.addRun("c", 1);
  store.add("a", record(1, 2, 0.5));
  store.add("a", record(2, 1, 0.6));
  store.add("b", record(1, 4, 0.7));
  store.add("c", record(1, 8, 0.1));
  expect([...store.mean(0, "correct", "loss")]).toEqual([3, 1]);
  expect([...store.mean(0, "correct", "accuracy")]).toEqual([0.6, 0.6]);
  expect([...store.mean(1, "forgotten", "loss")]).toEqual([8.1]);
  expect(store.runs(0, "correct", "loss").map((values) => [...values])).toEqual([[2, 1], [4]]);
  expect(store.lastEpoch).toBe(2);
  expect(store.records("a").map(({ epoch }) => epoch)).toEqual([1, 2]);
});

test("a record that comes twice counts once, and one of a strange run not at all", () => {
  const store = new SeriesStore(1);
  store.addRun("a", 0);
  store.addRun("b", 0);
  expect(store.add("a", record(1, 2))).toBe(true);
  expect(store.add("a", record(1, 2))).toBe(true);
  store.add("b", record(1, 4));
  expect([...store.mean(0, "correct", "loss")]).toEqual([3]);
  expect(store.add("other", record(1, 100))).toBe(false);
  expect(store.lastEpoch).toBe(1);
});

test("epochs that come out of order stand at their places, and a regression has no accuracy", () => {
  const store = new SeriesStore(1);
  store.addRun("a", 0);
  store.add("a", record(3, 7));
  store.add("a", record(1, 9));
  expect([...store.mean(0, "training", "loss")]).toEqual([9.3, NaN, 7.3]);
  expect([...store.mean(0, "correct", "accuracy")]).toEqual([]);
  expect(store.records("a").map(({ epoch }) => epoch)).toEqual([1, 3]);
});

test("a thousand epochs outgrow every buffer and stay as they were", () => {
  const store = new SeriesStore(1);
  store.addRun("a", 0);
  for (let epoch = 1; epoch <= 1000; epoch += 1) store.add("a", record(epoch, epoch));
  const mean = store.mean(0, "correct", "loss");
  expect(mean.length).toBe(1000);
  expect([...mean]).toEqual(Array.from({ length: 1000 }, (_, place) => place + 1));
});
